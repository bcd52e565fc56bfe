import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Append, type Draft, MemoryStore, type Recorded } from '@cluetrail/event-sourcing';
import { sha256 } from '../shared/sha256.js';
import { draft } from '../shared/testing/draft.js';
import { openSqliteLog } from './open-sqlite-log.js';

const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };

/** Repeat a failed run with TOGETHER_SEED=<seed>. */
const seed = Number(process.env['TOGETHER_SEED'] ?? Date.now() % 2 ** 31);

const STREAMS = ['clue-a', 'clue-b', 'clue-c'];

interface Step {
  readonly stream: number;
  /** Added to the version that stands by then. */
  readonly off: number;
  /** Ids from a few: many stand already, in this stream or in another. */
  readonly ids: readonly number[];
  readonly fresh: boolean;
  /** The next one is asked in a later turn. */
  readonly pause: boolean;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    stream: fc.nat(STREAMS.length - 1),
    off: fc.constantFrom(0, 0, 0, 0, 0, -1, 1),
    ids: fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 3 }),
    fresh: fc.boolean(),
    pause: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  }),
  { minLength: 1, maxLength: 160, size: 'max' },
);

describe('appends that are asked for together', () => {
  it(`end as if they had been asked for one by one, and so do the log and all reading of it (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (asked) => {
        const model = new MemoryStore(clock, sha256);
        const directory = mkdtempSync(join(tmpdir(), 'cluetrail-together-'));
        const log = await openSqliteLog({ directory, clock, create: true });
        try {
          const [expected, appends] = [[], []] as [unknown[], (() => Promise<Append>)[]];
          for (const step of asked) {
            const [stream, version, drafts] = await appendOf(step, model);
            expected.push(await told(model.append(stream, version, drafts)));
            appends.push(() => log.append(stream, version, drafts));
          }
          const found: Promise<unknown>[] = [];
          for (const [index, append] of appends.entries()) {
            found.push(told(append()));
            if (asked[index].pause) await new Promise((resolve) => setImmediate(resolve));
          }
          expect(await Promise.all(found)).toEqual(expected);
          for (const stream of STREAMS)
            expect((await log.read(stream)).map(shown)).toEqual(
              (await model.read(stream)).map(shown),
            );
          expect((await log.readAll()).map(shown)).toEqual((await model.readAll()).map(shown));
        } finally {
          await log.close();
          rmSync(directory, { recursive: true });
        }
      }),
      { seed, numRuns: 12 },
    );
  });
});

async function appendOf(
  { stream, off, ids, fresh }: Step,
  model: MemoryStore,
): Promise<[stream: string, version: number, drafts: Draft[]]> {
  const name = STREAMS[stream];
  const version = Math.max(0, (await model.read(name)).length + off);
  const drafts = ids.map((id) => {
    const made = draft(name);
    return fresh
      ? made
      : { ...made, eventId: `00000000-0000-4000-8000-${`${id}`.padStart(12, '0')}` };
  });
  return [name, version, drafts];
}

/** What is thrown for a mistake counts as an outcome, too. */
function told(answer: Promise<Append>): Promise<unknown> {
  return answer.catch((error: unknown) => `thrown: ${(error as Error).message}`); // of ours
}

function shown({ position, bytes, leaf }: Recorded) {
  return {
    position,
    bytes: Buffer.from(bytes).toString(),
    leaf: Buffer.from(leaf).toString('hex'),
  };
}
