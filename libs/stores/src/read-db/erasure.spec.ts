import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { createRunner, type Event, projection } from '@cluetrail/event-sourcing';
import { openReadDatabase, type SqliteReadDatabase } from './sqlite-read-database.js';
import { ScriptedLog } from './testing/scripted-log.js';

const AT = '2021-10-08T01:00:00.000Z';
const PLANTED = '承办人线索甲乙';
const KEPT = '另一条线索丙丁';
let folder: string;
let file: string;
let database: SqliteReadDatabase;
let log: ScriptedLog;
const keys = new Map<string, string>();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'read-db-'));
  file = join(folder, 'read.db');
  database = openReadDatabase({ file });
  log = new ScriptedLog();
  keys.set('clue-1', PLANTED).set('clue-2', KEPT);
  for (let clue = 1; clue <= 300; clue += 1)
    await log.append(`clue-${clue}`, { type: 'ClueDiscovered', at: AT });
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

const bigrams = (text: string) =>
  [...text].map((_, at, all) => all.slice(at, at + 2).join('')).join(' ');
const search = projection<{ clue: string; words: string }>({
  name: 'search',
  version: 1,
  columns: { clue: 'text', words: 'text' },
  fullText: ['words'],
  on: {
    ClueDiscovered: (_, event, unseal) => rowsOf(event, unseal(event, 'data.summary')),
    KeyDestroyed: () => [],
  },
});
function rowsOf({ stream }: Event, text = 'blank'): { clue: string; words: string }[] {
  return [{ clue: stream, words: bigrams(text.repeat(3)) }];
}
const runner = () =>
  createRunner({
    store: log.store,
    database,
    projections: [search],
    unseal: ({ stream }) => keys.get(stream),
    erasing: ['KeyDestroyed'],
  });

const found = async (words: string) => {
  const match = sql<{ clue: string }>`select clue from search join search__text
    on search__text.rowid = search._id where search__text match ${words} order by clue`;
  return (await match.execute(database.query)).rows.map(({ clue }) => clue);
};
/** How often a text stands in the bytes of the files. */
const inBytes = (text: string) =>
  ['', '-wal', '-shm']
    .map((suffix) => `${file}${suffix}`)
    .filter((name) => existsSync(name))
    .map((name) => readFileSync(name).toString('latin1'))
    .reduce((sum, bytes) => sum + bytes.split(Buffer.from(text).toString('latin1')).length - 1, 0);

async function destroyKey(): Promise<void> {
  keys.delete('clue-1');
  await log.append('clue-1', { type: 'KeyDestroyed', at: AT });
}

describe('a search projection', () => {
  it('finds a clue by its words, also after they changed', async () => {
    const running = runner();
    await running.catchUp();
    expect(await found('"承办 办人"')).toEqual(['clue-1']);
    keys.set('clue-2', '承办人另议');
    await log.append('clue-2', { type: 'ClueDiscovered', at: AT });
    await running.catchUp();
    expect(await found('承办')).toEqual(['clue-1', 'clue-2']);
    expect(await found('丙丁')).toEqual([]);
    await running.rebuild();
    expect(await found('承办')).toEqual(['clue-1', 'clue-2']);
  });

  it('leaves no byte of the text once the key is destroyed, in no file', async () => {
    const running = runner();
    await running.catchUp();
    expect(inBytes('甲乙')).toBeGreaterThan(1);
    await destroyKey();
    await running.catchUp();
    for (const word of bigrams(PLANTED)
      .split(' ')
      .filter((one) => !KEPT.includes(one)))
      expect([word, inBytes(word)]).toEqual([word, 0]);
    expect(inBytes('丙丁')).toBeGreaterThan(0);
    expect(await database.vacuumNeeded()).toBe(false);
    expect(await found('丙丁')).toEqual(['clue-2']);
  });

  it('tries again while a reader holds on to the old pages, and after a restart', async () => {
    await runner().catchUp();
    const reading = database.query.selectFrom('search').select('clue').stream();
    await reading.next();
    await destroyKey();
    await runner().catchUp();
    expect(await database.vacuumNeeded()).toBe(true);
    expect(inBytes('甲乙')).toBeGreaterThan(0);
    await reading.return?.(undefined);
    await runner().catchUp();
    expect(await database.vacuumNeeded()).toBe(false);
    expect(inBytes('甲乙')).toBe(0);
  });
});
