import { type Clock, type EventStore, LogDamaged } from '@cluetrail/event-sourcing';
import type { SealedFiles } from '@cluetrail/access';

/** How long an upload waits to be named by a command, from when it was written. */
export const KEPT_DAYS = 30;

/** Far longer than any command takes: one that was under way when a file was withdrawn has told its event by then. */
const HOUR_MILLIS = 3_600_000;
const DAY_MILLIS = 86_400_000;

export interface UnnamedFilesTold {
  /** Uploads that no event named when they were last looked at; absent where nobody has looked. */
  readonly unnamed?: number;
  /** Since the start. */
  readonly removed: number;
  readonly keptDays: number;
}

interface Place {
  readonly store: Pick<EventStore, 'read'>;
  readonly files: Pick<
    SealedFiles,
    'names' | 'origin' | 'withdraw' | 'withdrawn' | 'giveBack' | 'remove'
  >;
  readonly clock: Clock;
}

/**
 * Removes uploads that no event has named for {@link KEPT_DAYS}, at the start and every hour, in two steps: what is too
 * old is withdrawn, so that no command can name it any more; an hour later it is removed unless one did meanwhile.
 * Nothing is removed whose owner is not known (its key is destroyed) or whose stream cannot be read.
 */
export class UnnamedFiles {
  // What was named once stays named: its stream is not read again.
  private readonly named = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private resting = false;
  private unnamed?: number;
  private removed = 0;

  constructor(private readonly place: Place) {}

  start(): void {
    // A store that does not answer is told by others: the next pass tries again.
    this.running = this.pass().catch(() => undefined);
    this.timer = setTimeout(() => this.start(), HOUR_MILLIS).unref();
  }

  async rest(): Promise<void> {
    this.resting = true;
    clearTimeout(this.timer);
    await this.running;
  }

  told(): UnnamedFilesTold {
    const { unnamed, removed } = this;
    return { ...(unnamed !== undefined && { unnamed }), removed, keptDays: KEPT_DAYS };
  }

  async pass(): Promise<void> {
    const { files, clock } = this.place;
    const oldest = clock.nowMicros() / 1000 - KEPT_DAYS * DAY_MILLIS;
    let unnamed = 0;
    for (const name of files.names()) {
      if (this.resting) return;
      if (this.named.has(name)) continue;
      const origin = await files.origin(name);
      if (!origin) continue;
      if (await this.isNamed(origin.owner, name)) {
        files.giveBack(name);
        continue;
      }
      unnamed++;
      if (files.withdrawn(name)) {
        await files.remove(name);
        this.removed++;
        unnamed--;
      } else if (origin.writtenAtMillis < oldest) files.withdraw(name);
    }
    this.unnamed = unnamed;
  }

  private async isNamed(owner: string, name: string): Promise<boolean> {
    let told: Awaited<ReturnType<EventStore['read']>>;
    try {
      told = await this.place.store.read(owner);
    } catch (error) {
      // What cannot be read may name it.
      if (error instanceof LogDamaged) return true;
      throw error;
    }
    for (const { event } of told)
      for (const { sha256 } of event.attachments ?? []) this.named.add(sha256);
    return this.named.has(name);
  }
}
