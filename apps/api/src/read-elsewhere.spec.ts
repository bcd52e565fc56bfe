import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { TestClock } from '../../../test/support/organisation.js';
import {
  type PostgresServer,
  postgresBinaries,
  startPostgres,
} from '../../../test/support/postgres-server.mjs';
import { destroyKey } from './destroy-key.js';
import { type Installation, openInstallation } from './installation.js';
import { applyOrganisation } from './organisation.js';
import { BY_SETUP } from './system-draft.js';

const NAME = '农某某';

(postgresBinaries() ? describe : describe.skip)(
  'a directory whose read models are said to lie elsewhere',
  () => {
    let server: PostgresServer;
    let root: string;
    let directory: string;
    let read: string;
    const { PGPASSWORD } = process.env;
    beforeAll(async () => {
      server = await startPostgres();
      process.env['PGPASSWORD'] = server.password;
    }, 180_000);
    afterAll(async () => {
      if (PGPASSWORD === undefined) delete process.env['PGPASSWORD'];
      else process.env['PGPASSWORD'] = PGPASSWORD;
      await server?.dispose();
    });
    beforeEach(async () => {
      root = mkdtempSync(join(tmpdir(), 'cluetrail-read-'));
      directory = join(root, 'data');
      read = await server.createDatabase();
    });
    afterEach(() => rmSync(root, { recursive: true }));

    const opened = async <T>(
      where: { readonly store?: string; readonly read?: string },
      work: (installation: Installation) => T,
    ): Promise<T> => {
      const installation = await openInstallation({
        ...{ directory, create: true, demo: true, clock: new TestClock(), ...where },
        keyFile: join(root, 'master.key'),
      });
      try {
        return await work(installation);
      } finally {
        await installation.close();
      }
    };
    const remembered = () => JSON.parse(readFileSync(join(directory, 'store.json'), 'utf8'));
    const withoutPassword = (url: string) => url.replace(server.password, '').replace(':@', '@');
    const holdsName = () =>
      readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name))
        .filter((file) => readFileSync(file).includes(NAME));
    const tables = async (url: string) =>
      (await server.query(`SELECT FROM pg_tables WHERE schemaname ~ '_read$'`, [], url)).length;

    it('remembers it beside a log of its own, and keeps none of the names that lay in it', async () => {
      await opened({}, async (at) => {
        const people = `people:\n  - { id: nong, name: ${NAME} }\n`;
        await applyOrganisation(at, people, { dryRun: false });
        await at.runner.catchUp();
      });
      expect(holdsName()).toEqual([join(directory, 'read.db')]);
      const { logId } = await opened({ read }, (at) => at);
      expect(remembered()).toEqual({ read: withoutPassword(read), logId });
      expect([existsSync(join(directory, 'read.db')), holdsName()]).toEqual([false, []]);
      await opened({}, async (at) => {
        expect(await at.database.query.selectFrom('people').select('name').execute()).toEqual([
          { name: NAME },
        ]);
        await destroyKey(at, { stream: 'person-nong', reason: 'over', by: BY_SETUP });
        await at.runner.catchUp();
        expect(await at.database.query.selectFrom('people').select('name').execute()).toEqual([]);
      });
      expect(readdirSync(directory)).not.toContain('read.db');
      expect(holdsName()).toEqual([]);
    }, 60_000);

    it('remembers it beside the store that it remembered already', async () => {
      const store = await server.createDatabase();
      const { logId } = await opened({ store }, (at) => at);
      expect(remembered()).toEqual({ store: withoutPassword(store), logId });
      await opened({ read }, () => undefined);
      const both = { store: withoutPassword(store), read: withoutPassword(read), logId };
      expect(remembered()).toEqual(both);
      await server.query('DROP SCHEMA cluetrail_read CASCADE', [], read);
      await opened({}, () => undefined);
      expect(remembered()).toEqual(both);
      expect(await tables(read)).toBeGreaterThan(0);
    }, 60_000);

    it('remembers no place at which they cannot be opened', async () => {
      await opened({}, () => undefined);
      const nowhere = `postgres://postgres@127.0.0.1:${server.port}/nowhere`;
      await expect(opened({ read: nowhere }, () => undefined)).rejects.toMatchObject({
        code: 'read-models-unreadable',
      });
      expect(readdirSync(directory)).not.toContain('store.json');
      await opened({}, () => undefined);
    }, 60_000);

    it('takes its own log along to another place', async () => {
      const { logId } = await opened({ read }, (at) => at);
      const before = directory;
      directory = join(root, 'moved');
      cpSync(before, directory, { recursive: true });
      rmSync(before, { recursive: true });
      const place = await opened({ store: `sqlite:${directory}` }, (at) => [at.place, at.logId]);
      expect(place).toEqual([`sqlite:${directory}`, logId]);
      expect(existsSync(before)).toBe(false);
    }, 60_000);

    it('forgets it once they lie beside the log again', async () => {
      await opened({ read }, () => undefined);
      expect(readdirSync(directory)).toContain('store.json');
      // As it is named from where one stands.
      const own = relative(process.cwd(), join(directory, 'read.db'));
      await opened({ read: own }, () => undefined);
      expect(readdirSync(directory)).not.toContain('store.json');
      expect(readdirSync(directory)).toContain('read.db');
    }, 60_000);

    it('has them in the directory again beside a log elsewhere, also once it has been moved', async () => {
      const store = await server.createDatabase();
      await opened({ store }, () => undefined);
      const { logId } = await opened({ read: join(directory, 'read.db') }, (at) => at);
      expect(remembered()).toEqual({ store: withoutPassword(store), read: 'read.db', logId });
      const before = directory;
      directory = join(root, 'moved');
      renameSync(before, directory);
      rmSync(join(directory, 'read.db'));
      await opened({}, () => undefined);
      expect(readdirSync(directory)).toContain('read.db');
      expect(existsSync(before)).toBe(false);
    }, 60_000);
  },
);
