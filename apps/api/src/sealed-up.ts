import {
  type Actor,
  type Clock,
  COMMAND_NAMESPACE,
  derivedId,
  type EventStore,
} from '@cluetrail/event-sourcing';
import type { Keys } from '@cluetrail/access';
import { OwedWork } from '@cluetrail/nest';
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
 */
export class SealedUp extends OwedWork<string> {
  constructor(private readonly sealing: Sealing) {
    super();
  }

  protected list(): Promise<readonly string[]> {
    return this.sealing.owed();
  }

  /** Its ids derive from the stream: done again, it adds nothing. What the store refuses now stays owed. */
  protected async carryOut(stream: string): Promise<void> {
    const { store, keys, clock } = this.sealing;
    keys.destroy(stream);
    const commandId = derivedId(COMMAND_NAMESPACE, 'sealing', stream);
    const data = { reason: 'sent up sealed' };
    const act = { stream, type: 'KeyDestroyed', data, clock, commandId, by: BY_SEALING };
    const { length: version } = await store.read(stream);
    await store.append(stream, version, [systemDraft(act)]);
  }
}
