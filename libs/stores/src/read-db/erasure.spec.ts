import { sql } from 'kysely';
import { createRunner, type Event, projection } from '@cluetrail/event-sourcing';
import { openReadModels } from './open-read-models.js';
import type { ReadModels } from './read-models.js';
import { onEach } from '../../test/databases.js';
import { ScriptedLog } from './testing/scripted-log.js';

const AT = '2021-10-08T01:00:00.000Z';
const PLANTED = '承办人线索甲乙';
const KEPT = '另一条线索丙丁';
onEach('text in clear', (databases, kind) => {
  let place: string;
  let database: ReadModels;
  let log: ScriptedLog;
  const keys = new Map<string, string>();

  beforeEach(async () => {
    place = await databases().fresh();
    database = await openReadModels(place);
    log = new ScriptedLog();
    keys.set('clue-1', PLANTED).set('clue-2', KEPT);
    for (let clue = 1; clue <= 300; clue += 1)
      await log.append(`clue-${clue}`, { type: 'ClueDiscovered', at: AT });
  });
  afterEach(() => database.close());

  const bigrams = (text: string) =>
    [...text].map((_, at, all) => all.slice(at, at + 2).join('')).join(' ');
  const search = projection<{ clue: string; words: string }>({
    name: 'search',
    version: 1,
    columns: { clue: 'text', words: 'text' },
    fullText: ['words'],
    inClear: true,
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
    const match = sql<{ clue: string }>`select clue from search
    where _id in (select rowid from search__text(${words})) order by clue`;
    return (await match.execute(database.query)).rows.map(({ clue }) => clue);
  };
  /** How often each text stands in the bytes of the files. */
  const inBytes = async (...texts: readonly string[]) => {
    const files = await databases().bytes(place);
    return texts.map((text) => files.reduce((sum, bytes) => sum + times(bytes, text), 0));
  };

  async function destroyKey(): Promise<void> {
    keys.delete('clue-1');
    await log.append('clue-1', { type: 'KeyDestroyed', at: AT });
  }

  describe('a search projection', () => {
    it('finds a clue by its words, also after they changed', async () => {
      const running = runner();
      await running.catchUp();
      expect(await found('办人 承办')).toEqual(['clue-1']);
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
      expect((await inBytes('甲乙'))[0]).toBeGreaterThan(1);
      await destroyKey();
      await running.catchUp();
      const gone = bigrams(PLANTED)
        .split(' ')
        .filter((one) => !KEPT.includes(one));
      const [kept, ...left] = await inBytes('丙丁', ...gone);
      expect(Object.fromEntries(gone.map((word, at) => [word, left[at]]))).toEqual(
        Object.fromEntries(gone.map((word) => [word, 0])),
      );
      expect(kept).toBeGreaterThan(0);
      expect(await database.vacuumNeeded()).toBe(false);
      expect(await found('丙丁')).toEqual(['clue-2']);
    });

    it('tries again while a reader holds on to the old pages, and after a restart', async () => {
      await runner().catchUp();
      const reading = await database.query.startTransaction().execute();
      await reading.selectFrom('search').select('clue').execute();
      await destroyKey();
      await runner().catchUp();
      expect(await database.vacuumNeeded()).toBe(true);
      // To look there a PostgreSQL would have to end, and the reader with it.
      if (kind === 'SQLite') expect((await inBytes('甲乙'))[0]).toBeGreaterThan(0);
      await reading.rollback().execute();
      await runner().catchUp();
      expect(await database.vacuumNeeded()).toBe(false);
      expect(await inBytes('甲乙')).toEqual([0]);
    });
  });
});

function times(bytes: Buffer, text: string): number {
  return bytes.toString('latin1').split(Buffer.from(text).toString('latin1')).length - 1;
}
