import { type Clock, microsOf } from '@cluetrail/event-sourcing';
import type { Log } from '@cluetrail/stores';

/** Clocks of one room differ by less. */
const TOLERATED_SECONDS = 60;

/**
 * Whole seconds by which this machine's clock is behind the newest event, undefined where it is not: while it is, every
 * event is recorded at the time of that one, since times rise over the log.
 */
export async function clockBehindLog({
  store,
  clock,
}: {
  readonly store: Log;
  readonly clock: Clock;
}): Promise<number | undefined> {
  const { position } = await store.head();
  if (position === 0n) return undefined;
  const [last] = await store.readAll({ after: position - 1n, limit: 1 });
  if (!last) return undefined;
  const seconds = Math.floor((microsOf(last.event.recordedAt) - clock.nowMicros()) / 1e6);
  return seconds > TOLERATED_SECONDS ? seconds : undefined;
}
