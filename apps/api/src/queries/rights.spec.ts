import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { allows, type Level, LEVELS, masked, ROLES, type Subject } from '@cluetrail/access';
import type { ClueRow } from '@cluetrail/clues';
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
  let people: readonly string[];

  beforeAll(async () => {
    const clock = new DemoClock();
    clock.set(UNTIL - 331 * DAY);
    installation = await openInstallation({
      directory: join(root, 'data'),
      create: true,
      demo: true,
      clock,
    });
    await fillDemo(installation, clock, { until: UNTIL, clues: 80 });
    const [{ subjects, organ }] = await installation.database.query
      .selectFrom('clues')
      .selectAll()
      .execute();
    for (const level of LEVELS)
      await installation.engine.give({
        kind: 'clue',
        command: 'discover',
        by: { personId: `admin-${organ}`, key: level },
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
    const packed = rows.flatMap(({ assigned, excluded }) => `${assigned}${excluded}`.split('|'));
    people = [...new Set(packed.filter((id) => id !== ''))].sort();
  }, 60_000);
  afterAll(async () => {
    await installation.close();
    rmSync(root, { recursive: true, force: true });
  });

  /** All pages of a read model. */
  const listed = async (asked: Reading, name: string, parameters: Record<string, string> = {}) => {
    const model = READ_MODELS.find((one) => one.name === name);
    const found: Record<string, unknown>[] = [];
    for (let page: string | undefined; ;) {
      const given = { ...parameters, limit: '7', ...(page !== undefined && { page }) };
      const answer = (await model?.answer(asked, given)) as Answer; // every list has this shape
      found.push(...answer.items);
      if (answer.next === undefined) return found;
      page = answer.next;
    }
  };

  const subjects = () => {
    const paths = [...new Set(rows.map(({ organPath }) => organPath)), '/cn/', '/cn/gx/'];
    const appointment = fc.record(
      {
        role: fc.constantFrom(...ROLES),
        organPath: fc.constantFrom(...paths),
        clearance: fc.constantFrom<Level>(...LEVELS),
        onBehalfOf: fc.constantFrom(...people),
      },
      { requiredKeys: ['role', 'organPath', 'clearance'] },
    );
    return fc.record({
      personId: fc.constantFrom(...people, 'stranger'),
      appointments: fc.array(
        appointment.map((one) => ({ ...one, organId: one.organPath.split('/').at(-2) ?? '' })),
        { maxLength: 3 },
      ),
    });
  };

  /** Both ways of reading: by candidates, and in the list's own order. */
  const holds = (check: (asked: Reading, subject: Subject) => Promise<void>, numRuns = 60) =>
    fc.assert(
      fc.asyncProperty(subjects(), fc.constantFrom(-1, 20_000), (subject, few) =>
        check({ ...reading, subject, few }, subject),
      ),
      { numRuns, seed: 2021 },
    );

  const may = (subject: Subject, action: 'list' | 'count') =>
    new Set(rows.filter((row) => allows(subject, action, row)).map(({ clue }) => clue));

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
    60_000,
  );

  it('is every overdue clock, transfer and breach of those clues', async () => {
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
  }, 60_000);

  it('is counted over the clues that the person may count', async () => {
    const spells = await installation.database.query.selectFrom('clueSpells').selectAll().execute();
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
  }, 60_000);

  it('holds nothing by name or text that the person may not read with the names in it', async () => {
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
  }, 60_000);

  it(
    'on a desk, too, is only what may be listed',
    () =>
      holds(async (asked, subject) => {
        const allowed = may(subject, 'list');
        const astray = (await listed(asked, 'desk')).filter(
          ({ clue }) => !allowed.has(String(clue)),
        );
        expect(astray).toEqual([]);
      }),
    60_000,
  );
});

interface Answer {
  readonly items: readonly Record<string, unknown>[];
  readonly next?: string;
}
