import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logToldBeside } from '@cluetrail/access';
import { StoreRefused } from '@cluetrail/stores';
import { openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { storeFor } from '../../../test/support/store.js';
import { type Installation, openInstallation, type OpenInstallation } from './installation.js';
import { systemDraft } from './system-draft.js';

const onSqlite = storeFor('data') === undefined;

(onSqlite ? describe : describe.skip)('a log on SQLite that is behind its keys', () => {
  let root: string;
  let directory: string;
  let office: TestOffice;
  /** As it was before the last events, after them, and as a kill leaves it. */
  let before: string;
  let after: string;
  let killed: string;
  let stood: number;
  let reached: number;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'cluetrail-behind-'));
    [before, after, killed] = ['before', 'after', 'killed'].map((name) => join(root, name));
    office = await openOffice();
    ({ directory } = office);
    await written(office.installation, 1);
    stood = Number((await office.installation.store.head()).position);
    await office.server.close();
    cpSync(directory, before, { recursive: true });
    const again = await opened();
    await written(again, 4);
    reached = Number((await again.store.head()).position);
    cpSync(directory, killed, { recursive: true });
    await again.close();
    cpSync(directory, after, { recursive: true });
  });
  afterEach(async () => {
    await office.dispose();
    rmSync(root, { recursive: true });
  });

  /** Events, one after the other, and a key that tells of them. */
  const written = async ({ store, keys, clock }: Installation, count: number) => {
    const note = { stream: 'note-x', type: 'Noted', data: {}, clock };
    const { length } = await store.read('note-x');
    for (let done = 0; done < count; done++)
      await store.append('note-x', length + done, [systemDraft(note)]);
    keys.reserve([`person-${length + count}`]);
  };
  const opened = (options: Partial<OpenInstallation> = {}) => {
    const { keyFile } = office.installation;
    return openInstallation({
      ...{ directory, keyFile, clock: office.clock, create: false, demo: true },
      ...options,
    });
  };
  const placed = (from: string, ...names: readonly string[]) => {
    for (const name of names) cpSync(join(from, name), join(directory, name));
  };
  const LEFT = ['events.db', 'events.db-wal', 'keys.db', 'keys.db-wal', 'pin.json'];
  const contents = () =>
    readdirSync(directory)
      .filter((name) => LEFT.includes(name))
      .map((name) => [name, readFileSync(join(directory, name)).toString('base64')]);

  it('is refused as it was found where its WAL is damaged, and holds all once that is put right', async () => {
    placed(killed, 'events.db', 'events.db-wal', 'keys.db', 'keys.db-wal');
    placed(before, 'pin.json');
    const wal = join(directory, 'events.db-wal');
    const bytes = readFileSync(wal);
    bytes[32 + 24 + 100] ^= 1;
    writeFileSync(wal, bytes);
    const found = contents();
    await expect(opened()).rejects.toMatchObject({ code: 'log-behind-keys' });
    expect(contents()).toEqual(found);
    bytes[32 + 24 + 100] ^= 1;
    writeFileSync(wal, bytes);
    const whole = await opened();
    expect(Number((await whole.store.head()).position)).toBeGreaterThanOrEqual(reached);
    await whole.close();
  });

  it.each(['without its pin', 'with a pin that lags'])(
    'is accepted as the loss that its keys prove, %s',
    async (how) => {
      placed(after, 'keys.db');
      placed(before, 'events.db', 'pin.json');
      const pin = join(directory, 'pin.json');
      if (how === 'without its pin') rmSync(pin);
      else writeFileSync(pin, JSON.stringify({ position: reached - 1, leaf: 'ab'.repeat(32) }));
      const { detail } = await refusalOf(opened());
      expect(detail).toMatchObject({ expected: String(reached), found: String(stood) });
      const accepted = await opened({ acceptLoss: { ...WHO, leaf: detail.leaf } });
      expect(await losses(accepted)).toEqual([
        {
          expected: { position: reached, leaf: '' },
          found: { position: stood, leaf: detail.leaf },
        },
      ]);
      await accepted.close();
    },
  );

  it('is no loss again where a kill, or a copy, leaves pin and keys as they were before it was accepted', async () => {
    placed(after, 'keys.db', 'pin.json');
    placed(before, 'events.db');
    const { leaf } = (await refusalOf(opened(), 'behind-pin')).detail;
    const acceptLoss = { ...WHO, leaf };
    await (await opened({ acceptLoss })).close();
    for (const names of [['keys.db'], ['pin.json'], ['keys.db', 'pin.json']])
      for (const again of [undefined, { acceptLoss }]) {
        placed(after, ...names);
        // Where only the pin is of before, nothing tells of a loss that could be accepted.
        if (again && !names.includes('keys.db')) continue;
        const one = await opened(again);
        expect(await losses(one)).toHaveLength(1);
        const { position } = await one.store.head();
        await one.close();
        expect(logToldBeside(directory).reached).toBe(position);
        expect(JSON.parse(readFileSync(join(directory, 'pin.json'), 'utf8')).position).toBe(
          Number(position),
        );
      }
  });

  it('is a loss again where what was written behind an accepted one is lost', async () => {
    placed(after, 'keys.db', 'pin.json');
    placed(before, 'events.db');
    const { leaf } = (await refusalOf(opened(), 'behind-pin')).detail;
    await (await opened({ acceptLoss: { ...WHO, leaf } })).close();
    const copy = join(root, 'copy');
    cpSync(directory, copy, { recursive: true });
    const on = await opened();
    await written(on, 2);
    await on.close();
    placed(copy, 'events.db', 'pin.json');
    expect(await refusalOf(opened())).toBeInstanceOf(StoreRefused);
  });
});

const WHO = { by: 'sysadmin-nn', reason: 'the disk was set back' };

async function losses({ store }: Installation) {
  const events = await store.read('log');
  return events
    .slice(1)
    .map(({ event: { data } }) => ({ expected: data['expected'], found: data['found'] }));
}

async function refusalOf(
  opening: Promise<Installation>,
  code = 'log-behind-keys',
): Promise<StoreRefused> {
  const error: unknown = await opening.catch((thrown: unknown) => thrown);
  if (error instanceof StoreRefused && error.code === code) return error;
  throw new Error(`expected ${code}, found ${String(error)}`);
}
