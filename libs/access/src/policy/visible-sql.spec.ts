import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import fc from 'fast-check';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { allows } from './allows.js';
import {
  type AccessRow,
  type Action,
  personList,
  placeList,
  ROLES,
  type RowKind,
} from './policy.js';
import { LEVELS, type Subject } from './subject.js';
import { visibleSql } from './visible-sql.js';

const sqlite = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});
const postgres = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

type Judge = typeof allows;

/**
 * Few ids, chosen to collide: beginnings of each other, sharing digits, dashes and the letters of
 * SQL wildcards.
 */
const organs = ['/13/', '/130/', '/13-0/', '/13/01/', '/13/011/', '/13/01/a/', '/1/', '/130/01/'];
const people = ['li', 'li2', 'i', 'a-b', 'l-i'];

const rows = fc.array(
  fc.record<AccessRow>({
    organPath: fc.constantFrom(...organs),
    receiverPath: fc.option(fc.constantFrom(...organs), { nil: null, freq: 2 }),
    level: fc.constantFrom(...LEVELS, 'L5', ''),
    assigned: fc.subarray(people).map(personList),
    excluded: fc.oneof(fc.constant(''), fc.subarray(people).map(personList)),
    adjudicated: fc.subarray(organs).map(placeList),
  }),
  { minLength: 1, maxLength: 40 },
);
const subjects = fc.record<Subject>({
  personId: fc.constantFrom(...people),
  appointments: fc.array(
    fc.record(
      {
        role: fc.constantFrom(...ROLES),
        organId: fc.constant('any'),
        organPath: fc.constantFrom(...organs),
        clearance: fc.constantFrom(...LEVELS),
        onBehalfOf: fc.constantFrom(...people),
      },
      { requiredKeys: ['role', 'organId', 'organPath', 'clearance'] },
    ),
    { maxLength: 3 },
  ),
});
const actions = fc.constantFrom<Action>('list', 'content', 'count');
const kinds = fc.constantFrom<RowKind>('matter', 'report');

/**
 * Judges random rows both ways. `change` damages the SQL. A query that does not run is no
 * disagreement: it throws.
 */
function disagreement(judge: Judge, change = (text: string) => text) {
  const table = new Table();
  const { counterexample } = fc.check(
    fc.property(rows, subjects, actions, kinds, (all, subject, action, of) => {
      const expected = all.map((row) => (judge(subject, action, { ...row, of }) ? 1 : 0));
      const found = table.judged(all, visibleSql(subject, action, 'matter', of), change);
      return JSON.stringify(found) === JSON.stringify(expected);
    }),
    { numRuns: 1000, seed: 20211031 },
  );
  if (table.fault !== undefined) throw table.fault;
  return counterexample;
}

describe('the two renderings of the access policy', () => {
  it('agree on every row for every person and action', () => {
    expect(disagreement(allows)).toBeNull();
  });

  // Each forgets one clause; the comparison must see it.
  it.each<[string, Judge]>([
    ['who is excluded', (who, act, row) => allows(who, act, { ...row, excluded: '' })],
    [
      'whose office it is',
      ({ appointments, ...who }, act, row) =>
        allows(
          { ...who, appointments: appointments.map(({ onBehalfOf: _, ...own }) => own) },
          act,
          row,
        ),
    ],
    ['the level', (who, act, row) => allows(who, act, { ...row, level: 'L1' })],
    [
      'who is assigned',
      (who, act, row) => allows(who, act, { ...row, assigned: personList(people) }),
    ],
    ['the receiver', (who, act, row) => allows(who, act, { ...row, receiverPath: null })],
    [
      'the slash after /13',
      (who, act, row) =>
        allows(who, act, { ...row, organPath: row.organPath.replace('/130/', '/13/') }),
    ],
    [
      'what has come before adjudicators',
      (who, act, row) => allows(who, act, { ...row, adjudicated: placeList(organs) }),
    ],
    ['the action', (who, _, row) => allows(who, 'count', row)],
    [
      'that a report is another thing',
      (who, act, row) => allows(who, act, { ...row, of: 'matter' }),
    ],
  ])('would be caught apart if one forgot %s', (_, mutant) => {
    expect(disagreement(mutant)).not.toBeNull();
  });

  it.each<[string, (text: string) => string]>([
    ['the exclusion', (text) => text.replace('not (replace', '(1 = 1) or (replace')],
    [
      'the substr and the end of the range',
      (text) =>
        text
          .replaceAll(/ and "matter"."\w+" < \?/g, ' and ? > 0')
          .replaceAll(/ and substr\("matter"."\w+", 1, \d+\) = \?/g, ' and ? > 0'),
    ],
    [
      'the receiver',
      (text) => text.replaceAll('"receiver_path" is not null', '"receiver_path" is null'),
    ],
  ])('would be caught apart if the SQL lost %s', (_, change) => {
    expect(disagreement(allows, change)).not.toBeNull();
  });
});

