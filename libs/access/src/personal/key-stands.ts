import type { Event, SealedText } from '@cluetrail/event-sourcing';
import { KeyDestroyed, KeyMissing, type Keys } from '../keys/keys.js';

/**
 * A stream whose events were sealed under a key never gets another. Ask before one is made for it. `events` = all of the
 * stream. Throws {@link KeyDestroyed} where the log tells so, {@link KeyMissing} where the key should be here and is not.
 */
export function checkKey(keys: Keys, stream: string, events: readonly Event[]): void {
  if (keys.has(stream)) return;
  if (events.some(({ type }) => type === 'KeyDestroyed')) throw new KeyDestroyed(stream);
  if (events.some(isUnderKey)) throw new KeyMissing(stream);
}

/** Whether what an event holds under the key of its stream is lost to these keys, unless that was destroyed. */
export function lacksKey(keys: Pick<Keys, 'erased' | 'has' | 'ownerOf'>, event: Event): boolean {
  const lacks =
    (event.commandDigest !== undefined && !keys.has(event.stream)) ||
    keyIdsOf(event).some((id) => keys.ownerOf(id) === undefined);
  return lacks && !keys.erased(event.stream);
}

function isUnderKey(event: Event): boolean {
  return event.commandDigest !== undefined || keyIdsOf(event).length > 0;
}

/** Of all sealed texts in it. */
function keyIdsOf({ reason, attachments, data }: Event): string[] {
  return idsIn([reason, attachments, data]);
}

function idsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return isSealedText(value) ? [value.k] : Object.values(value).flatMap(idsIn);
}

/** A text as it is sealed: three texts and nothing else. */
export function isSealedText(value: unknown): value is SealedText {
  if (typeof value !== 'object' || value === null) return false;
  const { k, n, c } = value as Partial<Record<keyof SealedText, unknown>>; // checked below
  return [k, n, c].every((part) => typeof part === 'string');
}
