import {
  chmodSync,
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatabaseSync } from 'node:sqlite';
import { cluetrail, cluetrailAlone, served } from '../support/command-line.js';
import { ORGANISATION } from '../support/organisation.js';
import { onEmbedded } from '../support/store.js';

describe('the command line', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-cli-'));
  const data = join(root, 'data');
  const file = (name: string, text: string) => {
    writeFileSync(join(root, name), text);
    return join(root, name);
  };
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('computes a due date by hand', async () => {
    const words = 'calendar add 2021-09-17 5W --region CN --json';
    const { stdout } = await cluetrail(...words.split(' '));
    const { dueOn, provisional, skipped } = JSON.parse(stdout);
    expect([dueOn, provisional]).toEqual(['2021-09-26', false]);
    expect(skipped.map(({ on }: { on: string }) => on)).toEqual([
      '2021-09-19',
      '2021-09-20',
      '2021-09-21',
      '2021-09-25',
    ]);
    const rolled = await cluetrail('calendar', 'add', '2021-09-01', '1M', '--json');
    expect(JSON.parse(rolled.stdout).dueOn).toBe('2021-10-08');
    const asItFalls = await cluetrail('calendar', 'add', '2021-09-01', '1M', '--no-roll', '--json');
    expect(JSON.parse(asItFalls.stdout).dueOn).toBe('2021-10-01');
    expect(
      JSON.parse((await cluetrail('calendar', 'add', '2027-09-30', '1W', '--json')).stdout)
        .provisional,
    ).toBe(true);
  });

  it.each([
    [['calendar', 'add', '2021-02-30', '5W'], '2021-02-30'],
    [['calendar', 'add', '2021-02-01', '5X'], '5X'],
    [['query', 'totals', '--data', '/nonexistent/cluetrail'], 'expected a log, found none'],
    [['nonsense'], 'unknown command'],
    [['query', 'clues', '--with', 'limit=1', 'limit=2'], '--with: expected every field once'],
    [['query', 'clues', '--with', 'limit=1', '--with', 'limit=1'], 'found limit twice'],
    [['serve', '--port', ''], '--port: expected 0 to 65535, found nothing'],
    [['demo', '--port', ' '], '--port: expected 0 to 65535, found'],
    [['serve', '--port', '0x50'], 'found 0x50'],
    [['query', 'totals', '--server', 'not a url'], '--server: expected a URL'],
  ])('%j is refused in one line that names what was found', async (words, told) => {
    const { status, stdout, stderr } = await cluetrail(...words);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^cluetrail: /);
    expect(stderr).toContain(told);
  });

  describe('with an organisation file', () => {
    it('changes nothing in a dry run, then applies it once', async () => {
      const yaml = file('org.yaml', ORGANISATION);
      const dry = JSON.parse(
        (await cluetrail('org', 'apply', yaml, '--data', data, '--dry-run', '--json')).stdout,
      );
      expect([dry.dryRun, dry.summary.organs.added]).toEqual([true, 4]);
      const made = JSON.parse(
        (await cluetrail('org', 'apply', yaml, '--data', data, '--json')).stdout,
      );
      expect(made.events).toBe(dry.events);
      const again = JSON.parse(
        (await cluetrail('org', 'apply', yaml, '--data', data, '--as', 'sysadmin-gx', '--json'))
          .stdout,
      );
      expect(again.events).toBe(0);
    });

    it('names line, what was expected and what was found, and applies nothing', async () => {
      const yaml = file(
        'bad.yaml',
        `organs:\n  - { id: zz, name: { en: Z, zh: 乙 }, tier: planet, parent: gx }\n`,
      );
      const { status, stderr } = await cluetrail(
        'org',
        'apply',
        yaml,
        '--data',
        data,
        '--as',
        'sysadmin-gx',
      );
      expect(status).toBe(1);
      expect(stderr).toContain('line 2');
      expect(stderr).toContain('planet');
      expect(
        (await cluetrail('query', 'organs', '--data', data, '--as', 'sysadmin-gx')).stdout,
      ).not.toContain('zz');
    });

    it('asks who acts once there is one', async () => {
      const { status, stderr } = await cluetrail('query', 'totals', '--data', data);
      expect([status, stderr]).toEqual([
        1,
        'cluetrail: person-needed: Say who acts: --as PERSON, or the header Cluetrail-As.\n',
      ]);
    });
  });

  it('checks a procedure line by line', async () => {
    const shipped = fileURLToPath(
      new URL('../../libs/clues/procedures/cn-2019-example.v1.yaml', import.meta.url),
    );
    expect((await cluetrail('procedures', 'check', shipped)).status).toBe(0);
    const text = readFileSync(shipped, 'utf8').replace(
      'by: [clue-admin], from: [registered]',
      'by: [wizard], from: [registered]',
    );
    const bad = file('wizard.yaml', text);
    const line = text.split('\n').findIndex((one) => one.includes('wizard')) + 1;
    const { status, stderr } = await cluetrail('procedures', 'check', bad);
    expect(status).toBe(1);
    expect(stderr).toContain(`wizard.yaml:${line}: workflows.clue.transfer.by[0]: expected one of`);
    expect(stderr).toContain('found wizard');
  });

  it('gives a command, and the same command again adds nothing', async () => {
    const input = JSON.stringify({
      source: 'audit',
      subjects: [{ personId: 'chen' }],
      summary: '反映',
    });
    const as = (...words: string[]) =>
      cluetrail('do', ...words, '--data', data, '--as', 'admin-nn', '--json');
    const give = async () =>
      JSON.parse((await as('discover', '--input', input, '--key', 'k1')).stdout);
    const first = await give();
    expect((await give()).eventId).toBe(first.eventId);
    const moved = await as('checkDuplicates', first.id);
    expect(JSON.parse(moved.stdout).version).toBe(2);
    const refused = await as('settle', first.id, '--input', '{"outcome":"clarified"}');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('wrong-state: Not open in state registered');
  });

  it('attaches files in one go, or none of them', async () => {
    const as = (...words: string[]) =>
      cluetrail(...words, '--data', data, '--as', 'admin-nn', '--json');
    const input = { source: 'audit', subjects: [{ personId: 'chen' }], summary: '反映' };
    const begun = await as('do', 'discover', '--input', JSON.stringify(input));
    const { id } = JSON.parse(begun.stdout);
    const letter = file('letter.txt', 'what was said');
    const missing = await as('attach', id, letter, join(root, 'none.txt'));
    expect(missing.stderr).toMatch(/^cluetrail: .*none\.txt: no such file/);
    const { status } = await as('attach', id, letter, file('photo.txt', 'what was seen'));
    expect(status).toBe(0);
    const { items } = JSON.parse((await as('history', id)).stdout);
    expect([items.length, items[1].type, items[1].attachments.length]).toEqual([
      2,
      'FilesAttached',
      2,
    ]);
    const faulty = await as('attach', id, letter, '--input', '[]');
    expect(faulty.stderr).toBe('cluetrail: --input: expected a JSON object, found []\n');
  });

  it('says what fields a command takes', async () => {
    const { status, stdout } = await cluetrail('do', 'transfer', '--help');
    expect(status).toBe(0);
    expect(stdout).toContain('transfer (clues): Transfer · 移送');
    expect(stdout).toContain('to*: id');
    expect(stdout).toContain('direction*: up | down | across | designated | raised');
    expect(stdout).not.toContain('checkDuplicates');
  });

  it('tells an import with broken rows by exit 2', async () => {
    const header =
      'case:concept:name,concept:instance,concept:name,time:timestamp,org:resource,case:startdate,case:enddate,case:deadline';
    const at = '2011-01-03 10:00:00.000000+01:00';
    const csv = file(
      'log.csv',
      `${header}\nc1,r1,Confirmation of receipt,${at},Resource1,${at},,${at}\nc2,r2,T02 x,never,Resource1,${at},,${at}\n`,
    );
    const place = join(root, 'imported');
    const { status, stdout, stderr } = cluetrailAlone(
      'import',
      csv,
      '--mapping',
      'receipt',
      '--data',
      place,
    );
    expect(status).toBe(2);
    expect(stdout).toContain('added');
    expect(stderr).toContain('never');
    const totals = JSON.parse(
      (await cluetrail('query', 'totals', '--as-of', '2011-06-30', '--data', place, '--json'))
        .stdout,
    );
    expect([totals.registered, totals.open, totals.overdue]).toEqual([1, 1, 1]);
  });

  it('goes through a running server, which a second one is refused beside', async () => {
    const server = await served('--data', data, '--port', '0', '--volatile');
    try {
      expect(statSync(join(data, 'admin.sock')).mode & 0o777).toBe(0o600);
      expect(
        (await cluetrail('query', 'clues', '--data', data, '--as', 'admin-nn', '--json')).status,
      ).toBe(0);
      const second = cluetrailAlone('serve', '--data', data, '--port', '0', '--volatile');
      expect(second.status).toBe(1);
      expect(second.stderr).toMatch(/^cluetrail: in-use: /);
    } finally {
      expect(await server.end()).toBe(0);
    }
    expect(
      (await cluetrail('verify', '--data', data, '--as', 'auditor-gx', '--json')).stdout,
    ).toContain('"ok":true');
  }, 180_000);

  describe('refuses to serve, by name,', () => {
    /** A copy of the directory with its key, to be harmed. */
    const copy = (name: string) => {
      const place = join(root, name);
      cpSync(data, place, { recursive: true });
      cpSync(`${data}.key`, `${place}.key`);
      chmodSync(`${place}.key`, 0o400);
      return place;
    };
    const serve = (place: string, ...more: string[]) =>
      cluetrail('serve', '--data', place, '--port', '0', '--volatile', ...more);

    onEmbedded('a damaged log, with the position', async () => {
      const place = copy('damaged');
      const db = new DatabaseSync(join(place, 'events.db'));
      db.exec('pragma journal_mode = wal; drop trigger if exists events_are_not_changed');
      const triggers = db.prepare("select name from sqlite_master where type = 'trigger'").all();
      for (const { name } of triggers) db.exec(`drop trigger ${String(name)}`);
      db.exec(
        "update events set bytes = cast(replace(cast(bytes as text), 'ClueDiscovered', 'ClueDiscoverex') as blob)",
      );
      db.close();
      const { status, stderr } = await serve(place);
      expect(status).toBe(1);
      expect(stderr).toMatch(/^cluetrail: log-damaged: .*position \d+/);
      const verify = await cluetrail('verify', '--data', place, '--json');
      const { ok, opened, problems } = JSON.parse(verify.stdout);
      expect([verify.status, ok, opened]).toEqual([1, false, false]);
      expect(
        new Set(problems.map((one: { position: number }) => one.position)).size,
      ).toBeGreaterThan(2);
    });

    it('a missing key file, and a wrong one', async () => {
      const place = copy('keyless');
      rmSync(`${place}.key`);
      expect((await serve(place)).stderr).toMatch(/^cluetrail: key-file-missing: .*; put it /);
      const wrong = join(root, 'wrong.key');
      const fd = openSync(wrong, 'w', 0o400);
      writeSync(fd, `${'0'.repeat(64)}\n`);
      closeSync(fd);
      expect((await serve(place, '--key-file', wrong)).stderr).toMatch(/: key-wrong: .*; name /);
    });

    it('a key file within the data directory', async () => {
      const place = copy('inside');
      const { status, stderr } = await serve(place, '--key-file', join(place, 'master.key'));
      expect([status, stderr.split(':')[1]]).toEqual([1, ' key-file-inside']);
    });

    onEmbedded('a log that has lost its end', async () => {
      const place = copy('cut');
      rmSync(join(place, 'events.db'));
      const asked = [
        await serve(place),
        await serve(place, '--create'),
        await cluetrail('verify', '--data', place),
      ];
      for (const { stderr: told } of asked) {
        expect(told).toMatch(/^cluetrail: log-missing: .* a pin at position \d+/);
        expect(told).not.toContain('--create');
      }
    });

    it('a production log as a demo', async () => {
      expect((await serve(copy('production'), '--demo')).stderr).toMatch(
        /^cluetrail: not-a-demo: /,
      );
    });
  });
});
