import type { Recorded } from '@cluetrail/event-sourcing';
import type { Page } from './messages.js';
import { eventOf, rowsOfPage } from './row.js';

/** The events of a page; their leaves were checked by the writer. */
export function recordedOf(page: Page): Recorded[] {
  return rowsOfPage(page).map(({ position, leaf, bytes }) => ({
    position: BigInt(position),
    leaf,
    bytes,
    event: eventOf({ bytes }),
  }));
}
