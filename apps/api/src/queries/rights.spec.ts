import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allows, LEVELS, masked, type Subject } from '@cluetrail/access';
import { type CaseRow, clue, type ClueRow } from '@cluetrail/clues';
import { stateOf } from '@cluetrail/workflow';
import { patience, storeFor } from '../../../../test/support/store.js';
import { allOf, holdsForAll, mayOn } from '../../../../test/support/whoever.js';
import { clueRow } from '../access-row.js';
import { applyOrganisation } from '../organisation.js';
import { DemoClock } from '../demo/demo-clock.js';
import { fillDemo } from '../demo/fill-demo.js';
import { type Installation, openInstallation } from '../installation.js';
import { Freshness } from './freshness.js';
import { READ_MODELS } from './index.js';
import type { Reading } from './read-model.js';

const UNTIL = Date.parse('2021-11-30T09:00:00.000Z');
const DAY = 86_400_000;
const T = '2021-09-15T16:00:00.000Z';

/** Whoever asks, by whichever way: exactly the rows that the policy allows him, clue by clue. */
describe('what a list shows', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-rights-'));
  let installation: Installation;
  let reading: Reading;
  let rows: readonly ClueRow[];
  let cases: readonly CaseRow[];

  beforeAll(async () => {
    const clock = new DemoClock();
    clock.set(UNTIL - 331 * DAY);
    installation = await openInstallation({
      directory: join(root, 'data'),
      store: storeFor(join(root, 'data')),
      create: true,
      demo: true,
      clock,
    });
    await fillDemo(installation, clock, { until: UNTIL, clues: 80 });
    const [{ subjects, organ }] = await installation.database.query
      .selectFrom('clues')
      .selectAll()
      .execute();
    // Somebody who may set every level.
    const people = 'people:\n  - { id: yuan, name: 袁某某 }\nappointments:\n';
    const office = `{ person: yuan, organ: ${organ}, role: clue-admin, clearance: L4, from: 2020-01-01 }`;
    await applyOrganisation(installation, `${people}  - ${office}\n`, { dryRun: false });
    for (const level of LEVELS)
      await installation.engine.give({
        kind: 'clue',
        command: 'discover',
        by: { personId: 'yuan', key: level },
        body: {
          source: 'report',
          subjects: [{ personId: subjects.split('|')[1] }],
          summary: '反映资金问题',
          level,
        },
      });
    await installation.runner.catchUp();
    reading = await new Freshness(installation).reading('nobody');
    rows = await installation.database.query.selectFrom('clues').selectAll().execute();
    cases = await installation.database.query.selectFrom('cases').selectAll().execute();
  }, patience(180_000));
  afterAll(async () => {
    await installation.close();
    rmSync(root, { recursive: true, force: true });
  });

  const listed = (asked: Reading, name: string, parameters: Record<string, string> = {}) =>
    allOf<Reading, Record<string, unknown>>(READ_MODELS, { asked, name, parameters });
  const holds = (check: (asked: Reading, subject: Subject) => Promise<void>, numRuns = 60) =>
    holdsForAll({ reading, clues: rows, numRuns }, check);
  const may = (subject: Subject, action: 'list' | 'count') => mayOn(rows, subject, action);

  it('is of clues of all levels', () =>
    expect([...new Set(rows.map(({ level }) => level))].sort()).toEqual([...LEVELS]));

  it('is decided on what one clue is read by, also where it was split or merged', async () => {
    let along = 0;
    for (const row of rows) {
      const { events } = await installation.engine.streams.load(`clue-${row.clue}`);
      const { organPath, receiverPath, level, assigned, excluded, adjudicated } = row;
      expect(await clueRow(installation, stateOf(clue, events))).toEqual({
        ...{ organPath, receiverPath, level, assigned, excluded, adjudicated },
      });
      if (assigned !== row.officers) along++;
    }
    expect(along).toBeGreaterThan(0);
  });

  it(
    'is every clue that the person may list, once, in each order',
    () =>
      holds(async (asked, subject) => {
        const allowed = [...may(subject, 'list')].sort();
        for (const sort of ['-discoveredAt', 'discoveredAt', '-lastEventAt', 'due'])
          expect((await listed(asked, 'clues', { sort })).map(({ clue }) => clue).sort()).toEqual(
            allowed,
          );
      }),
    patience(180_000),
  );

  it(
    'is every overdue clock, transfer and breach of those clues',
    async () => {
      const spells = await installation.database.query
        .selectFrom('obligationSpells')
        .selectAll()
        .where('state', '=', 'open')
        .execute();
      const overdue = spells.filter(
        (one) =>
          // What a report owes is told of the report, which has its own rights: reports.spec.
          one.watch !== 'report' &&
          one.happenedFrom <= T &&
          T < one.happenedTo &&
          one.knownTo === '~' &&
          one.due !== null &&
          one.due < T,
      );
      const transfers = await installation.database.query
        .selectFrom('transfers')
        .selectAll()
        .execute();
      const breaches = await installation.database.query
        .selectFrom('fourEyes')
        .selectAll()
        .where('breached', '=', 1)
        .execute();
      expect(overdue.length).toBeGreaterThan(5);
      expect(transfers.length).toBeGreaterThan(50);
      await holds(async (asked, subject) => {
        const allowed = may(subject, 'list');
        const ids = (some: readonly Record<string, unknown>[]) =>
          some
            .map(({ clue, obligation, ordinal }) => `${clue} ${obligation ?? ordinal ?? ''}`)
            .sort();
        const mine = (some: readonly { readonly clue: string }[]) =>
          ids(some.filter(({ clue }) => allowed.has(clue)));
        const late = (await listed(asked, 'overdue', { asOf: T })).filter(({ clue }) => clue);
        expect(ids(late)).toEqual(mine(overdue));
        expect(ids(await listed(asked, 'transfers'))).toEqual(mine(transfers));
        expect((await listed(asked, 'four-eyes-breaches')).length).toBe(mine(breaches).length);
      });
    },
    patience(180_000),
  );

  it(
    'is counted over the clues that the person may count',
    async () => {
      const spells = await installation.database.query
        .selectFrom('clueSpells')
        .selectAll()
        .execute();
      const then = spells.filter(
        (one) => one.happenedFrom <= T && T < one.happenedTo && one.knownTo === '~',
      );
      expect(then.length).toBeGreaterThan(40);
      const totals = READ_MODELS.find(({ name }) => name === 'totals');
      await holds(async (asked, subject) => {
        const allowed = may(subject, 'count');
        const counted = then.filter(({ clue }) => allowed.has(clue));
        expect(await totals?.answer(asked, { asOf: T })).toMatchObject({
          registered: counted.length,
          open: counted.filter(({ open }) => open === 1).length,
        });
      });
    },
    patience(180_000),
  );

  it(
    'holds nothing by name or text that the person may not read with the names in it',
    async () => {
      let found = 0;
      await holds(async (asked, subject) => {
        const hits = await listed(asked, 'clues', { q: '反映' });
        found += hits.length;
        const readable = new Set(
          rows
            .filter((row) => allows(subject, 'content', row) && !masked(subject, 'content', row))
            .map(({ clue }) => clue),
        );
        expect(hits.filter(({ clue }) => !readable.has(String(clue)))).toEqual([]);
      }, 150);
      expect(found).toBeGreaterThan(0);
    },
    patience(180_000),
  );

  it(
    'on a desk, too, is only what may be listed',
    () =>
      holds(async (asked, subject) => {
        const allowed = may(subject, 'list');
        const ofCases = cases.filter((row) => allows(subject, 'list', row));
        for (const { caseId } of ofCases) allowed.add(caseId);
        const astray = (await listed(asked, 'desk')).filter(
          (one) => !allowed.has(String(one.clue ?? one.case)),
        );
        expect(astray).toEqual([]);
      }),
    patience(180_000),
  );
});
