import type { Position, Recorded } from '@cluetrail/event-sourcing';
import { StoreRefused } from './store-refused.js';

/**
 * A page of a log whose positions have no gap. Throws StoreRefused `log-damaged` at one, also where nothing is left
 * before the `head` that stood when the page was asked for.
 */
export function inOrder(
  events: Recorded[],
  { after, head }: { after: Position; head: Position },
): Recorded[] {
  if (events.length === 0 && after < head)
    throw misplaced(after + 1n, `position ${after + 1n}`, 'none');
  events.forEach(({ position }, index) => {
    const expected = after + BigInt(index) + 1n;
    if (position !== expected) throw misplaced(expected, `position ${expected}`, `${position}`);
  });
  return events;
}

/** A page of one stream. Throws StoreRefused `log-damaged` where an event stands in another place than its bytes say. */
export function inStream(
  events: Recorded[],
  { stream, from }: { stream: string; from: number },
): Recorded[] {
  events.forEach(({ position, event }, index) => {
    const version = from + index;
    if (event.stream !== stream || event.version !== version)
      throw misplaced(position, `${stream} @ ${version}`, `${event.stream} @ ${event.version}`);
  });
  return events;
}

/** What a verification would say of that place, as an error. */
export function damagedAt(position: Position, problem: string): StoreRefused {
  return new StoreRefused('log-damaged', `the log is damaged at position ${position}: ${problem}`, {
    position: String(position),
  });
}

function misplaced(position: Position, expected: string, found: string): StoreRefused {
  return new StoreRefused(
    'log-damaged',
    `the log is damaged at position ${position}: expected ${expected}, found ${found}`,
    { position: String(position), expected, found },
  );
}
