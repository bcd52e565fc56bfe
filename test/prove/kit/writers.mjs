// Writers over HTTP that remember what they were told: each opens a clue, then gives it one priority after the other.
import { randomOf } from './random.mjs';

const MOVES = 20;

/** Sixteen of them unless `width` says otherwise. They outlive the servers they write to. */
export class Writers {
  /** Commands by their key: `{stream, version, eventId}`, as the server acknowledged them. */
  acks = new Map();
  /** How often each status came. */
  statuses = {};
  /** Keys whose outcome was unknown at least once: 504, or a connection that broke. */
  unknown = new Set();
  /** Answers that nobody should get who gives the same command again: a clue gone, another version. */
  surprises = [];
  #writers;
  #next = 0;
  #stopping = false;

  constructor({ tokens, seed, width = 16, pauseMs = 20 }) {
    this.tokens = tokens;
    this.pauseMs = pauseMs;
    this.random = randomOf(seed);
    this.#writers = Array.from({ length: width }, () => ({}));
  }

  /** Until the connection breaks or {@link stop} is called. */
  async write(call) {
    this.#stopping = false;
    await Promise.all(this.#writers.map((writer) => this.#run(writer, call)));
  }

  /** Each ends with the answer it waits for. */
  stop() {
    this.#stopping = true;
  }

  /** Gives again what was never answered, until it is. */
  async settle(call) {
    await Promise.all(
      this.#writers.map(async (writer) => {
        while (writer.pending) await this.#give(writer, call);
      }),
    );
  }

  async #run(writer, call) {
    while (!this.#stopping) {
      writer.pending ??= this.#command(writer);
      try {
        await this.#give(writer, call);
      } catch {
        this.unknown.add(writer.pending.key);
        return;
      }
    }
  }

  #command(writer) {
    const key = `key-${this.#next++}`;
    if (writer.clue && writer.moves < MOVES)
      return {
        ...{ key, person: 'gao', path: `/api/clues/${writer.clue}/prioritise` },
        ...{ version: writer.version, body: { priority: this.#priority(), reason: key } },
      };
    Object.assign(writer, { clue: undefined, moves: 0 });
    const subjects = [{ personId: 'li', managingOrganId: 'nayong' }];
    const body = { source: 'audit', subjects, summary: `matter of ${key}` };
    return { key, person: 'an', path: '/api/clues', body };
  }

  #priority() {
    return ['normal', 'high', 'urgent'][Math.floor(this.random() * 3)];
  }

  async #give(writer, call) {
    const { key, person, path, version, body } = writer.pending;
    const token = this.tokens[person];
    const answer = await call('POST', path, { token, key, version, body });
    const { status } = answer;
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    if (status === 200 || status === 201) return this.#taken(writer, answer.body);
    if (status === 504) this.unknown.add(key);
    // Not now: the same command again.
    if (status >= 500) return new Promise((wake) => setTimeout(wake, this.pauseMs));
    this.surprises.push(`${path} ${status} ${answer.body?.code}`);
    Object.assign(writer, { pending: undefined, clue: undefined });
  }

  #taken(writer, { id, stream, version, eventId }) {
    this.acks.set(writer.pending.key, { stream, version, eventId });
    Object.assign(writer, { pending: undefined, clue: id, version });
    writer.moves = (writer.moves ?? 0) + 1;
  }
}

/**
 * What was acknowledged against what the log holds: `lost` acknowledgements without their event, `dup` events beyond
 * one for each command, `gaps` streams whose versions are not 1, 2, 3 …; all counted. Needs writers that have settled.
 */
export function compared({ acks }, events) {
  const byStream = Map.groupBy(events, ({ stream }) => stream);
  const given = Map.groupBy(acks.values(), ({ stream }) => stream);
  let lost = 0;
  for (const { stream, version, eventId } of acks.values())
    if (byStream.get(stream)?.[version - 1]?.eventId !== eventId) lost += 1;
  let dup = 0;
  for (const [stream, acknowledged] of given)
    dup += Math.max(0, (byStream.get(stream)?.length ?? 0) - acknowledged.length);
  const gaps = [...byStream.values()].filter((all) =>
    all.some(({ version }, index) => version !== index + 1),
  ).length;
  return { lost, dup, gaps };
}
