import {
  type EventStore,
  LogDamaged,
  type Position,
  type Recorded,
} from '@cluetrail/event-sourcing';
import { StoreRefused } from '@cluetrail/stores';

const PAGE = 1000;

interface Read {
  readonly events: readonly Recorded[];
  readonly damaged: number;
  readonly after: Position;
}

/** The whole log but for events that are gone or whose leaf does not fit: those are named by whoever verifies the log. */
export async function* soundPages(store: EventStore): AsyncGenerator<Read> {
  for (let after = 0n, limit = PAGE; ;) {
    try {
      const events = await store.readAll({ after, limit });
      if (events.length === 0) return;
      after = events[events.length - 1].position;
      limit = PAGE;
      yield { events, damaged: 0, after };
    } catch (error) {
      const position = damagedAt(error, after);
      if (position === undefined && !isSetBack(error)) throw error;
      // Positions may have gaps: fewer events than it seems may lie before this one.
      limit = Math.min(position ? Number(position - after) - 1 : limit, limit >> 1);
      if (limit > 0) continue;
      yield { events: [], damaged: 1, after: position ?? after };
      if (position === undefined) return;
      [after, limit] = [position, PAGE];
    }
  }
}

/** It ends before what its server knows: nothing can be said of what was named there. */
function isSetBack(error: unknown): boolean {
  return error instanceof StoreRefused && error.code === 'overtaken';
}

/** The next event that cannot be read; undefined for any other error. */
function damagedAt(error: unknown, after: Position): Position | undefined {
  if (error instanceof LogDamaged) return error.at.position;
  if (!(error instanceof StoreRefused) || error.code !== 'log-damaged') return undefined;
  // Of a gap it is told which event was found behind it.
  const found = BigInt(error.detail['position'] ?? after + 1n);
  return found - after > 1n ? found - 1n : after + 1n;
}
