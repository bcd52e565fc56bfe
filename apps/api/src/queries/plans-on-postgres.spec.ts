import { type Expression, sql } from 'kysely';
import { handledClue } from '../../../../test/support/handled.js';
import { openOffice, type TestOffice } from '../../../../test/support/organisation.js';
import {
  type PostgresServer,
  postgresBinaries,
  startPostgres,
} from '../../../../test/support/postgres-server.mjs';
import { settled } from '../../../../test/support/registers.js';
import { clueRows } from './clue-list.js';
import { Freshness } from './freshness.js';
import { obligationRows } from './obligation-list.js';

const CLUES = 20_000;

/** PostgreSQL plans by what it has counted: rights must not look to it as if they left next to nothing. */
(postgresBinaries() ? describe : describe.skip)('the way of a list on PostgreSQL', () => {
  let server: PostgresServer;
  let office: TestOffice;
  beforeAll(async () => {
    server = await startPostgres();
    const store = await server.createDatabase();
    office = await openOffice({ store });
    await handledClue(office);
    await settled(office);
    for (const table of ['clues', 'obligation_spells', 'clue_spells'])
      await multiplied(server, { store, table });
    await server.query('vacuum analyze', [], store);
  }, 120_000);
  afterAll(async () => {
    await office.dispose();
    await server.dispose();
  });

  it('for who sees very much is the order of the list, until the page is full', async () => {
    const reading = await new Freshness(office.installation).reading('supervisor-gx');
    const page = {
      axes: { asOf: reading.now, knownAt: reading.head },
      ...{ limit: 51, after: undefined },
    };
    const dueIs = () => sql<boolean>`o.due < ${'2031-01-01'}`;
    const clues = await wayOf(clueRows(reading, { parameters: {}, ...page }));
    expect(clues).not.toMatch(/Seq Scan|^\s*(->)?\s*Sort /m);
    const due = await wayOf(obligationRows(reading, { parameters: {}, dueIs, ...page }));
    expect(due).not.toContain('Seq Scan on clues');
  });
});

interface Explained {
  explain(format: undefined, options?: Expression<unknown>): Promise<readonly unknown[]>;
}

async function wayOf(query: Explained): Promise<string> {
  const steps = await query.explain(undefined);
  return steps.map((step) => (step as { 'QUERY PLAN': string })['QUERY PLAN']).join('\n'); // its answer
}

/** Each row many times, of as many clues. */
async function multiplied(
  server: PostgresServer,
  { store, table }: { store: string; table: string },
): Promise<void> {
  const found = await server.query(
    `select column_name as name from information_schema.columns
     where table_schema = 'cluetrail_read' and table_name = $1 and column_name <> '_id'`,
    [table],
    store,
  );
  const names = found.map(({ name }) => `"${String(name)}"`);
  const cells = names.map((name) =>
    ['"clue"', '"_stream"'].includes(name) ? `${name} || '-' || n` : name,
  );
  await server.query(
    `insert into cluetrail_read.${table} (${names.join(', ')})
     select ${cells.join(', ')} from cluetrail_read.${table}, generate_series(1, ${CLUES}) n`,
    [],
    store,
  );
}
