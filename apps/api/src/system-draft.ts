import { randomUUID } from 'node:crypto';
import {
  type Clock,
  type Data,
  type Draft,
  eventIdOf,
  recordedAtOf,
} from '@cluetrail/event-sourcing';

export interface SystemAct {
  readonly stream: string;
  readonly type: string;
  readonly data: Data;
  readonly clock: Clock;
  /** Same id at every retry; fresh when absent. */
  readonly commandId?: string;
  /** Who acts: `setup`, `importer`. Default: setup. */
  readonly process?: string;
}

/** An event of the installation itself, outside every transition table. */
export function systemDraft({
  stream,
  type,
  data,
  clock,
  commandId = randomUUID(),
  process = 'setup',
}: SystemAct): Draft {
  return {
    eventId: eventIdOf(commandId, 0),
    stream,
    type,
    schemaVersion: 1,
    happenedAt: {
      at: `${recordedAtOf(clock.nowMicros()).slice(0, 23)}Z`,
      zone: 'UTC',
      precision: 'ms',
    },
    actor: { personId: `system:${process}`, role: 'system' },
    correlationId: commandId,
    causationId: commandId,
    commandId,
    data,
  };
}
