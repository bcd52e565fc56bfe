import { randomUUID } from 'node:crypto';
import {
  type Actor,
  type Clock,
  type Data,
  type Draft,
  eventIdOf,
  type HappenedAt,
  instantOf,
} from '@cluetrail/event-sourcing';
import { SETUP } from '@cluetrail/access';

/** The installation itself, and whoever fills a directory that has no organisation yet. */
export const BY_SETUP: Actor = { personId: SETUP, role: 'system' };

export interface SystemAct {
  readonly stream: string;
  readonly type: string;
  readonly data: Data;
  readonly clock: Clock;
  /** Same id at every retry; fresh when absent. */
  readonly commandId?: string;
  /** Who acts. Default: the set-up. */
  readonly by?: Actor;
  /** When it took effect. Default: now. */
  readonly happenedAt?: HappenedAt;
}

/** An event of the installation itself, outside every transition table. */
export function systemDraft({
  stream,
  type,
  data,
  clock,
  commandId = randomUUID(),
  by = BY_SETUP,
  happenedAt = { at: instantOf(clock.nowMicros()), zone: 'UTC', precision: 'ms' },
}: SystemAct): Draft {
  return {
    eventId: eventIdOf(commandId, 0),
    stream,
    type,
    schemaVersion: 1,
    happenedAt,
    actor: by,
    correlationId: commandId,
    causationId: commandId,
    commandId,
    data,
  };
}
