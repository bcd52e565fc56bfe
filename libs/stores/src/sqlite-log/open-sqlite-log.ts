import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Clock } from '@cluetrail/event-sourcing';
import { SqliteLog } from './sqlite-log.js';

export interface OpenSqliteLog {
  /** Holds `events.db` and `pin.json`; made where `create` allows it. */
  readonly directory: string;
  readonly clock: Clock;
  /** Begin a new log where none stands. Never over a pin that names events. */
  readonly create: boolean;
  /** Refuse tmpfs, ramfs and overlay file systems (`not-durable`). Default: false. */
  readonly requireDurable?: boolean;
  /** Events at the end of the log that are checked before it opens. Default: 20,000. */
  readonly tail?: number;
  /** Appends that may wait for an answer. Default: 4,096. */
  readonly queueLimit?: number;
  /** An append without an answer by then is `unknown`. Default: 10,000 ms. */
  readonly timeoutMs?: number;
}

/** Opens the log of a directory. Rejects with StoreRefused, or with LogDamaged naming the position. */
export async function openSqliteLog({
  directory,
  clock,
  create,
  requireDurable = false,
  tail = 20_000,
  queueLimit = 4096,
  timeoutMs = 10_000,
}: OpenSqliteLog): Promise<SqliteLog> {
  const log = new SqliteLog({ clock, queueLimit, timeoutMs });
  await log.connect(writerFile(), { directory, create, requireDurable, tail });
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
