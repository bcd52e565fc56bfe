// Writers at the port of a log that remember what they were told.
import { randomUUID } from 'node:crypto';
import { pause } from './tools.mjs';

const WRITERS = 16;
const STREAMS = 12;

/** Each gives commands one after another, and insists on each until it is told how it ended. */
export class LogWriters {
  /** Receipts by the number of their command. */
  acks = new Map();
  unknown = 0;
  unavailable = 0;
  /** What was thrown at one. */
  surprises = [];
  /** True: nobody begins another command. */
  paused = false;
  /** When the last one was told that its command stands: milliseconds as of performance.now. */
  ackedAt = 0;
  #commands = 0;

  /** `given`: when nobody insists any more; `freshIds`: a mutant, which gives a command new ids at each try. */
  constructor({ random, given, width = WRITERS, freshIds = false }) {
    Object.assign(this, { random, given, width, freshIds });
  }

  /** Until `done` answers true. The writers take turns among the logs. */
  write(logs, done) {
    const writers = Array.from({ length: this.width }, (_, index) => logs[index % logs.length]);
    return Promise.all(writers.map((log) => this.#written(log, done)));
  }

  /** One command, to its end. */
  async one(log, versions = new Map()) {
    const stream = `clue-${Math.floor(this.random() * STREAMS)}`;
    const command = (this.#commands += 1);
    let batch = draftsOf(stream, command, 1 + Math.floor(this.random() * 3));
    while (!(await this.#over(log, { stream, command, batch, versions }))) {
      if (this.given.aborted) return;
      if (this.freshIds) batch = draftsOf(stream, command, batch.length);
    }
  }

  async #written(log, done) {
    const versions = new Map();
    while (!done() && !this.given.aborted)
      if (this.paused) await pause(10);
      else await this.one(log, versions);
  }

  /** Whether the command came to an end. */
  async #over(log, { stream, command, batch, versions }) {
    const answer = await log
      .append(stream, versions.get(stream) ?? 0, batch)
      .catch((error) => ({ outcome: 'threw', error }));
    switch (answer.outcome) {
      case 'appended':
        this.acks.set(command, answer.receipts);
        this.ackedAt = performance.now();
        versions.set(stream, answer.receipts.at(-1).version);
        return true;
      case 'conflict':
        versions.set(stream, answer.actual);
        return false;
      case 'threw':
        this.surprises.push(answer.error);
        return true;
      default:
        this[answer.outcome] += 1;
        await pause(5);
        return false;
    }
  }
}

/** Drafts of one command, each of which says in its data which it is of. */
export function draftsOf(stream, command, length) {
  const commandId = randomUUID();
  return Array.from({ length }, (_, index) => ({
    eventId: randomUUID(),
    ...{ stream, type: 'OfficersAssigned', schemaVersion: 1, commandId },
    ...{ correlationId: commandId, causationId: commandId, data: { command, index } },
    happenedAt: { at: '2021-10-31T01:30:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' },
    actor: { personId: 'person-li', role: 'unit-head', organId: 'organ-3301' },
  }));
}

/** What one subscription sees, that nobody begins anew. */
export function watched(log) {
  const seen = { positions: [], error: undefined };
  void (async () => {
    for await (const { position } of log.subscribe(0n)) seen.positions.push(position);
  })().catch((error) => (seen.error = error));
  return seen;
}

/** Whether a subscription comes to a position in time. */
export async function caughtUp(seen, head, millis = 10_000) {
  const until = performance.now() + millis;
  while ((seen.positions.at(-1) ?? 0n) < head && !seen.error && performance.now() < until)
    await pause(20);
  return (seen.positions.at(-1) ?? 0n) >= head;
}

/** How many positions of two lists differ. */
export function differences(found, expected) {
  let differ = Math.abs(found.length - expected.length);
  for (const [index, position] of expected.entries()) if (found[index] !== position) differ += 1;
  return differ;
}

/**
 * What was acknowledged against what stands: `lost` events acknowledged that do not stand, `dup` events that stand
 * twice, `otherReceipts` events that stand in another place or time than their receipt says.
 */
export function compared({ acks }, events) {
  const standing = new Map();
  let dup = 0;
  for (const recorded of events) {
    const { command, index } = recorded.event.data;
    const key = `${command}/${index}`;
    if (standing.has(key)) dup += 1;
    else standing.set(key, recorded);
  }
  let [lost, otherReceipts] = [0, 0];
  for (const [command, receipts] of acks)
    for (const [index, receipt] of receipts.entries()) {
      const found = standing.get(`${command}/${index}`);
      if (!found) lost += 1;
      else if (
        found.position !== receipt.position ||
        found.event.version !== receipt.version ||
        found.event.recordedAt !== receipt.recordedAt
      )
        otherReceipts += 1;
    }
  return { lost, dup, otherReceipts };
}
