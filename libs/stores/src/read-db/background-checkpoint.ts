import { closeSync, fdatasync, openSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';

const datasync = promisify(fdatasync);

/** The write-ahead log is brought into its file from this size on. */
const DUE_BYTES = 4 * 1024 * 1024;

/**
 * What `synchronous=normal` promises (a power cut may lose the last transactions, never half of one) with
 * `synchronous=off`: the same syncs in the same order, but not on the main thread, which a slow disk would hold up for
 * seconds. Nobody may write meanwhile.
 */
export class BackgroundCheckpoint {
  private readonly files = new Map<string, number>();

  constructor(
    private readonly db: DatabaseSync,
    private readonly file: string,
  ) {}

  get due(): boolean {
    const log = statSync(this.log, { throwIfNoEntry: false });
    return log !== undefined && log.size >= DUE_BYTES;
  }

  async run(): Promise<void> {
    // Else a page could reach the file before the transaction that it is of.
    await this.synced(this.log);
    this.db.exec('pragma wal_checkpoint(passive)');
    // Else the log could be written over before the file holds what it held.
    await this.synced(this.file);
    // Readers that are in the midst of an answer keep it; the next one finds them gone.
    const { timeout } = this.db.prepare('pragma busy_timeout').get() ?? {};
    this.db.exec(`pragma busy_timeout = 0; pragma wal_checkpoint(truncate);
      pragma busy_timeout = ${timeout}`);
    await this.synced(this.log);
  }

  /** Only once the database is closed: closing any handle of a file drops every lock of the process on it. */
  close(): void {
    for (const handle of this.files.values()) closeSync(handle);
  }

  private get log(): string {
    return `${this.file}-wal`;
  }

  private async synced(file: string): Promise<void> {
    const handle = this.files.get(file) ?? openSync(file, 'r+');
    this.files.set(file, handle);
    await datasync(handle);
  }
}
