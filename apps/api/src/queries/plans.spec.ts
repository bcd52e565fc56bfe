import { type Expression, sql } from 'kysely';
import { openOffice, type TestOffice } from '../../../../test/support/organisation.js';
import { applyOrganisation } from '../organisation.js';
import { clueRows, SORTS } from './clue-list.js';
import { caseDeskRows, deskRows } from './desk-rows.js';
import { Freshness } from './freshness.js';
import { narrowed } from './narrow.js';
import { obligationRows } from './obligation-list.js';
import type { Reading } from './read-model.js';
import { transferRows } from './transfers.js';

interface Explained {
  explain(format: undefined, options: Expression<unknown>): Promise<readonly unknown[]>;
}

/** With a million clues no page may read them all: SQLite says beforehand which way it goes. */
describe('the way of a list', () => {
  let office: TestOffice;
  beforeAll(async () => (office = await openOffice()));
  afterAll(() => office.dispose());

  const readingOf = (personId: string): Promise<Reading> =>
    new Freshness(office.installation).reading(personId);
  const wayOf = async (query: Explained): Promise<string> => {
    const steps = await query.explain(undefined, sql`query plan`);
    return steps.map((step) => (step as { detail: string }).detail).join('\n'); // SQLite's answer
  };
  const asked = async (personId: string) => {
    const reading = await readingOf(personId);
    const axes = { asOf: reading.now, knownAt: reading.head };
    const overdue = { parameters: {}, dueIs: () => sql<boolean>`o.due < ${reading.now}` };
    return { reading, overdue, page: { axes, limit: 51, after: undefined } };
  };

  it('for a person of one organ begins with the clues of that organ', async () => {
    const { reading, overdue, page } = await asked('head-nn');
    const near = await narrowed(reading, { action: 'list', of: {} });
    expect(near).toBeDefined();
    const ways = [
      await wayOf(obligationRows(reading, { ...overdue, ...page, near })),
      await wayOf(clueRows(reading, { parameters: {}, ...page, near })),
      await wayOf(transferRows(reading, { parameters: {}, ...page, near })),
    ];
    for (const way of ways) {
      expect(way).toMatch(/USING (COVERING )?INDEX \S+ \(organ_path=/);
      expect(way).not.toMatch(/SCAN (c|o|t|clues|obligation_spells)\b/);
    }
    const way = await wayOf(deskRows(reading, page));
    expect(way).toMatch(/SEARCH clues USING INDEX \S+ \(state=\? AND organ_path=\?\)/);
    expect(way).toMatch(/SEARCH clues USING INDEX \S+ \(receiver_path=\?\)/);
    expect(way).not.toMatch(/SCAN (c|clues)\b|\(state=\?\)/);
  });

  it('on a desk begins with what may wait for an office, and with what is assigned', async () => {
    const { reading, page } = await asked('leader-nn');
    const [leader] = reading.subject.appointments;
    const of = (role: string) => {
      const subject = { personId: 'shi', appointments: [{ ...leader, role }] };
      return { ...reading, subject };
    };
    for (const role of ['leader', 'unit-head', 'intake', 'clue-admin', 'case-officer']) {
      const way = await wayOf(deskRows(of(role), page));
      expect([role, way]).toEqual([role, expect.not.stringMatching(/SCAN (c|clues|recusals)\b/)]);
    }
    expect(await wayOf(deskRows(of('intake'), page))).toMatch(
      /SEARCH clues USING INDEX \S+ \(open=\? AND organ_path=\? AND next_due<\?\)/,
    );
    expect(await wayOf(deskRows(of('leader'), page))).toMatch(
      /SEARCH recusals USING COVERING INDEX \S+ \(outcome=\?\)/,
    );
    expect(await wayOf(deskRows(of('leader'), page))).toMatch(
      /SEARCH clues USING INDEX \S+ \(superior_path=\?\)/,
    );
    expect(await wayOf(deskRows(of('leader'), page))).toMatch(
      /SEARCH x USING INDEX \S+ \(approver=\?\)\s+SEARCH c USING INDEX \S+ \(clue=\?\)/,
    );
    const above = { ...leader, organId: 'gx', organPath: '/gx/' };
    const higher = { ...reading, subject: { personId: 'wei', appointments: [above] } };
    expect(await wayOf(deskRows(higher, page))).toMatch(
      /SEARCH involved USING COVERING INDEX \S+ \(person=\? AND part=\?\).*\(person=\? AND part=\?\)/s,
    );
    expect(await wayOf(deskRows(higher, page))).toMatch(
      /SEARCH r USING COVERING INDEX \S+ \(outcome=\? AND open=\?\)\s+SEARCH c USING INDEX \S+ \(clue=\?\)/,
    );
    // Nobody adjudicates at the organs below.
    const ofCases = await wayOf(caseDeskRows(higher, page));
    expect(ofCases).toMatch(/SEARCH cases USING INDEX \S+ \(state=\? AND organ_path=\?\)/);
    expect(ofCases).not.toMatch(/SCAN (k|cases|clues|involved|recusals)\b/);
    expect(await wayOf(deskRows(of('unit-head'), page))).toMatch(
      /SEARCH i USING INDEX \S+ \(_stream=\?\)/,
    );
    for (const role of ['leader', 'adjudicator']) {
      const way = await wayOf(caseDeskRows(of(role), page));
      expect(way).toMatch(/SEARCH cases USING INDEX \S+ \(state=\? AND organ_path=\?\)/);
      expect(way).toMatch(/SEARCH cases USING INDEX \S+ \(clue=\?\)/);
      expect(way).not.toMatch(/SCAN (k|cases)\b/);
    }
  });

  it('on a desk finds by index what is handled by those who are on leave, here and below', async () => {
    const away = ['officer-1-nn', 'officer-2-nn', 'head-nn', 'leader-nn'].map(
      (person) => `  - { person: ${person}, from: 2021-10-01, to: 2021-10-31 }`,
    );
    const leaves = ['leaves:', ...away].join('\n');
    await applyOrganisation(office.installation, leaves, { dryRun: false });
    for (const personId of ['leader-nn', 'leader-gx', 'admin-nn']) {
      const { reading, page } = await asked(personId);
      const way = await wayOf(deskRows(reading, page));
      expect(way).toMatch(
        /SEARCH clues USING INDEX \S+ \(clue=\?\)\s+LIST SUBQUERY \d+\s+SEARCH i USING COVERING INDEX \S+ \(person=\? AND part=\?\)/,
      );
      expect(way).not.toMatch(/SCAN (c|i|clues|involved|recusals)\b/);
    }
  });

  it('for an officer begins with the clues he is assigned to', async () => {
    const { reading, overdue, page } = await asked('officer-1-nn');
    const near = await narrowed(reading, { action: 'list', of: {} });
    const way = await wayOf(obligationRows(reading, { ...overdue, ...page, near }));
    expect(way).toMatch(/SEARCH involved USING COVERING INDEX \S+ \(person=\? AND part=\?\)/);
    expect(way).not.toMatch(/SCAN (c|o|clues|obligation_spells)\b/);
  });

  it('for those who adjudicate begins with the clues whose case has come before them', async () => {
    const { reading, overdue, page } = await asked('head-nn');
    const [head] = reading.subject.appointments;
    const appointments = [{ ...head, role: 'adjudicator' }];
    const shi = { ...reading, subject: { personId: 'shi', appointments } };
    const near = await narrowed(shi, { action: 'list', of: {} });
    for (const query of [
      obligationRows(shi, { ...overdue, ...page, near }),
      clueRows(shi, { parameters: {}, ...page, near }),
    ]) {
      const way = await wayOf(query);
      expect(way).toMatch(/SEARCH adjudications USING COVERING INDEX \S+ \(organ_path=\?\)/);
      expect(way).not.toMatch(/SCAN (c|o|clues|obligation_spells)\b/);
    }
  });

  it('for who sees very much is the order of the list, without sorting', async () => {
    const { reading, overdue, page } = await asked('supervisor-gx');
    expect(await narrowed({ ...reading, few: -1 }, { action: 'list', of: {} })).toBeUndefined();
    const due = await wayOf(obligationRows(reading, { ...overdue, ...page }));
    expect(due).toMatch(/SEARCH o USING INDEX \S+ \(state=\? AND due<\?\)/);
    expect(due).toMatch(/SEARCH c USING INDEX \S+ \(clue=\?\)/);
    expect(due).not.toMatch(/TEMP B-TREE FOR ORDER BY/);
    for (const sort of SORTS) {
      const way = await wayOf(clueRows(reading, { parameters: { sort }, ...page }));
      expect(way).toMatch(/SCAN c USING INDEX/);
      expect(way).not.toMatch(/TEMP B-TREE/);
    }
    const unsigned = transferRows(reading, { parameters: { unsigned: 'true' }, ...page });
    expect(await wayOf(unsigned)).not.toMatch(/SCAN|TEMP B-TREE FOR ORDER BY/);
  });

  it('left to the planner would be a heap of clues to sort: why conditions are hidden from it', async () => {
    const { database } = office.installation;
    const plain = database.query
      .selectFrom('clues as c')
      .select('c.clue')
      .where(sql<boolean>`(c.organ_path = '/gx/' or c.receiver_path = '/gx/')`)
      .orderBy('c.discoveredAt')
      .limit(50);
    expect(await wayOf(plain)).toMatch(/MULTI-INDEX OR[^]*TEMP B-TREE FOR ORDER BY/);
  });
});
