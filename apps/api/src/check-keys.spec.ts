import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { cluetrail } from '../../../test/support/command-line.js';
import { step } from '../../../test/support/handled.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import {
  type PostgresServer,
  postgresBinaries,
  startPostgres,
} from '../../../test/support/postgres-server.mjs';
import { record } from './administration.js';
import { BY_SETUP, systemDraft } from './system-draft.js';
import { destroyKey } from './destroy-key.js';
import { type Installation, openInstallation } from './installation.js';
import { shown } from './queries/shown.js';
import { verifyKeys } from './verify-keys.js';

const STORES = ['SQLite', 'PostgreSQL'] as const;

describe.each(postgresBinaries() ? STORES : STORES.slice(0, 1))(
  'a keys.db that is older than the log on %s',
  (kind) => {
    let server: PostgresServer | undefined;
    beforeAll(
      async () => void (server = kind === 'PostgreSQL' ? await startPostgres() : undefined),
    );
    afterAll(() => server?.dispose());

    let office: TestOffice;
    let clue: string;
    let before: string;
    let good: string;
    let store: string | undefined;
    beforeEach(async () => {
      store = await server?.createDatabase();
      office = await openOffice({ store });
      const { directory } = office;
      [before, good] = ['before', 'good'].map((name) => join(directory, '..', `${name}.db`));
      // The keys are written to their write-ahead log: the copy is made when that is empty.
      office.installation.keys.destroy('person-nobody');
      copyFileSync(join(directory, 'keys.db'), before);
      const made = await office.ask('POST', '/api/clues', { as: 'admin-nn', body: DISCOVERY });
      clue = String(made.body.id);
    });
    afterEach(() => office.dispose());

    const reopened = async (options: { acceptMissingKeys?: boolean } = {}) => {
      const { directory, clock } = office;
      return openInstallation({ directory, store, clock, create: false, demo: true, ...options });
    };
    const declaredVoid = (one: string) =>
      step(office, one, ['leader-nn', 'void', { reason: '误登' }]);
    const setBack = async () => {
      await office.server.close();
      copyFileSync(join(office.directory, 'keys.db'), good);
      copyFileSync(before, join(office.directory, 'keys.db'));
    };
    /** More than a start looks at of itself. */
    const writtenSince = async () => {
      const { store, clock } = office.installation;
      const note = systemDraft({ stream: 'note-x', type: 'Noted', data: {}, clock });
      const notes = Array.from({ length: 510 }, (_, index) => ({
        ...{ ...note, eventId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` },
      }));
      await store.append('note-x', 0, notes);
    };
    const opened = async <T>(
      work: (installation: Installation) => Promise<T>,
      options?: { acceptMissingKeys: boolean },
    ): Promise<T> => {
      const installation = await reopened(options);
      try {
        return await work(installation);
      } finally {
        await installation.close();
      }
    };

    it('is refused by name, and the newest one is served again', async () => {
      await setBack();
      await expect(reopened()).rejects.toMatchObject({
        code: 'keys-behind',
        message: expect.stringContaining(`keys.db: expected the key of clue-${clue}`),
      });
      copyFileSync(good, join(office.directory, 'keys.db'));
      expect(await opened((one) => textOf(one, clue))).toBe(DISCOVERY.summary);
    });

    it('is taken where none newer is left: tells what it lacks from what is destroyed, and makes no second key', async () => {
      const made = await office.ask('POST', '/api/clues', { as: 'admin-nn', body: DISCOVERY });
      const ended = String(made.body.id);
      await declaredVoid(ended);
      await setBack();
      const accepted = { acceptMissingKeys: true };
      await opened(async (one) => {
        expect(await textOf(one, clue)).toEqual({ keyMissing: true });
        const refused = { outcome: 'refused', refusal: { code: 'key-missing' } };
        expect(await giveCommand(one, clue)).toMatchObject(refused);
        const asked = destroyKey(one, { stream: `clue-${ended}`, reason: 'x', by: BY_OFFICE });
        await expect(asked).rejects.toThrow(`key of clue-${ended}`);
        expect(one.keys.has(`clue-${ended}`)).toBe(false);
        expect(one.keys.has(`clue-${clue}`)).toBe(false);
      }, accepted);
      // It is remembered, for what stood then.
      await opened(async (one) => expect(await textOf(one, clue)).toEqual({ keyMissing: true }));
      copyFileSync(good, join(office.directory, 'keys.db'));
      await opened(async (one) => {
        expect(await textOf(one, clue)).toBe(DISCOVERY.summary);
        expect(await giveCommand(one, clue)).toMatchObject({ outcome: 'done' });
      });
    });

    it('is begun anew where none is left at all', async () => {
      await setBack();
      for (const end of ['', '-wal', '-shm'])
        rmSync(join(office.directory, `keys.db${end}`), { force: true });
      await expect(reopened()).rejects.toMatchObject({ code: 'keys-missing' });
      await opened(async (one) => expect(await textOf(one, clue)).toEqual({ keyMissing: true }), {
        acceptMissingKeys: true,
      });
      await opened(async (one) => {
        expect(await textOf(one, clue)).toEqual({ keyMissing: true });
        expect(await giveCommand(one, clue)).toMatchObject({ outcome: 'refused' });
      });
    });

    it('is served where one key in it is damaged, which is told as missing, and found by a check', async () => {
      await office.server.close();
      const db = new DatabaseSync(join(office.directory, 'keys.db'));
      db.exec(`update wrapped set sealed = zeroblob(length(sealed)) where owner = 'clue-${clue}'`);
      db.close();
      rmSync(join(office.directory, 'read.db'), { force: true });
      await opened(async (one) => {
        expect(await textOf(one, clue)).toEqual({ keyMissing: true });
        const refused = { outcome: 'refused', refusal: { code: 'key-missing' } };
        expect(await giveCommand(one, clue)).toMatchObject(refused);
        expect((await one.keys.check()).damaged).toEqual([`clue-${clue}`]);
      });
    });

    it.each([
      { what: 'a page', at: 32 + 24 + 100, whole: 0 },
      { what: 'its header', at: 16, whole: 0 },
    ])(
      'is refused where $what of its write-ahead log is damaged, which stays as it was found',
      async ({ at, whole }) => {
        const files = ['', '-wal'].map((end) => join(office.directory, `keys.db${end}`));
        const killed = files.map((file) => readFileSync(file));
        await office.server.close();
        killed[1][at] ^= 1;
        files.forEach((file, index) => writeFileSync(file, killed[index]));
        const frames = (killed[1].length - 32) / (24 + 4096);
        for (const _ of [1, 2])
          await expect(reopened()).rejects.toMatchObject({
            code: 'keys-behind',
            message: expect.stringContaining(
              `keys.db-wal: expected ${frames} whole frames, found ${whole}, and nothing behind them is read`,
            ),
          });
        expect(files.map((file) => readFileSync(file).equals(killed[files.indexOf(file)]))).toEqual(
          [true, true],
        );
        expect(readdirSync(office.directory)).not.toContain('keys.db-shm');
        killed[1][at] ^= 1;
        writeFileSync(files[1], killed[1]);
        expect(await opened((one) => textOf(one, clue))).toBe(DISCOVERY.summary);
      },
    );

    it('is refused however much was written since, under keys that it has', async () => {
      await writtenSince();
      await setBack();
      await expect(reopened()).rejects.toMatchObject({
        code: 'keys-behind',
        message: expect.stringContaining(`expected the key of clue-${clue}`),
      });
      const isMissing = async (one: Installation) =>
        expect(await textOf(one, clue)).toEqual({ keyMissing: true });
      await opened(isMissing, { acceptMissingKeys: true });
      await opened(isMissing);
    });

    it('is told by verify: of how many events the key is missing, and where the first is', async () => {
      const { installation, directory } = office;
      const at = (await installation.store.read(`clue-${clue}`)).map(({ position }) => position);
      const missing = { events: at.length, first: Number(at[0]), accepted: 0 };
      expect((await verifyKeys(installation, () => undefined)).missing).toMatchObject({
        events: 0,
        first: null,
      });
      await writtenSince();
      await setBack();
      const verify = async () => {
        const asked = ['--as', 'auditor-nn', '--json', ...(store ? ['--store', store] : [])];
        const { status, stdout } = await cluetrail('verify', '--data', directory, ...asked);
        const { ok, opened, keys } = JSON.parse(stdout);
        return { status, ok, opened, missing: keys.missing };
      };
      expect(await verify()).toEqual({ status: 1, ok: false, opened: false, missing });
      // What an earlier version wrote says no position, and is served.
      asEarlierVersion(join(directory, 'keys.db'));
      expect(await verify()).toEqual({ status: 1, ok: false, missing });
      await opened(async () => undefined, { acceptMissingKeys: true });
      const accepted = { events: 0, first: null, accepted: at.length };
      expect(await verify()).toEqual({ status: 0, ok: true, missing: accepted });
    });

    it('is looked at beside the whole log where its write-ahead log is damaged', async () => {
      const wal = join(office.directory, 'keys.db-wal');
      await writtenSince();
      const killed = readFileSync(wal);
      await office.server.close();
      killed[32 + 24 + 100] ^= 1;
      asEarlierVersion(before);
      copyFileSync(before, join(office.directory, 'keys.db'));
      await opened(async (one) => expect(await textOf(one, clue)).toEqual({ keyMissing: true }));
      copyFileSync(before, join(office.directory, 'keys.db'));
      writeFileSync(wal, killed);
      await expect(reopened()).rejects.toMatchObject({
        code: 'keys-behind',
        message: expect.stringContaining(`expected the key of clue-${clue}`),
      });
    });

    it('is served where the log tells that the key which it lacks was destroyed', async () => {
      const stream = `clue-${clue}`;
      // Of an open clue, as earlier versions let it be: what is ended takes no command to be told so.
      const told = { stream, type: 'KeyDestroyed', data: { reason: 'x' }, personal: [] };
      await record(office.installation, told, BY_SETUP);
      office.installation.keys.destroy(stream);
      await setBack();
      await opened(async (one) => {
        const refused = { outcome: 'refused', refusal: { code: 'key-destroyed' } };
        expect(await giveCommand(one, clue)).toMatchObject(refused);
      });
    });
  },
);

/** Which did not say in keys.db how far the log was. */
function asEarlierVersion(keysFile: string): void {
  const db = new DatabaseSync(keysFile);
  expect(db.prepare("delete from setting where name = 'log-reached'").run().changes).toBe(1);
  db.close();
}

const BY_OFFICE = { personId: 'admin-nn', role: 'clue-admin', organId: 'nn' };

async function eventsOf({ store }: Installation, clue: string) {
  return (await store.read(`clue-${clue}`)).map(({ event }) => event);
}

async function textOf(installation: Installation, clue: string): Promise<unknown> {
  const [event] = await eventsOf(installation, clue);
  return shown(event.data['summary'], { event, path: 'data.summary', inClear: true, installation });
}

async function giveCommand(installation: Installation, clue: string) {
  return installation.engine.give({
    kind: 'clue',
    command: 'checkDuplicates',
    stream: `clue-${clue}`,
    by: { personId: 'admin-nn', key: 'check' },
    expectedVersion: (await eventsOf(installation, clue)).length,
    body: { reason: 'looked for others' },
  });
}
