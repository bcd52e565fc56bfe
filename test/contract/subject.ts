import { randomUUID } from 'node:crypto';
import type {
  Append,
  Clock,
  Data,
  Draft,
  EventStore,
  Receipt,
  Recorded,
} from '@cluetrail/event-sourcing';

/** A store under test; each case opens its own, empty. */
export interface Subject {
  readonly store: EventStore;
  /** Closes the store and opens what it left; where nothing survives, a copy made with `load`. */
  reopen(): Promise<EventStore>;
  /** Alters one byte of the event at a position behind the store's back, and answers the store to read with. */
  damage(position: bigint): Promise<EventStore>;
  dispose(): Promise<void>;
}

export type OpenSubject = (clock: Clock) => Promise<Subject>;

/** A clock that stands until it is set: microseconds. Starts at noon of 2021-10-31 in Shanghai. */
export class SetClock implements Clock {
  micros = Date.parse('2021-10-31T04:00:00.000Z') * 1000;

  nowMicros(): number {
    return this.micros;
  }
}

/** Runs one case on a fresh subject and disposes of it whatever happens. */
export function on(
  open: OpenSubject,
  work: (subject: Subject, clock: SetClock) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const clock = new SetClock();
    const subject = await open(clock);
    try {
      await work(subject, clock);
    } finally {
      await subject.dispose();
    }
  };
}

export function draft(stream: string, data: Data = {}, eventId: string = randomUUID()): Draft {
  const commandId = randomUUID();
  return {
    eventId,
    stream,
    type: 'OfficersAssigned',
    schemaVersion: 1,
    happenedAt: { at: '2021-10-31T01:30:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' },
    actor: { personId: 'person-li', role: 'unit-head', organId: 'organ-3301' },
    correlationId: commandId,
    causationId: commandId,
    commandId,
    data,
  };
}

export function drafts(stream: string, count: number): Draft[] {
  return Array.from({ length: count }, (_, index) => draft(stream, { index }));
}

/** The receipts of an append that has to stand. */
export function receiptsOf(append: Append): readonly Receipt[] {
  if (append.outcome === 'appended') return append.receipts;
  throw new Error(`expected appended, found ${JSON.stringify(append)}`);
}

/** Events as lines of text, for many of them at once: place, leaf and bytes. */
export function linesOf(events: readonly Recorded[]): string[] {
  return events.map(({ position, leaf, bytes }) =>
    [position, Buffer.from(leaf).toString('hex'), Buffer.from(bytes).toString('utf8')].join(' '),
  );
}

/** Fills a stream from its start, in appends of 100. */
export async function fill(store: EventStore, stream: string, count: number): Promise<void> {
  for (let version = 0; version < count; version += 100)
    receiptsOf(await store.append(stream, version, drafts(stream, Math.min(100, count - version))));
}
