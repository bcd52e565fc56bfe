import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Subject } from '@cluetrail/access';
import type { ClueRow } from '@cluetrail/clues';
import { allOf, holdsForAll, mayOn } from '../../../../test/support/whoever.js';
import { DemoClock } from '../demo/demo-clock.js';
import { fillDemo } from '../demo/fill-demo.js';
import { type Installation, openInstallation } from '../installation.js';
import type { Tables } from '../tables.js';
import { Freshness } from './freshness.js';
import { READ_MODELS } from './index.js';
import type { Reading } from './read-model.js';

const UNTIL = Date.parse('2021-11-30T09:00:00.000Z');
const DAY = 86_400_000;
const T = '2021-09-15T16:00:00.000Z';

type Row = Readonly<Record<string, string | number | null>>;

/** Of each register the table it lists, what makes its rows, and their place in it. */
const REGISTERS = {
  recusals: { table: 'recusals', key: ['clue', 'officer', 'askedAt'] },
  interference: { table: 'interference', key: ['clue', 'reportedAt'] },
  extensions: { table: 'extensions', key: ['clue', 'obligation', 'askedAt'] },
  'ping-pong': { table: 'pingPong', key: ['clue'], ask: { times: '1' } },
  suspensions: { table: 'suspensions', key: ['clue', 'obligation', 'stoppedAt'] },
  stalled: { table: 'silences', key: ['clue', 'lastEventAt'], ask: { days: '20' } },
  held: { table: 'holds', key: ['clue', 'heldAt'] },
  unsigned: { table: 'unsigned', key: ['clue', 'ordinal'] },
  'late-entries': { table: 'lateEntries', key: ['clue', 'event'] },
  notices: { table: 'notices', key: ['clue', 'notice', 'status'] },
} as const satisfies { readonly [name: string]: Listing };

interface Listing {
  readonly table: keyof Tables;
  readonly key: readonly string[];
  readonly ask?: Readonly<Record<string, string>>;
}

/** Whoever asks, by whichever way: exactly what the policy allows him, and nothing else is counted. */
describe('what a register shows', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-registers-'));
  let installation: Installation;
  let reading: Reading;
  let clues: readonly ClueRow[];
  const tables = new Map<string, readonly Row[]>();

  beforeAll(async () => {
    const clock = new DemoClock();
    clock.set(UNTIL - 331 * DAY);
    const directory = join(root, 'data');
    installation = await openInstallation({ directory, create: true, demo: true, clock });
    await fillDemo(installation, clock, { until: UNTIL, clues: 150 });
    reading = await new Freshness(installation).reading('nobody');
    const { query } = installation.database;
    clues = await query.selectFrom('clues').selectAll().execute();
    for (const table of ['kinships', 'clueSpells', 'assignments', 'obligationSpells'] as const)
      tables.set(table, await query.selectFrom(table).selectAll().execute());
    for (const { table } of Object.values(REGISTERS))
      tables.set(table, await query.selectFrom(table).selectAll().execute());
  }, 300_000);
  afterAll(async () => {
    await installation.close();
    rmSync(root, { recursive: true, force: true });
  });

  const rowsOf = (table: string): readonly Row[] => tables.get(table) ?? [];
  /** As known now: of what has no time of its own all, else what holds at T. */
  const holding = (table: string): readonly Row[] =>
    rowsOf(table).filter(
      ({ happenedFrom, happenedTo, knownTo }) =>
        happenedFrom === undefined ||
        (String(happenedFrom) <= T && T < String(happenedTo) && knownTo === '~'),
    );

  const listed = (asked: Reading, name: string, parameters: Record<string, string> = {}) =>
    allOf<Reading, Row>(READ_MODELS, { asked, name, parameters });
  const holds = (check: (asked: Reading, subject: Subject) => Promise<void>, numRuns = 40) =>
    holdsForAll({ reading, clues, numRuns }, check);
  const may = (subject: Subject, action: 'list' | 'count') => mayOn(clues, subject, action);

  it.each(Object.entries<Listing>(REGISTERS))(
    'of %s are the rows of the clues that the person may list',
    async (name, { table, key, ask }) => {
      const cutoff = new Date(Date.parse(T) - 20 * DAY).toISOString();
      const rows = holding(table).filter(
        ({ lastEventAt }) => lastEventAt === undefined || String(lastEventAt) < cutoff,
      );
      expect([name, rows.length > 0]).toEqual([name, true]);
      const keys = (some: readonly Row[]) =>
        some.map((row) => key.map((field) => row[field]).join(' ')).sort();
      const temporal = rowsOf(table)[0]['knownTo'] !== undefined;
      let most = 0;
      await holds(async (asked, subject) => {
        const allowed = may(subject, 'list');
        const found = await listed(asked, name, { ...(temporal && { asOf: T }), ...ask });
        most = Math.max(most, found.length);
        expect(keys(found)).toEqual(keys(rows.filter(({ clue }) => allowed.has(String(clue)))));
      });
      expect([name, most > 0]).toEqual([name, true]);
    },
    180_000,
  );

  it('of what joins two clues is told where the person may list both', async () => {
    const rows = rowsOf('kinships');
    expect(rows.length).toBeGreaterThan(3);
    const pairs = (some: readonly Row[]) =>
      some.map(({ clue, relation, other }) => `${clue} ${relation} ${other}`).sort();
    await holds(async (asked, subject) => {
      const allowed = may(subject, 'list');
      const seen = rows.filter((row) =>
        [row['clue'], row['other']].every((one) => allowed.has(String(one))),
      );
      expect(pairs(await listed(asked, 'duplicates'))).toEqual(pairs(seen));
      for (const name of ['duplicate-candidates', 'repeats']) {
        const found = await listed(asked, name);
        const told = found.flatMap(({ clue, other, what, id }) => [
          clue,
          other ?? (what === 'clue' ? id : clue),
        ]);
        expect(told.filter((one) => !allowed.has(String(one)))).toEqual([]);
      }
      const [first] = rows;
      const tree = await treeOf(asked, String(first['clue']));
      const both = [first['clue'], first['other']].every((one) => allowed.has(String(one)));
      expect(tree.some(({ other }) => other === first['other'])).toBe(both);
    });
  }, 180_000);

  const treeOf = async (asked: Reading, clue: string) => {
    const model = READ_MODELS.find(({ name }) => name === 'duplicates');
    const tree = (await model?.answer(asked, { clue })) as Answer; // as every list
    return tree.items;
  };

  it('is counted over the clues that the person may count', async () => {
    const state = new Map(holding('clueSpells').map((one) => [one['clue'], one]));
    const open = holding('assignments').filter(({ clue }) => state.get(clue)?.['open'] === 1);
    expect(open.length).toBeGreaterThan(20);
    await holds(async (asked, subject) => {
      const allowed = may(subject, 'count');
      const counts = new Map<string, number>();
      for (const { clue, officer } of open)
        if (allowed.has(String(clue)))
          counts.set(String(officer), (counts.get(String(officer)) ?? 0) + 1);
      const found = await listed(asked, 'workload', { asOf: T });
      expect(found.map(({ officer, open: many }) => [officer, many])).toEqual(
        [...counts].sort(([a], [b]) => (a < b ? -1 : 1)),
      );
      const units = await listed(asked, 'workload', { asOf: T, by: 'unit' });
      const all = [...state.values()].filter(
        (one) => one['open'] === 1 && allowed.has(String(one['clue'])),
      );
      expect(units.reduce((sum, one) => sum + Number(one['open']), 0)).toBe(all.length);
    });
  }, 180_000);
});

interface Answer {
  readonly items: readonly Row[];
  readonly next?: string;
}
