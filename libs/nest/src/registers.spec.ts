import { followUpIdOf, MemoryStore, type EventStore } from '@cluetrail/event-sourcing';
import { sha256 } from '../test/town.js';
import { type OwedEntry, Registers } from './registers.js';

const STREAM = 'numbers-town-2021';

describe('a register', () => {
  it('gives out its places without a gap and each once, to sixteen who write at once', async () => {
    const store = counting();
    const writers = Array.from({ length: 16 }, () => new Registers(store));
    const places = await Promise.all(
      writers.map(async (writer, w) => {
        const got: number[] = [];
        for (let n = 0; n < 25; n++) got.push(await place(writer, `clue-${w}-${n}`));
        return got;
      }),
    );
    expect(places.flat().sort((a, b) => a - b)).toEqual(
      Array.from({ length: 400 }, (_, index) => index + 1),
    );
    const lines = await store.read(STREAM);
    expect(new Set(lines.map(({ event }) => event.data['clue'])).size).toBe(400);
  });

  it('answers a retry with the place that it gave, also to another writer', async () => {
    const store = counting();
    const first = await place(new Registers(store), 'clue-a');
    await place(new Registers(store), 'clue-b');
    expect(await place(new Registers(store), 'clue-a')).toBe(first);
    expect(await store.read(STREAM)).toHaveLength(2);
  });

  it('is never read to write into it, and asks its store twice at most', async () => {
    const store = counting();
    await place(new Registers(store), 'clue-0');
    const writer = new Registers(store);
    for (let n = 1; n <= 50; n++) await place(writer, `clue-${n}`);
    expect(store.reads).toBe(0);
    expect(store.appends).toBe(1 + 2 + 49);
  });

  it('leaves the line of the process, as an answer to its cause', async () => {
    const store = counting();
    await place(new Registers(store), 'clue-a');
    const [{ event }] = await store.read(STREAM);
    expect(event).toMatchObject({
      type: 'NumberReserved',
      actor: { personId: 'system:numbering', role: 'system' },
      causationId: '5e3b9a58-2021-5001-9a58-0d6f7b525c0f',
      happenedAt: HAPPENED,
      data: { clue: 'clue-a' },
    });
  });
});

const HAPPENED = {
  at: '2021-09-08T01:00:00.000Z',
  zone: 'Asia/Shanghai',
  precision: 'ms',
} as const;

async function place(registers: Registers, clue: string): Promise<number> {
  const eventId = '5e3b9a58-2021-5001-9a58-0d6f7b525c0f';
  const owed: OwedEntry = {
    entry: { stream: STREAM, type: 'NumberReserved', data: { clue }, field: 'ordinal' },
    by: {
      process: 'numbering',
      cause: {
        ...{ eventId, correlationId: eventId, commandId: followUpIdOf(eventId, clue) },
        happenedAt: HAPPENED,
      },
    },
  };
  const answer = await registers.enter(owed);
  if (answer.outcome === 'done') return answer.receipts[0].version;
  throw new Error(`expected done, found ${answer.outcome}`);
}

/** The memory store, late enough that writers meet, and what is asked of it. */
function counting(): EventStore & { reads: number; appends: number } {
  let micros = 0;
  const store = new MemoryStore({ nowMicros: () => ++micros }, sha256);
  const count = { reads: 0, appends: 0 };
  return Object.assign(Object.create(store) as MemoryStore, {
    ...count,
    async append(this: { appends: number }, ...args: Parameters<MemoryStore['append']>) {
      this.appends++;
      await new Promise((resolve) => setImmediate(resolve));
      return store.append(...args);
    },
    read(this: { reads: number }, ...args: Parameters<MemoryStore['read']>) {
      this.reads++;
      return store.read(...args);
    },
  });
}
