import fc from 'fast-check';
import { CompiledQuery } from 'kysely';
import { createRunner, type Event, knownAtOf } from '@cluetrail/event-sourcing';
import { asKnown } from './as-known.js';
import { openReadModels } from './open-read-models.js';
import type { ReadModels } from './read-models.js';
import { often } from '../../../../test/support/often.js';
import { type Databases, onEach } from '../../test/databases.js';
import { all, calendarOf, daysOf, matters, stateAt } from './testing/projections.js';
import { type Happening, ScriptedLog } from './testing/scripted-log.js';

/** One append of a random history. */
interface Step {
  readonly stream: string;
  readonly happenings: readonly (Happening & { readonly corrects?: number })[];
}

const DAY_MILLIS = 86_400_000;
const BEGIN = Date.parse('2021-10-01T00:00:00.000Z');
const instant = fc
  .integer({ min: 0, max: 40 })
  .map((days) => new Date(BEGIN + days * DAY_MILLIS).toISOString());
const clue = fc.constantFrom('clue-1', 'clue-2', 'clue-3');

const happening = fc.oneof(
  { weight: 4, arbitrary: stateChange() },
  { weight: 1, arbitrary: correction() },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('Noted'), at: instant }) },
  { weight: 1, arbitrary: withData('CaseFiled', { case: fc.constantFrom('case-1', 'case-2') }) },
  { weight: 1, arbitrary: withData('Moved', { calendar: fc.constantFrom('cn', 'gx') }) },
  { weight: 1, arbitrary: withData('Sorted', { field: fc.constantFrom('a', 'b') }) },
  {
    weight: 1,
    arbitrary: withData('OfficersAssigned', { officers: fc.subarray(['li', 'wang', 'sun']) }),
  },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      stream: clue,
      happenings: fc.array(happening, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: other(['calendar-cn', 'calendar-gx']) },
  { weight: 1, arbitrary: other(['case-1', 'case-2']) },
);
const history = fc.array(step, { minLength: 1, maxLength: 25 });

onEach('whatever happened, and in whatever order it was recorded', (databases, kind) => {
  it('what was the state at T as known at K is the same by index and by folding', () =>
    fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const log = await written(steps);
        await projected({ databases: databases(), log }, 7, async (database) => {
          for (const stream of ['clue-1', 'clue-2', 'clue-3'])
            for (const knownAt of await momentsOf(log))
              for (let day = -1; day <= 41; day += 7) {
                const asOf = new Date(BEGIN + day * DAY_MILLIS).toISOString();
                const question = { stream, asOf, knownAt };
                expect([question, await byIndex(database, question)]).toEqual([
                  question,
                  await byFolding(log, question),
                ]);
              }
        });
      }),
      { numRuns: runs(often(40, 10), kind) },
    ));

  it('the tables are byte-equal for batches of 1, 7 and 500, and rebuilt', () =>
    fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const log = await written(steps);
        const sums = [];
        for (const batch of [1, 7, 500])
          sums.push(
            await projected({ databases: databases(), log }, batch, (database) =>
              database.checksum(),
            ),
          );
        sums.push(
          await projected({ databases: databases(), log }, 3, async (database) => {
            await createRunner({ store: log.store, database, projections: all, matters }).rebuild();
            return database.checksum();
          }),
        );
        // A cache that holds next to nothing changes nothing either.
        sums.push(
          await projected({ databases: databases(), log }, 7, (database) => database.checksum(), 1),
        );
        expect(new Set(sums.map((sum) => JSON.stringify(sum))).size).toBe(1);
      }),
      { numRuns: runs(often(60, 10), kind) },
    ));
});

onEach('a question about the newest knowledge', (databases, kind) => {
  it('is answered as one about the last instant, and by index', () =>
    fc.assert(
      fc.asyncProperty(history, instant, async (steps, asOf) => {
        await projected(
          { databases: databases(), log: await written(steps) },
          500,
          async ({ query }) => {
            const rows = query.selectFrom('states').selectAll();
            const now = rows.where(asKnown({ asOf }));
            const knownAt = knownAtOf('2031-01-01', 'UTC');
            const then = rows.where(asKnown({ asOf, knownAt }, 'states'));
            expect(await now.orderBy('_id').execute()).toEqual(await then.orderBy('_id').execute());
            if (kind !== 'SQLite') return;
            expect(await planOf(query, now)).toContain('(known_to=? AND happened_to>?)');
            expect(await planOf(query, now.where('state', '=', 'verified'))).toContain(
              '(state=? AND known_to=? AND happened_to>?)',
            );
          },
        );
      }),
      { numRuns: runs(10, kind) },
    ));
});

