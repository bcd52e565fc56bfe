import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cluetrail, served, type ServedHere } from '../support/command-line.js';
import { DISCOVERY, ORGANISATION } from '../support/organisation.js';

/** As wide as it gets where nobody says how wide his terminal is; Chinese is counted double by table.spec. */
const WIDEST = 100;

describe('the command line, for people,', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-people-'));
  const data = join(root, 'data');
  let server: ServedHere;
  beforeAll(async () => {
    writeFileSync(join(root, 'org.yaml'), ORGANISATION);
    const { stdout } = await cluetrail('org', 'apply', join(root, 'org.yaml'), '--data', data);
    expect(stdout).toContain('organs        added 4');
    server = await served('--data', data, '--port', '0', '--volatile');
  }, 180_000);
  afterAll(async () => {
    expect(await server.end()).toBe(0);
    rmSync(root, { recursive: true, force: true });
  });
  const as = (person: string, ...words: string[]) =>
    cluetrail(...words, '--data', data, '--as', person);
  const discover = async (input: object) => {
    const words = ['do', 'discover', '--input', JSON.stringify(input), '--json'];
    return JSON.parse((await as('admin-nn', ...words)).stdout);
  };

  describe('tells of a clue', () => {
    let clue: string;
    beforeAll(async () => {
      clue = (await discover({ ...DISCOVERY, happenedAt: '2021-10-10' })).id;
    });

    it('the day that was entered, and since when it is written down', async () => {
      const { status, stdout } = await as('head-nn', 'history', clue);
      expect(status).toBe(0);
      expect(stdout).toMatch(/^times in Asia\/Shanghai\n/);
      expect(stdout).toMatch(/^2021-10-10 +20\d\d-\d\d-\d\d \d\d:\d\d +\d+ d/m);
      expect(stdout).not.toContain('2021-10-09');
    });

    it('its day in lists, too', async () => {
      const { stdout } = await as('head-nn', 'query', 'clues');
      expect(stdout).toContain(clue);
      expect(stdout).toContain('2021-10-10');
      expect(stdout).not.toMatch(/2021-10-09|T\d\d:/);
    });

    it('how to read on', async () => {
      await discover(DISCOVERY);
      const { stdout: first } = await as('head-nn', 'query', 'clues', '--with', 'limit=1');
      const [, cursor] = /^more: add --cursor with\n(\S+)$/m.exec(first) ?? [];
      const second = await as('head-nn', 'query', 'clues', '--with', 'limit=1', '--cursor', cursor);
      expect([second.status, second.stdout.includes(clue)]).toEqual([0, true]);
      expect(second.stdout).not.toContain('more:');
    });
  });

  it.each([
    ['query', 'totals'],
    ['query', 'organs'],
    ['status'],
    ['verify'],
    ['rebuild'],
    ['org', 'apply', join(root, 'org.yaml')],
  ])('answers %s %s in lines that fit, without JSON', async (...words) => {
    const { status, stdout } = await as('sysadmin-gx', ...words);
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/[{}"]|null|undefined/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(WIDEST);
  });

  describe('names what may have been meant,', () => {
    it('where a read model is asked for that there is not', async () => {
      const { status, stderr } = await as('head-nn', 'query', 'totls');
      expect(status).toBe(2);
      expect(stderr).toMatch(
        /^cluetrail: there is no read model called totls: did you mean totals(, \S+)*\? /,
      );
      expect(stderr).not.toContain('four-eyes-breaches');
    });

    it('where a command is given that there is not, and gives no other instead', async () => {
      const input = ['--input', JSON.stringify(DISCOVERY)];
      const total = async () =>
        JSON.parse((await as('head-nn', 'query', 'totals', '--json')).stdout).registered;
      const before = await total();
      for (const words of [['transfr', 'no-clue'], ['discovr']]) {
        const { status, stderr } = await as('admin-nn', 'do', ...words, ...input);
        expect([status, stderr.includes('not-found')]).toEqual([2, false]);
        expect(stderr).toMatch(
          /there is no command called \w+: did you mean (transfer|discover)(, \w+)*\?/,
        );
      }
      const { stderr } = await as('admin-nn', 'do', 'transfer', ...input);
      expect(stderr).toContain('expected the id');
      expect(await total()).toBe(before);
    });

    it('and finds by itself where a command belongs', async () => {
      const { status, stdout } = await as(
        'admin-nn',
        'do',
        'registerPerson',
        '--input',
        '{"name":"张伟"}',
      );
      expect(status).toBe(0);
      expect(stdout).toMatch(/^stream +person-/m);
    });

    it('in its help', async () => {
      const { stdout: query } = await cluetrail('query', '--help');
      expect(query).toMatch(
        /overdue \(also --as-of, --known-at\)\n +Overdue · 超期: clocks that ran out/,
      );
      expect(query).toMatch(/q=… words of its texts or names of its subjects/);
      expect((await cluetrail('help', 'do')).stdout).toMatch(
        /assignOfficers +Assign officers · 确定承办人/,
      );
    });
  });

  it.each([
    [['calendar', 'add', '2021-09-17', '3h'], 'period: expected 1 to 9999 working days, days or'],
    [
      ['calendar', 'add', '2021-09-17', '3d', '--region', 'XX'],
      'expected CN, CN-GX, NL, WEEKENDS or',
    ],
    [['procedures', 'check', root], `${root}: illegal operation on a directory`],
    [['import', root, '--mapping', 'receipt'], `${root}: expected a file, found a directory`],
    [
      ['org', 'apply', join(root, 'no.yaml')],
      `${join(root, 'no.yaml')}: no such file or directory`,
    ],
    [['do', 'transfer', 'x', '--input', '@/nowhere/x'], '/nowhere/x: no such file or directory'],
    [['query', 'me', '--as', 'li', '--server', 'http://127.0.0.1:1'], '--as: expected none with'],
    [
      ['status', '--data', '/nowhere/y'],
      '/nowhere/y (as --data says): expected a log, found none;',
    ],
  ])('%j is refused in one line', async (words, told) => {
    const { status, stdout, stderr } = await cluetrail(...words);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(told);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('names the kinds of matters where there is none of that name', async () => {
    for (const [words, kinds] of [
      [['attach', 'x', join(root, 'org.yaml')], 'clues, cases, reports.'],
      [['do', 'attachFiles', 'x'], 'clues, cases, reports, people.'],
    ] as const) {
      const asked = await as('admin-nn', ...words, '--kind', 'foo');
      expect([asked.status, asked.stderr]).toEqual([1, expect.stringContaining(kinds)]);
    }
  });

  it('says why an export cannot be written', async () => {
    const exported = async (out: string) => (await as('auditor-gx', 'export', '--out', out)).stderr;
    expect(await exported('/nowhere/x')).toBe('cluetrail: /nowhere/x: no such file or directory\n');
    if (existsSync('/dev/full'))
      expect(await exported('/dev/full')).toBe('cluetrail: /dev/full: no space left on device\n');
  });

  it('refuses who is not there by his name', async () => {
    const { status, stdout, stderr } = await as('nobody', 'query', 'overdue');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe('cluetrail: no-such-person: There is no person nobody.\n');
  });

  it('says what a time looks like', async () => {
    const { stderr } = await as('head-nn', 'query', 'totals', '--as-of', 'yesterday');
    expect(stderr).toContain(
      '--as-of: expected a date like 2026-11-24, or an instant with offset like 2026-11-24T09:00:00+08:00, found yesterday',
    );
  });

  it('says who uses a directory, and how to reach him', async () => {
    const { status, stderr } = await cluetrail(
      'serve',
      '--data',
      data,
      '--port',
      '0',
      '--volatile',
    );
    expect(status).toBe(1);
    const [before, after] = stderr.split(/ [(]process \d+, since \d{4}-\S+Z[)]/);
    expect(before).toContain(`a server is running on ${data}`);
    expect(after).toContain(`; commands with --data ${data} go`);
  });

  it('names the port that is in use', async () => {
    const other = createServer();
    const port = await new Promise<string>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve(String(Object(other.address()).port)));
    });
    const place = ['--data', join(root, 'busy'), '--create', '--volatile'];
    const { status, stderr } = await cluetrail('serve', ...place, '--port', port);
    other.close();
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`cluetrail: port ${port}: in use already; .*--port N`));
  });

  it('says to whom it is open', async () => {
    expect(server.stderr()).not.toMatch(/reachable/);
    const place = ['--data', join(root, 'open'), '--create', '--volatile', '--port', '0'];
    const open = await served(...place, '--host', '0.0.0.0');
    await open.end();
    expect(open.stdout).toMatch(/at http:\/\/0[.]0[.]0[.]0:\d+\n/);
    expect(open.stderr()).toMatch(/warning: everything is reachable from other machines/);
  });
});
