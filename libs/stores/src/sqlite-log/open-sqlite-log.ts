import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Clock } from '@cluetrail/event-sourcing';
import type { AdmissionOptions } from '../shared/admission.js';
import type { KeysTell } from '../shared/loss.js';
import { WEEK_MS } from '../shared/scrubber.js';
import { SqliteLog } from './sqlite-log.js';

export interface OpenSqliteLog extends Pick<AdmissionOptions, 'before' | 'after'> {
  /** Holds `events.db` and `pin.json`; made where `create` allows it. */
  readonly directory: string;
  readonly clock: Clock;
  /** Begin a new log where none stands. Never over a pin that names events. */
  readonly create: boolean;
  /** Open an unfinished copy, too. Default: false. */
  readonly copying?: boolean;
  /** Make room for what is going to be written, 32 MiB: a tenth of a second, and faster appends. Default: false. */
  readonly room?: boolean;
  /** Refuse tmpfs, ramfs and overlay file systems (`not-durable`). Default: false. */
  readonly requireDurable?: boolean;
  /** Events at the end of the log that are checked before it opens. Default: 20,000. */
  readonly tail?: number;
  /** Appends that may wait for an answer. Default: 4,096. */
  readonly queueLimit?: number;
  /** An append without an answer by then is `unknown`. Default: 10,000 ms. */
  readonly timeoutMs?: number;
  /** How long the scrubber takes to read the whole log again, at most. Default: a week. */
  readonly scrubCycleMs?: number;
  /**
   * Open a log that is behind its pin or its keys: the leaf of its last event, in hexadecimal. See {@link SqliteLog.loss}, which a log
   * that is not behind has not. Any other leaf is refused (`other-leaf`).
   */
  readonly acceptLoss?: string;
  /**
   * Of the keys beside it: one that ends before what they tell is refused (`log-behind-keys`), unless that loss is accepted, and
   * none is begun. Default: nothing.
   */
  readonly keys?: KeysTell;
}

/** Opens the log of a directory. Rejects with StoreRefused, or with LogDamaged naming the position. */
export async function openSqliteLog({
  directory,
  clock,
  create,
  copying = false,
  room = false,
  requireDurable = false,
  tail = 20_000,
  queueLimit = 4096,
  timeoutMs = 10_000,
  scrubCycleMs = WEEK_MS,
  acceptLoss,
  keys,
  before,
  after,
}: OpenSqliteLog): Promise<SqliteLog> {
  const log = new SqliteLog({ clock, queueLimit, timeoutMs, before, after });
  const options = {
    directory,
    create,
    copying,
    room,
    requireDurable,
    tail,
    scrubCycleMs,
    acceptLoss,
    keys,
  };
  await log.connect(writerFile(), options);
  return log;
}

/** Tests run from the sources, but a thread can only run what was built. */
function writerFile(): string {
  const built = import.meta.url.endsWith('.ts')
    ? '../../../../dist/libs/stores/src/sqlite-log/writer.js'
    : './writer.js';
  const file = fileURLToPath(new URL(built, import.meta.url));
  if (!existsSync(file))
    throw new Error(`the log's writer thread: expected ${file}, found none; run "npm run build"`);
  return file;
}
