import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { copyLog, openLog } from '@cluetrail/stores';
import { cluetrailAlone } from '../../../test/support/command-line.js';
import { handledClue, step } from '../../../test/support/handled.js';
import { openOffice, type TestOffice } from '../../../test/support/organisation.js';
import {
  type PostgresServer,
  postgresBinaries,
  startPostgres,
} from '../../../test/support/postgres-server.mjs';
import { settled } from '../../../test/support/registers.js';
import { openInstallation } from './installation.js';
import { READ_MODELS } from './queries/index.js';
import { warningsOf } from './warnings.js';

/** All journeys on PostgreSQL: `npm run journeys:postgres`. */
(postgresBinaries() ? describe : describe.skip)(
  'an installation whose log is on PostgreSQL',
  () => {
    let server: PostgresServer;
    let store: string;
    let office: TestOffice;
    let clue: string;
    const elsewhere = mkdtempSync(join(tmpdir(), 'cluetrail-elsewhere-'));
    beforeAll(async () => {
      server = await startPostgres();
      store = await server.createDatabase();
      office = await openOffice({ store });
      clue = await handledClue(office);
      await settled(office);
    }, 120_000);
    afterAll(async () => {
      await office.dispose();
      await server.dispose();
      rmSync(elsewhere, { recursive: true, force: true });
    });

    it('answers every list, and what was written to who waits for it', async () => {
      for (const { name } of Object.values(READ_MODELS)) {
        const query = name === 'capacities' ? `?clue=${clue}` : '';
        const answer = await office.ask('GET', `/api/${name}${query}`, { as: 'leader-nn' });
        expect([name, answer.status]).toEqual([name, 200]);
      }
      const found = await office.ask('GET', `/api/clues?q=${encodeURIComponent('礼金')}`, {
        as: 'leader-nn',
      });
      expect(found.body.items).toEqual([expect.objectContaining({ clue })]);
    });

    it('verifies its log and builds its read models anew', async () => {
      const before = await office.installation.database.checksum();
      const verified = await office.admin('POST', '/admin/verify', { as: 'auditor-nn' });
      expect(verified.text).toContain('"ok":true');
      const rebuilt = await office.admin('POST', '/admin/rebuild', { as: 'admin-nn' });
      expect(rebuilt.text).toContain('"rebuilt":"all"');
      expect(await office.installation.database.checksum()).toEqual(before);
    });

    it('warns that the role which serves it could alter it', async () => {
      const { body } = await office.admin('GET', '/admin/status', { as: 'auditor-nn' });
      expect(body.roleMayAlter).toBe('is a superuser');
      expect(warningsOf(office.installation)).toEqual([
        expect.stringMatching(
          /^the log: expected .*, found one that is a superuser; .*log prepare/,
        ),
      ]);
    });

    it('is remembered by its directory, without the password', async () => {
      const { directory } = office;
      const text = readFileSync(join(directory, 'store.json'), 'utf8');
      expect(text).toContain(`postgres://postgres@127.0.0.1:${server.port}/`);
      expect(text).not.toContain(server.password);
      const opened = openInstallation({ directory, store: `sqlite:${directory}`, create: false });
      await expect(opened).rejects.toMatchObject({ code: 'other-store' });
    });

    it('is open in one process', async () => {
      const { directory } = office;
      const again = openInstallation({ directory, store, create: false, demo: true });
      await expect(again).rejects.toMatchObject({ code: 'in-use' });
    });

    it('is refused to a copy of its directory, which would write under keys of its own', async () => {
      const { keyFile } = office.installation;
      const directory = join(elsewhere, 'twin');
      // By another process: closing a file in this one would drop the lock on it.
      execFileSync('cp', ['-a', office.directory, directory]);
      const twin = openInstallation({ directory, keyFile, store, create: false, demo: true });
      await expect(twin).rejects.toMatchObject({
        code: 'in-use',
        message: expect.stringMatching(/no other server serves, found cluetrail .* process/),
      });
      const { status, stderr } = cluetrailAlone(
        ...['serve', '--data', directory, '--key-file', keyFile, '--demo', '--port', '0'],
        ...['--store', store],
      );
      expect([status, stderr]).toEqual([1, expect.stringMatching(/^cluetrail: in-use: Postgre/)]);
    }, 120_000);

    it('says why it cannot be opened, and never the password', () => {
      const { status, stdout, stderr } = cluetrailAlone(
        ...['serve', '--data', join(elsewhere, 'wrong'), '--create', '--port', '0'],
        ...['--store', server.url({ password: 'secret-of-mine' })],
      );
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^cluetrail: log-unreadable: .*password authentication failed/);
      expect(stderr).not.toContain('secret-of-mine');
      expect(readdirSync(elsewhere)).not.toContain('wrong');
    }, 120_000);

    it('says 503 while its server is away, and works again by itself', async () => {
      const asked = () => office.ask('GET', '/api/clues', { as: 'leader-nn' });
      const ready = () => office.ask('GET', '/health/ready');
      const before = (await asked()).body.items;
      const named = () =>
        office.installation.database.query.selectFrom('people').select('name').execute();
      const names = await named();
      await server.stop('SIGQUIT');
      expect((await asked()).status).toBe(503);
      await server.start();
      const until = performance.now() + 10_000;
      while ((await ready()).status !== 200 && performance.now() < until) await delay(100);
      expect((await ready()).status).toBe(200);
      expect((await asked()).body.items).toEqual(before);
      // Tables in clear were emptied, and are there again before anything else happens.
      expect([names.length > 0, await named()]).toEqual([true, names]);
      await step(office, clue, ['officer-1-nn', 'proposeDisposal', { way: 'verify' }]);
    }, 120_000);

    it('moved to the embedded store has the same read models, byte for byte', async () => {
      await settled(office);
      const sums = await office.installation.database.checksum();
      const { directory, keyFile, clock } = office.installation;
      await office.server.close();
      const from = await openLog({ store, clock, create: false });
      const to = await openLog({ store: `sqlite:${elsewhere}`, clock, create: true });
      await copyLog({ from, to });
      await Promise.all([from.close(), to.close()]);
      copyFileSync(join(directory, 'keys.db'), join(elsewhere, 'keys.db'));
      const moved = await openInstallation({
        directory: elsewhere,
        keyFile,
        create: false,
        demo: true,
      });
      expect(await moved.database.checksum()).toEqual(sums);
      await moved.close();
      // These keys belong to that log, and to no other.
      const file = join(directory, 'store.json');
      const told = JSON.parse(readFileSync(file, 'utf8'));
      writeFileSync(file, JSON.stringify({ ...told, logId: 'another' }));
      const other = openInstallation({ directory, store, create: false, demo: true });
      await expect(other).rejects.toMatchObject({ code: 'other-log' });
    }, 120_000);

    it('is the same log at another address, which its directory remembers from then on', async () => {
      const { directory } = office;
      const { keyFile, logId } = office.installation;
      const file = join(directory, 'store.json');
      const told = () => JSON.parse(readFileSync(file, 'utf8'));
      writeFileSync(file, JSON.stringify({ ...told(), logId }));
      const open = (at?: string) =>
        openInstallation({ directory, keyFile, store: at, create: true, demo: true });
      const empty = await server.createDatabase();
      await expect(open(empty)).rejects.toMatchObject({ code: 'log-missing' });
      const begun = await openLog({ store: empty, clock: office.installation.clock, create: true });
      await begun.close();
      await expect(open(empty)).rejects.toMatchObject({ code: 'behind-pin' });
      expect(told().store).toContain('postgres://');
      const elsewhere = store.replace('postgres:', 'postgresql:').replace('127.0.0.1', 'localhost');
      await (await open(`${elsewhere}?sslmode=disable`)).close();
      expect(told()).toEqual({
        store: `${elsewhere.replace(/:[^:@]*@/, '@')}?sslmode=disable`,
        logId,
      });
    }, 120_000);

    // Both once nothing serves it.
    it('leaves nothing behind in a directory to which it does not belong', async () => {
      const directory = join(elsewhere, 'strange');
      await expect(openInstallation({ directory, store, create: false })).rejects.toMatchObject({
        code: 'log-missing',
      });
      await expect(openInstallation({ directory, store, create: true })).rejects.toThrow(
        /^postgres:.* no keys.db there: look first whether this is the address that was meant$/,
      );
      expect(existsSync(directory)).toBe(false);
    });

    it('is not begun unasked in a database that was only prepared, beside the keys of another', async () => {
      const directory = join(elsewhere, 'prepared');
      mkdirSync(directory);
      copyFileSync(join(office.directory, 'keys.db'), join(directory, 'keys.db'));
      const { keyFile, clock } = office.installation;
      const empty = await server.createDatabase();
      await (await openLog({ store: empty, clock, create: true })).close();
      const where = { directory, keyFile, store: empty, demo: true, create: false };
      await expect(openInstallation(where)).rejects.toMatchObject({
        code: 'log-missing',
        message: expect.stringMatching(/^postgres:.*: expected a log with its first event, found/),
      });
      expect(readdirSync(directory)).toEqual(['keys.db']);
    });

    it('is refused to its directory without the pin that this had', async () => {
      const directory = join(elsewhere, 'served');
      mkdirSync(directory);
      copyFileSync(join(office.directory, 'store.json'), join(directory, 'store.json'));
      await expect(openInstallation({ directory, store, create: false })).rejects.toMatchObject({
        code: 'pin-missing',
      });
    });
  },
);
