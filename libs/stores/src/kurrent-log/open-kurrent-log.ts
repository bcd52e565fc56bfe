import { type Clock, microsOf } from '@cluetrail/event-sourcing';
import type { AdmissionOptions } from '../shared/admission.js';
import { patiently } from '../shared/patience.js';
import { StoreRefused } from '../shared/store-refused.js';
import { addressOf } from './address.js';
import { Connection } from './connection.js';
import { KurrentFailure, passing } from './failure.js';
import { KurrentLog, type Standing } from './kurrent-log.js';
import { OwnReading } from './own-reading.js';
import { recordedOf } from './stored-event.js';

export interface OpenKurrentLog extends Pick<AdmissionOptions, 'before' | 'after'> {
  /** `esdb://…` or `kurrentdb://…`, with the driver's options and `log=NAME` (default `cluetrail`). */
  readonly url: string;
  readonly clock: Clock;
  /** Begin a new log where none stands. */
  readonly create: boolean;
  /** Events at the end of the log that are checked before it opens, and whose ids are known from then on. Default: 20,000. */
  readonly tail?: number;
  /** Appends that may wait for an answer. Default: 4,096. */
  readonly queueLimit?: number;
  /** An append without an answer by then is `unknown`. Default: 10,000 ms. */
  readonly timeoutMs?: number;
}

/**
 * Opens a log on a KurrentDB cluster; loads the driver on demand. Rejects with StoreRefused (`log-missing`,
 * `log-unreadable`, `log-damaged`) or with LogDamaged naming the position.
 */
export async function openKurrentLog({
  url,
  clock,
  create,
  tail = 20_000,
  queueLimit = 4096,
  timeoutMs = 10_000,
  before,
  after,
}: OpenKurrentLog): Promise<KurrentLog> {
  const address = addressOf(url);
  const connection = await Connection.to(address, timeoutMs);
  try {
    const standing = await patiently(() => standingOf(connection, tail), {
      ...{ forMillis: timeoutMs, passes: passing },
    });
    if (standing.events.length === 0 && !create)
      throw new StoreRefused('log-missing', `${address.shown}: expected a log, found none`);
    const { prefix } = address;
    const options = { clock, connection, prefix, queueLimit, timeoutMs, before, after };
    return new KurrentLog(options, standing);
  } catch (error) {
    await connection.close();
    if (!(error instanceof KurrentFailure)) throw error;
    throw new StoreRefused(
      'log-unreadable',
      `${address.shown}: expected to open it, found "${error.message}"`,
      { found: error.kind },
    );
  }
}

/** One event at least: without it nobody knows whether there is a log, and where it ends. */
async function standingOf(connection: Connection, tail: number): Promise<Standing> {
  const { events, newest } = await new OwnReading(connection).last(Math.max(tail, 1), 0n);
  let micros = 0;
  let head = { position: 0n, leaf: new Uint8Array() };
  for (const stored of events.toReversed()) {
    const { position, leaf, event } = recordedOf(stored);
    head = { position, leaf: new Uint8Array(leaf) };
    micros = Math.max(micros, microsOf(event.recordedAt));
  }
  return { events, newest, micros, head };
}
