import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type Append, type EventStore, type Json, MemoryStore } from '@cluetrail/event-sourcing';
import { often } from '../support/often.js';
import { draft, on, type OpenSubject, type Subject } from './subject.js';

/** Repeat a failed run with CONTRACT_SEED=<seed>; take more sequences with CONTRACT_RUNS=<number>. */
const seed = Number(process.env.CONTRACT_SEED ?? Date.now() % 2 ** 31);

const numRuns = Number(process.env.CONTRACT_RUNS ?? often(30, 8));

const ids = Array.from({ length: 12 }, (_, index) => {
  return `00000000-0000-5000-8000-${String(index).padStart(12, '0')}`;
});

const stream = fc.constantFrom('clue-a', 'clue-b', 'clue-线索');
// Also what no log may carry (lone surrogates, integers beyond 2^53): both have to throw alike.
const json: fc.Arbitrary<Json> = fc.jsonValue().map((value) => value as Json); // fast-check's own name for the same type
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      stream,
      // Added to the version that stands: mostly exact, now and then stale or ahead.
      off: fc.constantFrom(0, 0, 0, 0, -1, 1, -3),
      ids: fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 3 }),
      data: fc.dictionary(fc.string({ unit: 'binary' }), json, { maxKeys: 3 }),
      times: fc.constantFrom(1, 1, 1, 2),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      stream,
      from: fc.nat(6),
      limit: fc.nat(6),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('readAll' as const),
      skip: fc.nat(12),
      limit: fc.nat(12),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('clock' as const),
      by: fc.integer({ min: -9, max: 9 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

export function model(open: OpenSubject): void {
  describe('any sequence of steps', () => {
    it(`is answered as the memory store answers it (seed ${seed})`, async () => {
      const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) =>
        on(open, async (subject, clock) => {
          const pair = new Pair(subject, new MemoryStore(clock, sha256), (by) => {
            clock.micros += by;
          });
          for (const one of [...steps, { do: 'all' } as const]) {
            const [found, expected] = await pair.take(one);
            expect(found).toEqual(expected);
          }
        })(),
      );
      await fc.assert(property, { seed, numRuns });
    });
  });
}

/** The store under test and the model, taking the same steps. Positions are compared by rank. */
class Pair {
  private store: EventStore;

  constructor(
    private readonly subject: Subject,
    private readonly memory: EventStore,
    private readonly moveClock: (by: number) => void,
  ) {
    this.store = subject.store;
  }

  async take(step: Step | { do: 'all' }): Promise<[found: unknown, expected: unknown]> {
    switch (step.do) {
      case 'append':
        return this.append(step);
      case 'read':
        return this.both(async (store) => (await store.read(step.stream, step)).map(textOf));
      case 'readAll':
        return this.both(async (store) => {
          const after = step.skip ? (await store.readAll())[step.skip - 1]?.position : 0n;
          if (after === undefined) return [];
          return (await store.readAll({ after, limit: step.limit })).map(textOf);
        });
      case 'clock':
        return [this.moveClock(step.by), undefined];
      case 'reopen':
        this.store = await this.subject.reopen();
        return this.both(async (store) => (await store.head()).leaf);
      case 'all':
        return this.both(async (store) => (await store.readAll()).map(textOf));
    }
  }

  private async append(step: Extract<Step, { do: 'append' }>): Promise<[unknown, unknown]> {
    const version = (await this.memory.read(step.stream)).length + step.off;
    const batch = step.ids.map((id) => ({ ...draft(step.stream, step.data, id), ...SAME }));
    return this.both(async (store) => {
      const answers: unknown[] = [];
      for (let time = 0; time < step.times; time++)
        answers.push(await outcomeOf(store.append(step.stream, version, batch)));
      return answers;
    });
  }

  private async both<T>(ask: (store: EventStore) => Promise<T>): Promise<[T, T]> {
    return [await ask(this.store), await ask(this.memory)];
  }
}

const SAME = { correlationId: ids[0], causationId: ids[0], commandId: ids[0] };

async function outcomeOf(answer: Promise<Append>): Promise<unknown> {
  try {
    const append = await answer;
    if (append.outcome !== 'appended') return append;
    return append.receipts.map(({ position: _position, ...rest }) => rest);
  } catch (error) {
    return error instanceof TypeError ? 'TypeError' : String(error);
  }
}

function textOf({ bytes, leaf }: { bytes: Uint8Array; leaf: Uint8Array }): string {
  return `${Buffer.from(leaf).toString('hex')} ${Buffer.from(bytes).toString('utf8')}`;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
