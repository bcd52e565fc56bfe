import { type RawBuilder, sql } from 'kysely';
import { PROJECTIONS } from '@cluetrail/clues';
import { openOffice, type TestOffice } from '../../../../test/support/organisation.js';
import { candidateRows } from './duplicate-candidates.js';
import { kinshipRows } from './duplicate-list.js';
import { Freshness } from './freshness.js';
import { narrowed } from './narrow.js';
import { nearOf, registerRows, type Question } from './register.js';
import { laterClues, laterReports } from './repeats.js';

const QUESTIONS: readonly Question[] = [
  { name: 'recusals', register: PROJECTIONS.recusals, order: ['askedAt', 'clue', 'ordinal'] },
  {
    name: 'interference',
    register: PROJECTIONS.interference,
    order: ['reportedAt', 'clue', 'event'],
  },
  { name: 'extensions', register: PROJECTIONS.extensions, order: ['askedAt', 'clue', 'request'] },
  {
    name: 'suspensions',
    register: PROJECTIONS.suspensions,
    order: ['stoppedAt', 'clue', 'obligation'],
  },
  { name: 'stalled', register: PROJECTIONS.silences, order: ['lastEventAt', 'clue'] },
  { name: 'held', register: PROJECTIONS.holds, order: ['reviewBy', 'clue'] },
  { name: 'unsigned', register: PROJECTIONS.unsigned, order: ['sentAt', 'clue', 'ordinal'] },
  { name: 'notices', register: PROJECTIONS.notices, order: ['issuedAt', 'clue', 'notice'] },
  { name: 'ping-pong', register: PROJECTIONS.pingPong, order: ['returned', 'clue'] },
].map((question) => ({ ...question, parameters: {} }));

/** With a million clues no page may read them all: SQLite says beforehand which way it goes. */
describe('the way of a register', () => {
  let office: TestOffice;
  beforeAll(async () => (office = await openOffice()));
  afterAll(() => office.dispose());

  const asked = async (personId: string, few?: number) => {
    const found = await new Freshness(office.installation).reading(personId);
    const reading = { ...found, ...(few !== undefined && { few }) };
    const axes = { asOf: reading.now, knownAt: reading.head };
    return { reading, page: { axes, limit: 51, after: undefined } };
  };
  const wayOf = async (query: RawBuilder<unknown>): Promise<string> => {
    const { query: db } = office.installation.database;
    const { rows } = await sql<{ detail: string }>`explain query plan ${query}`.execute(db);
    return rows.map(({ detail }) => detail).join('\n');
  };

  it.each(QUESTIONS.map((question) => [question.name, question] as const))(
    'of %s is the order of the list for who sees very much, else begins with the few clues in question',
    async (_, question) => {
      const { reading, page } = await asked('supervisor-gx', -1);
      const all = await wayOf(registerRows(reading, { ...question, ...page }));
      expect(all).toMatch(/^(SCAN|SEARCH) r USING INDEX/);
      expect(all).toMatch(/SEARCH c USING INDEX \S+ \(clue=\?\)/);
      expect(all).not.toMatch(/TEMP B-TREE FOR ORDER BY|SCAN (c|s)\b/);
      const own = await asked('officer-1-nn');
      const near = await nearOf(own.reading, question, own.page.axes);
      expect(near).toBeDefined();
      const few = await wayOf(registerRows(own.reading, { ...question, ...own.page, near }));
      expect(few).toMatch(/SEARCH r USING INDEX \S+ \(clue=\?/);
      expect(few).not.toMatch(/SCAN (r|c|s|clues)\b/);
    },
  );

  it('of what holds for a time finds what may hold then by the index of its ends', async () => {
    const { reading, page } = await asked('supervisor-gx');
    const [question] = QUESTIONS.filter(({ name }) => name === 'unsigned');
    const near = await nearOf(reading, question, page.axes);
    const way = await wayOf(registerRows(reading, { ...question, ...page, near }));
    expect(way).toMatch(/USING (COVERING )?INDEX \S+ \(known_to=\? AND happened_to>\?\)/);
    expect(way).toMatch(/USING (COVERING )?INDEX \S+ \(known_to>\? AND known_to<\?\)/);
    expect(way).not.toMatch(/SCAN (r|c|s)\b/);
  });

  it('of what joins or resembles two clues leads from one to the other by index', async () => {
    const { reading, page } = await asked('supervisor-gx');
    const near = await narrowed(reading, { action: 'list', of: {} });
    const clue = '5e3b9a58-2021-5001-9a58-0d6f7b525c0f';
    const compiled = kinshipRows(reading, { parameters: {}, ...page }).compile();
    const { query: db } = office.installation.database;
    const kinship = await db.executeQuery<{ detail: string }>({
      ...compiled,
      sql: `explain query plan ${compiled.sql}`,
    });
    const ways = [
      kinship.rows.map(({ detail }) => detail).join('\n'),
      await wayOf(candidateRows(reading, { parameters: { clue }, ...page })),
      await wayOf(candidateRows(reading, { parameters: {}, near: near?.('r.clue'), ...page })),
      await wayOf(laterClues(reading, { parameters: {}, ...page })),
      await wayOf(laterReports(reading, { parameters: {}, ...page })),
    ];
    for (const way of ways) expect(way).not.toMatch(/SCAN (c|d|q|r|k)\b(?! USING INDEX)/);
    expect(ways[1]).toMatch(/SEARCH q USING INDEX \S+ \(subject=\? AND violation_type=\?\)/);
    expect(ways[3]).toMatch(/SEARCH q USING INDEX \S+ \(subject=\?/);
  });
});
