import { derived, followUpIdOf, type Event, type References } from '@cluetrail/event-sourcing';
import {
  edgeOf,
  procedureIn,
  type Entry,
  type FollowUp,
  type ProcessManager,
} from '@cluetrail/workflow';
import type { Answer } from './answers.js';
import type { Cause, CommandRequest } from './feature.js';
import { OwedWork } from './owed-work.js';
import type { OwedEntry } from './registers.js';

export type FollowUpRow = {
  readonly process: string;
  readonly kind: string;
  readonly stream: string;
  readonly command: string;
  readonly input: string;
  /** JSON of an {@link Entry} that is to be made first. */
  readonly entry: string | null;
  /** JSON of a {@link Cause}. */
  readonly cause: string;
  /** When the cause was recorded: what was told first is followed first. */
  readonly recordedAt: string;
};

/**
 * What processes still owe: follow-ups of a matter's events whose command id stands nowhere in the matter yet. A row
 * vanishes with the event that answers it, so a crash, a lost read database or a second worker repeat nothing.
 */
export function followUps(processes: readonly ProcessManager[]) {
  return derived<FollowUpRow>({
    name: 'follow_ups',
    version: 4,
    columns: {
      process: 'text',
      kind: 'text',
      stream: 'text',
      command: 'text',
      input: 'text',
      entry: 'text?',
      cause: 'text',
      recordedAt: 'text',
    },
    of({ events, linked }, references) {
      const all = [...events, ...linked.flatMap((stream) => stream.events)];
      const done = new Set(all.map(({ commandId }) => commandId));
      const isDone = (event: Event, { step, stream }: FollowUp) => {
        const id = followUpIdOf(event.eventId, step);
        // Answered on a stream that is no part of this matter, as that of a clue split off.
        return done.has(id) || references.events(stream).some(({ commandId }) => commandId === id);
      };
      const streams = [events, ...linked.map((stream) => stream.events)];
      return processes.flatMap((process) =>
        streams.flatMap((stream) =>
          stream.flatMap((event, index) =>
            (process.on[event.type]?.(event, stream.slice(0, index)) ?? [])
              .filter((followUp) => isProvided(event, followUp, references))
              .filter((followUp) => !isDone(event, followUp))
              .map((followUp) => rowOf(process, event, followUp)),
          ),
        ),
      );
    },
  });
}

/** An entry stands for ever: none is made for a command that the procedure would refuse. */
function isProvided({ basis }: Event, { kind, command, entry }: FollowUp, references: References) {
  if (!entry) return true;
  const { procedure: name = '', version = 0 } = basis ?? {};
  const procedure = procedureIn(references.events(`procedure-${name}`), version);
  return procedure !== undefined && edgeOf(procedure, kind, command) !== undefined;
}

/** The command that a row asks for. */
export function requestOf(row: FollowUpRow): CommandRequest {
  const cause: Cause = JSON.parse(row.cause); // written by rowOf
  const { process, kind, stream, command, input } = row;
  return { kind, stream, command, body: JSON.parse(input), by: { process, cause } };
}

export interface OwedFollowUps {
  /** All rows of `follow_ups`, in the order of their causes. */
  list(): Promise<readonly FollowUpRow[]>;
}

/** Carries out what processes owe. A refused step stays owed, and is told. */
export class FollowUpWorker extends OwedWork<FollowUpRow> {
  private readonly refused = new Map<string, Answer>();

  constructor(
    private readonly owed: OwedFollowUps,
    private readonly give: (request: CommandRequest) => Promise<Answer>,
    private readonly enter: (entry: OwedEntry) => Promise<Answer> = noRegisters,
  ) {
    super();
  }

  /** Follow-ups that were refused: command id → why. For health and people, never forgotten silently. */
  refusals(): ReadonlyMap<string, Answer> {
    return this.refused;
  }

  protected list(): Promise<readonly FollowUpRow[]> {
    return this.owed.list();
  }

  protected async carryOut(row: FollowUpRow): Promise<void> {
    const answer = await this.answered(row);
    const { commandId } = JSON.parse(row.cause) as { commandId: string }; // written by rowOf
    if (answer.outcome === 'done') this.refused.delete(commandId);
    else this.refused.set(commandId, answer);
  }

  /** Stopped between the two, it begins again: the entry is there already, and answers with the place it has. */
  private async answered(row: FollowUpRow): Promise<Answer> {
    const request = requestOf(row);
    if (row.entry === null) return this.give(request);
    const entry: Entry = JSON.parse(row.entry); // written by rowOf
    const entered = await this.enter({ entry, by: request.by as OwedEntry['by'] }); // made by requestOf
    if (entered.outcome !== 'done') return entered;
    const place = { [entry.field]: entered.receipts[0].version };
    return this.give({ ...request, body: { ...Object(request.body), ...place } });
  }
}

function noRegisters(): never {
  throw new Error('follow-ups: expected somebody who keeps registers, found nobody');
}

function rowOf(
  { name }: ProcessManager,
  event: Event,
  { step, kind, stream, command, input, entry }: FollowUp,
): FollowUpRow {
  const { eventId, correlationId, happenedAt, recordedAt, basis } = event;
  const commandId = followUpIdOf(eventId, step);
  const cause: Cause = { eventId, correlationId, commandId, happenedAt, ...(basis && { basis }) };
  return {
    process: name,
    kind,
    stream,
    command,
    input: JSON.stringify(input),
    entry: entry ? JSON.stringify(entry) : null,
    cause: JSON.stringify(cause),
    recordedAt,
  };
}
