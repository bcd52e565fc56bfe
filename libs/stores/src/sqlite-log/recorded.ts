import type { Position, Recorded } from '@cluetrail/event-sourcing';
import type { Page } from './messages.js';
import { eventOf, rowsOfPage } from './row.js';
import { StoreRefused } from '../shared/store-refused.js';

/**
 * A page of the global order; its leaves were checked by the writer. Throws StoreRefused `log-damaged` at a gap,
 * also where nothing is left before the `head` that stood when the page was asked for.
 */
export function recordedOfPage(
  page: Page,
  { after, head }: { after: Position; head: Position },
): Recorded[] {
  const events = recorded(page);
  if (events.length === 0 && after < head)
    throw misplaced(after + 1n, `position ${after + 1n}`, 'none');
  events.forEach(({ position }, index) => {
    const expected = after + BigInt(index) + 1n;
    if (position !== expected) throw misplaced(position, `position ${expected}`, `${position}`);
  });
  return events;
}

/** A page of one stream. Throws StoreRefused `log-damaged` where an event stands in another place than its bytes say. */
export function recordedOfStream(
  page: Page,
  { stream, from }: { stream: string; from: number },
): Recorded[] {
  const events = recorded(page);
  events.forEach(({ position, event }, index) => {
    const version = from + index;
    if (event.stream !== stream || event.version !== version)
      throw misplaced(position, `${stream} @ ${version}`, `${event.stream} @ ${event.version}`);
  });
  return events;
}

function recorded(page: Page): Recorded[] {
  return rowsOfPage(page).map(({ position, leaf, bytes }) => ({
    position: BigInt(position),
    leaf,
    bytes,
    event: eventOf({ bytes }),
  }));
}

function misplaced(position: Position, expected: string, found: string): StoreRefused {
  return new StoreRefused(
    'log-damaged',
    `the log is damaged at position ${position}: expected ${expected}, found ${found}`,
    { position: String(position), expected, found },
  );
}
