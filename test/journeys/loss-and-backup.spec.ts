import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cluetrail, served } from '../support/command-line.js';
import { ORGANISATION } from '../support/organisation.js';
import { storeFor } from '../support/store.js';

const PERSON = 'sysadmin-gx';

// PostgreSQL and KurrentDB have tools of their own.
const onSqlite = storeFor(tmpdir()) === undefined;

(onSqlite ? describe : describe.skip)('a log on SQLite that is backed up and set back', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-loss-'));
  const data = join(root, 'data');
  const backup = join(root, 'backup');
  const store = ['--data', data];
  const serving = ['--port', '0', '--volatile'];
  const told = (...words: string[]) => cluetrail(...words, ...store, '--as', PERSON, '--json');
  const refused = async (...words: string[]) =>
    (await cluetrail('serve', ...store, ...serving, ...words)).stderr;
  const pin = () => JSON.parse(readFileSync(join(data, 'pin.json'), 'utf8'));
  beforeAll(async () => {
    const yaml = join(root, 'org.yaml');
    writeFileSync(yaml, ORGANISATION);
    expect((await cluetrail('org', 'apply', yaml, ...store, '--json')).status).toBe(0);
  }, 180_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  let events = 0;
  let leaf = '';

  it('is copied beside its running server, checked, and never over another copy', async () => {
    const server = await served(...store, ...serving);
    const made = JSON.parse((await told('log', 'backup', backup)).stdout);
    const again = await told('log', 'backup', backup);
    await server.end();
    expect(made).toMatchObject({ file: join(backup, 'events.db'), events: pin().position });
    expect(made.leaf).toBe(pin().leaf);
    expect([again.status, again.stderr]).toEqual([
      1,
      expect.stringContaining('There is a backup of that name already'),
    ]);
    ({ events } = made);
  }, 120_000);

  it('is not copied to a place without a name: it would be wherever one stands', async () => {
    for (const to of ['', ' '])
      expect(await told('log', 'backup', to)).toMatchObject({
        status: 1,
        stderr: 'cluetrail: log backup: expected a directory or a file ….db, found an empty name\n',
      });
  });

  it('is not copied to where keys lie', async () => {
    const elsewhere = join(root, 'keys');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'keys.db'), '');
    symlinkSync(data, join(root, 'link'));
    for (const to of [join(data, 'in.db'), join(data, 'in'), join(root, 'link', 'in'), elsewhere]) {
      const { status, stderr } = await told('log', 'backup', to);
      expect([status, stderr]).toEqual([
        1,
        expect.stringMatching(/^cluetrail: backup-beside-keys: .*, found .*[.]\n$/),
      ]);
      expect(stderr).toContain(`found ${to}`);
    }
    expect(
      readdirSync(data).filter((name) => name.startsWith('in') && name !== 'in-use.json'),
    ).toEqual([]);
    expect(readdirSync(elsewhere)).toEqual(['keys.db']);
  }, 120_000);

  it('is refused once a restored copy lacks what its pin names, and to whoever does not say all that it takes', async () => {
    expect((await told('person', 'token', 'intake-gx', '--label', 'desk')).status).toBe(0);
    expect(pin().position).toBe(events + 1);
    copyFileSync(join(backup, 'events.db'), join(data, 'events.db'));
    const behind = await refused();
    expect(behind).toMatch(
      new RegExp(`^cluetrail: behind-pin: .* position ${events + 1}, found ${events}; `),
    );
    leaf = /[0-9a-f]{64}/.exec(behind)?.[0] ?? '';
    const why = ['--reason', 'the disk was set back'];
    const other = leaf.replace(/./, (digit) => (digit === '0' ? '1' : '0'));
    for (const [words, name] of [
      [['--accept-loss', leaf, ...why], /found no --as/],
      [['--accept-loss', leaf, '--as', PERSON], /found no --reason/],
      [['--as', PERSON, ...why], /found no --accept-loss/],
      [['--accept-loss', 'yes', '--as', PERSON, ...why], /64 hexadecimal digits, found yes/],
      [['--accept-loss', other, '--as', PERSON, ...why], /: other-leaf: /],
      [['--accept-loss', leaf, '--as', 'intake-gx', ...why], /: may-not-accept-loss: /],
      [['--accept-loss', leaf, '--as', 'admin-nn', ...why], /: may-not-accept-loss: /],
    ] as const)
      expect(await refused(...words)).toMatch(name);
    expect(pin().position).toBe(events + 1);
  }, 120_000);

  it('goes on when an administrator names its last event, says so as an event, and is behind no more', async () => {
    const { position, leaf: named } = pin();
    const lost = { position, leaf: named };
    // As other programs print it.
    const last = leaf.toUpperCase();
    const words = ['--accept-loss', last, '--as', PERSON, '--reason', 'the disk was set back'];
    await (await served(...store, ...serving, ...words)).end();
    expect(pin().position).toBe(events + 1);
    const { stdout } = await cluetrail('export', ...store, '--as', 'auditor-gx');
    const exported = stdout.trim().split('\n');
    const { event } = JSON.parse(exported[events]);
    expect(event).toMatchObject({
      stream: 'log',
      type: 'LossAccepted',
      actor: { personId: PERSON, role: 'sysadmin' },
      data: {
        expected: lost,
        found: { position: events, leaf },
        reason: 'the disk was set back',
      },
    });
    expect(await refused(...words)).toMatch(/: not-behind-pin: /);
    expect(JSON.parse((await told('verify')).stdout)).toMatchObject({ ok: true });
  }, 120_000);

  it('is refused as a backup with its own pin, too, where the keys have gone on, until the loss is accepted', async () => {
    const keysAndReadModels = () =>
      ['keys.db', 'read.db'].map((name) => readFileSync(join(data, name)).toString('base64'));
    const { position: reached } = pin();
    for (const name of ['events.db', 'pin.json'])
      copyFileSync(join(backup, name), join(data, name));
    const before = keysAndReadModels();
    const behind = await refused();
    expect(behind).toMatch(
      new RegExp(`^cluetrail: log-behind-keys: .* position ${reached}, found ${events}; `),
    );
    const verified = await told('verify');
    expect([verified.status, JSON.parse(verified.stdout)]).toEqual([
      1,
      expect.objectContaining({ code: 'log-behind-keys', ok: false, opened: false }),
    ]);
    const why = ['--reason', 'the disk was set back again'];
    const words = ['--accept-loss', leaf, ...why];
    const other = ['--accept-loss', 'ab'.repeat(32), ...why];
    expect(await refused(...words, '--as', 'intake-gx')).toMatch(/: may-not-accept-loss: /);
    expect(await refused(...other, '--as', PERSON)).toMatch(/: other-leaf: /);
    expect(keysAndReadModels()).toEqual(before);
    await (await served(...store, ...serving, ...words, '--as', PERSON)).end();
    const { stdout } = await cluetrail('export', ...store, '--as', 'auditor-gx');
    expect(JSON.parse(stdout.trim().split('\n')[events]).event).toMatchObject({
      type: 'LossAccepted',
      data: {
        expected: { position: reached, leaf: '' },
        found: { position: events, leaf },
        reason: 'the disk was set back again',
      },
    });
    await (await served(...store, ...serving)).end();
  }, 120_000);
});
