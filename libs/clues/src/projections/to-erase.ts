import { derived } from '@cluetrail/event-sourcing';

export type ToEraseRow = { readonly stream: string };

/** Clues and reports that went up sealed and whose keys are still to be destroyed. */
export const toErase = derived<ToEraseRow>({
  name: 'to_erase',
  version: 1,
  columns: { stream: 'text' },
  of({ stream, events }) {
    const isSentUp = events.some(({ change }) => change?.to === 'sealedUp');
    const isErased = events.some(({ type }) => type === 'KeyDestroyed');
    return isSentUp && !isErased ? [{ stream }] : [];
  },
});
