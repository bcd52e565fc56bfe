import type { Event } from '@cluetrail/event-sourcing';

export type Placed = Pick<Event, 'stream' | 'version' | 'recordedAt'>;

/**
 * Whether recordedAt rises over a log, event by event; those of one append share it. By this an order shows that was
 * changed afterwards: leaves name neither the position nor each other. A log that began where it does not rise (its
 * first event says so, also after a copy) is not asked.
 */
export class RecordingOrder {
  private last: Placed | undefined;
  private rises = true;

  /** `open` reads the whole event. What is wrong with it, behind the one before; undefined = nothing. */
  problemOf(placed: Placed, open: () => Event): string | undefined {
    if (placed.stream === 'log' && placed.version === 1) this.rises &&= mayRise(open());
    const { last } = this;
    this.last = placed;
    if (!last || !this.rises || last.recordedAt < placed.recordedAt) return undefined;
    if (isOfSameAppend(last, placed)) return undefined;
    return `recordedAt: expected a time after ${last.recordedAt}, found ${placed.recordedAt}`;
  }
}

function mayRise({ data }: Event): boolean {
  return Object(data).monotone !== false;
}

function isOfSameAppend(last: Placed, { stream, version, recordedAt }: Placed): boolean {
  return recordedAt === last.recordedAt && stream === last.stream && version > last.version;
}
