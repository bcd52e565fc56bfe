import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const datasync = promisify(fdatasync);

/**
 * Brings what was written to a file onto its disk while the main thread goes on. Whoever comes during a sync shares the
 * next one. One that failed is never repeated: the next may claim success for what never arrived.
 */
export class BackgroundSync {
  private readonly fd: number;
  private written = 0;
  private synced = 0;
  private running: Promise<void> | undefined;
  private failed: { readonly cause: unknown } | undefined;

  constructor(file: string) {
    this.fd = openSync(file, 'r+');
  }

  wrote(): void {
    this.written += 1;
  }

  /** What the sync threw after which nothing more can be kept. */
  get failure(): { readonly cause: unknown } | undefined {
    return this.failed;
  }

  /** Resolves once all that was written before the call is on the disk; undefined where it is. */
  done(): Promise<void> | undefined {
    return this.synced === this.written ? undefined : this.until(this.written);
  }

  /** After a sync that is under way. */
  close(): void {
    const end = () => closeSync(this.fd);
    if (this.running) void this.running.then(end, end);
    else end();
  }

  private async until(target: number): Promise<void> {
    while (this.synced < target) {
      if (this.failed) throw this.failed.cause;
      await (this.running ??= this.sync());
    }
  }

  private async sync(): Promise<void> {
    const upTo = this.written;
    try {
      await datasync(this.fd);
      this.synced = upTo;
    } catch (cause) {
      this.failed = { cause };
      throw cause;
    } finally {
      this.running = undefined;
    }
  }
}
