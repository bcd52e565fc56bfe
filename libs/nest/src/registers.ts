import { derivedId, eventIdOf, type Draft, type EventStore } from '@cluetrail/event-sourcing';
import type { Entry } from '@cluetrail/workflow';
import type { Answer } from './answers.js';
import type { Giver } from './feature.js';

export interface OwedEntry {
  readonly entry: Entry;
  readonly by: Extract<Giver, { readonly process: string }>;
}

/** So many may be faster: more than ever write side by side. */
const TRIES = 1000;

/**
 * Registers: streams of lines, whose versions are numbers without a gap. A register is never read to write into it: how
 * long it is, its store says.
 */
export class Registers {
  private readonly lengths = new Map<string, number>();

  constructor(private readonly store: EventStore) {}

  /** One line for one cause, however often it is asked for: repeated, it answers with the place that it has. */
  async enter({ entry, by }: OwedEntry): Promise<Answer> {
    const { stream } = entry;
    const draft = draftOf({ entry, by });
    for (let tries = 1; ; tries++) {
      const length = this.lengths.get(stream) ?? 0;
      const answer = await this.store.append(stream, length, [draft]);
      switch (answer.outcome) {
        case 'appended': {
          const { receipts } = answer;
          this.lengths.set(stream, Math.max(length, receipts[0].version));
          return { outcome: 'done', receipts, repeated: false };
        }
        case 'conflict':
          this.lengths.set(stream, answer.actual);
          if (tries === TRIES) return { ...answer, outcome: 'stale' };
          break;
        default:
          return answer;
      }
    }
  }
}

function draftOf({ entry: { stream, type, data }, by: { process, cause } }: OwedEntry): Draft {
  const commandId = derivedId(cause.commandId, 'entry');
  return {
    eventId: eventIdOf(commandId, 0),
    stream,
    type,
    schemaVersion: 1,
    happenedAt: cause.happenedAt,
    actor: { personId: `system:${process}`, role: 'system' },
    ...(cause.basis && { basis: cause.basis }),
    correlationId: cause.correlationId,
    causationId: cause.eventId,
    commandId,
    data,
  };
}
