import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSqliteLog } from '@cluetrail/stores';
import { serveFromEnvironment } from './from-environment.js';
import { systemDraft } from './system-draft.js';

const SERVICE = fileURLToPath(new URL('../../../dist/apps/api/src/main.js', import.meta.url));
const SHM = '/dev/shm';
const TMPFS = 0x01021994;
const volatile = existsSync(SHM) && statfsSync(SHM).type === TMPFS;

function served(settings: NodeJS.ProcessEnv) {
  return spawnSync(process.execPath, ['--no-warnings', SERVICE], {
    ...{ env: { ...process.env, PORT: '0', ...settings }, encoding: 'utf8', timeout: 60_000 },
  });
}

describe('the server as a service', () => {
  it.each([
    [
      'CLUETRAIL_LOG',
      'loud',
      'CLUETRAIL_LOG: expected one of trace, debug, info, warn, error, fatal, silent, found loud',
    ],
    [
      'CLUETRAIL_STORE',
      'mysql://x',
      'no-store: CLUETRAIL_STORE: expected sqlite:DIR, postgres://… or esdb://…, found mysql:',
    ],
    ['HOST', '::g', 'HOST: expected an address of this machine, found ::g'],
  ])('refuses %s=%s in one line, before it makes anything', (name, value, line) => {
    const directory = mkdtempSync(join(tmpdir(), 'cluetrail-setting-'));
    const where = { CLUETRAIL_DATA: join(directory, 'data'), CLUETRAIL_CREATE: '1' };
    expect(served({ ...where, CLUETRAIL_VOLATILE: '1', [name]: value })).toMatchObject({
      ...{ status: 1, stdout: '', stderr: `cluetrail: ${line}\n` },
    });
    expect(readdirSync(directory)).toEqual([]);
    rmSync(directory, { recursive: true });
  });

  it('makes nothing that others may read, also in a directory that they may look into', async () => {
    const root = mkdtempSync(join(tmpdir(), 'cluetrail-mask-'));
    const data = join(root, 'data');
    mkdirSync(data);
    chmodSync(data, 0o755);
    const where = {
      CLUETRAIL_DATA: data,
      CLUETRAIL_CREATE: '1',
      CLUETRAIL_VOLATILE: '1',
      PORT: '0',
    };
    const before = process.umask(0o022);
    const server = spawn(process.execPath, [SERVICE], { env: { ...process.env, ...where } });
    process.umask(before);
    for (let told = ''; !told.includes('serving');) told += (await once(server.stdout, 'data'))[0];
    const modes = readdirSync(data).map((name) => [name, statSync(join(data, name)).mode & 0o077]);
    server.kill();
    await once(server, 'exit');
    rmSync(root, { recursive: true });
    expect(modes.map(([name]) => name)).toEqual(expect.arrayContaining(['events.db', 'read.db']));
    expect(modes.filter(([, others]) => others !== 0)).toEqual([]);
  });

  it('tells why it does not start also where its log is silent', () => {
    const directory = join(tmpdir(), 'cluetrail-nowhere');
    expect(served({ CLUETRAIL_DATA: directory, CLUETRAIL_LOG: 'silent' })).toMatchObject({
      ...{ status: 1, stdout: '' },
      stderr: `cluetrail: log-missing: data directory ${directory}: expected a directory, found none\n`,
    });
  });

  // The system denies both that the directory is there and that it can be made.
  it.each([
    ['CLUETRAIL_DATA', '/proc/cluetrail/data', 'CLUETRAIL_KEY_FILE'],
    ['CLUETRAIL_KEY_FILE', '/proc/cluetrail/master.key', 'CLUETRAIL_DATA'],
  ])('ends where %s=%s cannot be made', (name, place, other) => {
    const directory = mkdtempSync(join(tmpdir(), 'cluetrail-unmade-'));
    const where = { [name]: place, [other]: join(directory, 'there'), CLUETRAIL_CREATE: '1' };
    const { status, stderr } = served({ ...where, CLUETRAIL_VOLATILE: '1' });
    rmSync(directory, { recursive: true });
    expect([status, stderr]).toEqual([
      1,
      "cluetrail: ENOENT: no such file or directory, mkdir '/proc/cluetrail'\n",
    ]);
  });

  it.each([
    [
      'log-damaged',
      /^log damaged at position 2: /,
      (data: string, eventId: string) => {
        const bytes = readFileSync(join(data, 'events.db'));
        bytes[bytes.indexOf(`"${eventId}"`) + 1] ^= 1;
        writeFileSync(join(data, 'events.db'), bytes);
      },
    ],
    [
      'behind-pin',
      /; put a later copy of the log back, or, .* serve --accept-loss LEAF --as PERSON/,
      (data: string) =>
        writeFileSync(
          join(data, 'pin.json'),
          JSON.stringify({ position: 9, leaf: 'ab'.repeat(32) }),
        ),
    ],
  ])(
    'names %s in one line of its log and on standard error, with what helps',
    async (code, sentence, spoil) => {
      const directory = mkdtempSync(join(tmpdir(), 'cluetrail-refused-'));
      const data = join(directory, 'data');
      const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };
      const log = await openSqliteLog({ directory: data, clock, create: true });
      const noted = () => systemDraft({ stream: 'clue-a', type: 'Noted', data: {}, clock });
      const drafts = [noted(), noted()];
      await log.append('clue-a', 0, drafts);
      await log.close();
      spoil(data, drafts[1].eventId);
      const { status, stdout, stderr } = served({ CLUETRAIL_DATA: data, CLUETRAIL_VOLATILE: '1' });
      rmSync(directory, { recursive: true });
      const lines = stdout.trimEnd().split('\n');
      const line = expect.stringMatching(sentence);
      expect([status, stderr.replace(`cluetrail: ${code}: `, ''), lines.length]).toEqual([
        1,
        line,
        1,
      ]);
      expect(JSON.parse(lines[0])).toMatchObject({
        ...{ level: 60, code, msg: line },
      });
    },
  );

  (volatile ? it : it.skip)('refuses a file system that a power cut empties', async () => {
    const directory = mkdtempSync(`${SHM}/cluetrail-`);
    try {
      const ended = serveFromEnvironment({
        ...{ CLUETRAIL_DATA: `${directory}/data`, CLUETRAIL_KEY_FILE: `${directory}/key` },
        ...{ CLUETRAIL_CREATE: '1', CLUETRAIL_LOG: 'silent', PORT: '0' },
      });
      expect(await ended).toBe(1);
      expect(existsSync(`${directory}/data/events.db`)).toBe(false);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
