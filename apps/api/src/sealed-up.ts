import {
  type Actor,
  type Clock,
  COMMAND_NAMESPACE,
  derivedId,
  type EventStore,
} from '@cluetrail/event-sourcing';
import type { Keys } from '@cluetrail/access';
import { systemDraft } from './system-draft.js';

const BY_SEALING: Actor = { personId: 'system:sealing', role: 'system' };

export interface Sealing {
  readonly store: EventStore;
  readonly keys: Keys;
  readonly clock: Clock;
  /** Streams that went up sealed and whose keys the log does not tell to be destroyed. */
  owed(): Promise<readonly string[]>;
}

/**
 * Erases what went up sealed: destroys its key, then records it, so that whatever stopped it in between is done again.
 * Follows the read side; call it after every commit.
 */
export class SealedUp {
  private running: Promise<void> | undefined;
  private again = false;
  private resting = false;

  constructor(private readonly sealing: Sealing) {}

  /** Coalesces: at most one pass runs, and one more follows it. */
  wake(): Promise<void> {
    if (this.resting) return Promise.resolve();
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.pass().finally(() => (this.running = undefined));
    return this.running;
  }

  async rest(): Promise<void> {
    this.resting = true;
    await this.running?.catch(() => undefined);
  }

  private async pass(): Promise<void> {
    do {
      this.again = false;
      for (const stream of await this.sealing.owed()) if (!this.resting) await this.erase(stream);
    } while (this.again);
  }

  /** Its ids derive from the stream: done again, it adds nothing. What the store refuses now stays owed. */
  private async erase(stream: string): Promise<void> {
    const { store, keys, clock } = this.sealing;
    keys.destroy(stream);
    const commandId = derivedId(COMMAND_NAMESPACE, 'sealing', stream);
    const data = { reason: 'sent up sealed' };
    const act = { stream, type: 'KeyDestroyed', data, clock, commandId, by: BY_SEALING };
    const { length: version } = await store.read(stream);
    await store.append(stream, version, [systemDraft(act)]);
  }
}
