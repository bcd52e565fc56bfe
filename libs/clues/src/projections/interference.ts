import { derived, idOf } from '@cluetrail/event-sourcing';
import { foldedClue } from './known.js';

export type InterferenceRow = {
  readonly clue: string;
  /** The event that holds who it was and what was said, sealed. */
  readonly event: string;
  /** asked · pleaded · intervened */
  readonly how: string;
  readonly reportedAt: string;
  readonly reportedBy: string;
};

/** 过问登记: whoever asked about a clue, pleaded for somebody, or stepped in. The names stay in the log, sealed. */
export const interference = derived<InterferenceRow>({
  name: 'interference',
  version: 1,
  columns: { clue: 'text', event: 'text', how: 'text', reportedAt: 'text', reportedBy: 'text' },
  indexes: [['clue'], ['reportedAt', 'clue']],
  of(matter) {
    const events = foldedClue(matter)?.events ?? [];
    return events
      .filter(({ type }) => type === 'InterferenceReported')
      .map(({ stream, eventId, data, effectiveAt, actor }) => ({
        clue: idOf(stream),
        event: eventId,
        how: String(data.how),
        reportedAt: effectiveAt,
        reportedBy: actor.personId,
      }));
  },
});