/** A database that a server makes costs a second. */
function runs(many: number, kind: string): number {
  return kind === 'SQLite' ? many : many / 10;
}

async function planOf(
  database: ReadModels['query'],
  query: { compile(): CompiledQuery },
): Promise<string> {
  const { sql, parameters } = query.compile();
  const plan = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]);
  return JSON.stringify((await database.executeQuery(plan)).rows);
}

interface Question {
  readonly stream: string;
  readonly asOf: string;
  readonly knownAt: string;
}

async function byIndex(database: ReadModels, { stream, asOf, knownAt }: Question) {
  return database.query
    .selectFrom('states')
    .select(['state', 'field', 'days'])
    .where('_stream', '=', stream)
    .where(asKnown({ asOf, knownAt }))
    .execute();
}

async function byFolding(log: ScriptedLog, { stream, asOf, knownAt }: Question) {
  const known = async (name: string): Promise<readonly Event[]> =>
    (await log.events(name)).filter(({ recordedAt }) => recordedAt <= knownAt);
  const events = await known(stream);
  const state = stateAt(events, { asOf });
  return state ? [{ ...state, days: daysOf(await known(calendarOf(events))) }] : [];
}

async function written(steps: readonly Step[]): Promise<ScriptedLog> {
  const log = new ScriptedLog(BEGIN * 1000);
  const ids = new Map<string, string[]>();
  for (const { stream, happenings } of steps) {
    const earlier = ids.get(stream) ?? [];
    const told = happenings
      .filter(({ corrects }) => corrects === undefined || earlier.length > 0)
      .map(({ corrects, ...rest }) =>
        corrects === undefined
          ? rest
          : {
              ...rest,
              data: { ...rest.data, targetEventId: earlier[corrects % earlier.length] },
            },
      );
    if (told.length === 0) continue;
    ids.set(stream, [...earlier, ...(await log.append(stream, ...told))]);
  }
  return log;
}

async function projected<T>(
  { databases, log }: { databases: Databases; log: ScriptedLog },
  batch: number,
  ask: (database: ReadModels) => Promise<T>,
  cache?: number,
): Promise<T> {
  const database = await openReadModels(await databases.fresh());
  try {
    const projections = all;
    await createRunner({
      store: log.store,
      database,
      projections,
      matters,
      batch,
      cache,
    }).catchUp();
    return await ask(database);
  } finally {
    await database.close();
  }
}

/** Before all, each instant at which something was recorded, and far later. */
async function momentsOf(log: ScriptedLog): Promise<readonly string[]> {
  const recorded = (await log.store.readAll()).map(({ event }) => event.recordedAt);
  return [knownAtOf('2021-01-01', 'UTC'), ...new Set(recorded), knownAtOf('2031-01-01', 'UTC')];
}

function stateChange(): fc.Arbitrary<Happening> {
  return fc.record({
    type: fc.constant('Moved'),
    at: instant,
    to: fc.constantFrom('discovered', 'transferred', 'verified'),
  });
}

function correction() {
  return fc.record({
    type: fc.constant('FactCorrected'),
    at: instant,
    corrects: fc.nat(20),
    data: instant.map((at) => ({
      targetEventId: '',
      field: 'happenedAt',
      old: null,
      new: { at, zone: 'Asia/Shanghai', precision: 'ms' },
      approvedBy: 'sun',
    })),
  });
}

function withData(type: string, data: { [field: string]: fc.Arbitrary<string | string[]> }) {
  return fc.record({ type: fc.constant(type), at: instant, data: fc.record(data) });
}

function other(streams: readonly string[]): fc.Arbitrary<Step> {
  const revised = fc.record({
    type: fc.constant('Revised'),
    at: instant,
    data: fc.record({ days: fc.integer({ min: 1, max: 3 }) }),
  });
  return fc.record({
    stream: fc.constantFrom(...streams),
    happenings: fc.array(revised, { minLength: 1, maxLength: 2 }),
  });
}