describe('the condition', () => {
  const head: Subject = {
    personId: 'li',
    appointments: [
      { role: 'unit-head', organId: '01', organPath: '/13/01/', clearance: 'L2' },
      { role: 'supervisor', organId: '13', organPath: '/13/', clearance: 'L3' },
    ],
  };

  it('is served by the indexes on organ and receiver', () => {
    const table = new Table();
    expect(table.plan(visibleSql(head, 'list', 'matter'))).toEqual([
      'by_organ (organ_path=?)',
      'by_organ (organ_path>? AND organ_path<?)',
      'by_receiver (receiver_path=?)',
      'by_receiver (receiver_path>? AND receiver_path<?)',
    ]);
  });

  it('is the same text for PostgreSQL but for its numbered parameters', () => {
    const ours = visibleSql(head, 'list', 'matter');
    let number = 0;
    const numbered = ours.compile(sqlite).sql.replaceAll('?', () => `$${++number}`);
    expect(ours.compile(postgres).sql).toBe(numbered);
    expect(ours.compile(postgres).parameters).toEqual(ours.compile(sqlite).parameters);
  });

  it('carries every value as a parameter', () => {
    expect(visibleSql(head, 'list', 'matter').compile(sqlite).sql).not.toMatch(/13|li\b|L\d/);
  });

  it('is false, not empty, for a person without rights', () => {
    const nobody = { personId: 'li', appointments: [] };
    expect(visibleSql(nobody, 'list', 'matter').compile(sqlite).sql).toBe('1 = 0');
  });
});

/** A real table of rows, as a read model has it. */
class Table {
  private readonly db = new DatabaseSync(':memory:');
  private readonly insert;
  fault: unknown;

  constructor() {
    this.db.exec(`create table matter (nr integer primary key, organ_path text not null,
      receiver_path text, level text not null, assigned text not null, excluded text not null,
      adjudicated text not null);
      create index by_organ on matter (organ_path); create index by_receiver on matter (receiver_path)`);
    this.insert = this.db.prepare('insert into matter values (?, ?, ?, ?, ?, ?, ?)');
  }

  /** 1, 0 or null for each row; null would be a fault of its own. */
  judged(all: readonly AccessRow[], where: RawBuilder<boolean>, change = (text: string) => text) {
    this.db.exec('delete from matter');
    all.forEach(({ organPath, receiverPath, level, assigned, excluded, adjudicated }, index) => {
      const place = [organPath, receiverPath, level] as const;
      this.insert.run(index, ...place, assigned, excluded, adjudicated ?? '');
    });
    const query = sql`select ${where} as seen from matter order by nr`.compile(sqlite);
    try {
      const found = this.db.prepare(change(query.sql)).all(...parametersOf(query));
      return found.map(({ seen }) => seen);
    } catch (cause) {
      this.fault = cause;
      throw cause;
    }
  }

  plan(where: RawBuilder<boolean>): string[] {
    const query = sql`explain query plan select nr from matter where ${where}`.compile(sqlite);
    const steps = this.db.prepare(query.sql).all(...parametersOf(query));
    const used = steps.flatMap(({ detail }) => /USING INDEX (.*)/.exec(String(detail))?.[1] ?? []);
    expect(steps.filter(({ detail }) => String(detail).startsWith('SCAN'))).toEqual([]);
    return [...new Set(used)].sort();
  }
}

function parametersOf({ parameters }: { parameters: readonly unknown[] }): SQLInputValue[] {
  return [...parameters] as SQLInputValue[]; // the policy binds texts only
}
