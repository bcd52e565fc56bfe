import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../api/src/index.js';
import { run } from './cli.js';

const VARIABLES = ['CLUETRAIL_DATA', 'CLUETRAIL_STORE', 'CLUETRAIL_READ'];
const STORES = 'sqlite:DIR, postgres://… or esdb://…';

describe('where a command is told that things lie', () => {
  const before = { directory: process.cwd(), variables: VARIABLES.map((one) => process.env[one]) };
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'cluetrail-asked-'));
    process.chdir(root);
    for (const name of VARIABLES) delete process.env[name];
  });
  afterEach(() => {
    process.chdir(before.directory);
    for (const [index, name] of VARIABLES.entries()) {
      const value = before.variables[index];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(root, { recursive: true });
  });

  const serving = ['serve', '--create', '--volatile', '--port', '0'];
  const data = ['--data', 'data'];
  it.each([
    [[...serving, '--data='], '--data: expected a directory, found nothing'],
    [[...serving, '--data', ' '], '--data: expected a directory, found nothing'],
    [['demo', '--data='], '--data: expected a directory, found nothing'],
    [['org', 'apply', 'org.yaml', '--data='], '--data: expected a directory, found nothing'],
    [[...serving, ...data, '--key-file='], '--key-file: expected a file, found nothing'],
    [
      [...serving, ...data, '--host', ''],
      '--host: expected an address of this machine, found nothing',
    ],
    [
      [...serving, ...data, '--host', '::g'],
      '--host: expected an address of this machine, found ::g',
    ],
    [[...serving, ...data, '--port', '65536'], '--port: expected 0 to 65535, found 65536'],
    [[...serving, ...data, '--store='], `no-store: --store: expected ${STORES}, found no scheme`],
    [
      [...serving, ...data, '--read', 'postgres://h/d?log=A%20b'],
      'no-store: --read: expected a lower-case name as log, found "A b"',
    ],
    [
      [...serving, ...data, '--store', 'esdb://admin:s3cretpw@h:2113?tls=maybe'],
      'no-store: --store: expected tls to be true or false, found maybe in esdb://h:2113',
    ],
    [
      [...serving, ...data, '--accept-loss', 'ab'.repeat(32), '--as', 'li', '--reason', 'none'],
      'serve: expected --accept-loss without --create, found both: a log that is made has lost nothing',
    ],
    [
      ['log', 'copy', 'esdb://admin:s3cretpw@h?defaultDeadline=-5', 'sqlite:target'],
      'no-store: source: expected defaultDeadline to be a whole number above 0 (milliseconds), found -5 in esdb://h',
    ],
    [
      ['org', 'apply', 'org.yaml', '--dry-run', ...data, '--store', 'mysql://x'],
      `no-store: --store: expected ${STORES}, found mysql:`,
    ],
  ])('refuses %j by the name of the option, and makes nothing', async (words, message) => {
    writeFileSync('org.yaml', 'people: []\n');
    expect(await told(words)).toEqual([1, `cluetrail: ${message}\n`]);
    expect(readdirSync(root)).toEqual(['org.yaml']);
  });

  it.each([
    ['CLUETRAIL_DATA', '', 'CLUETRAIL_DATA: expected a directory, found nothing'],
    ['CLUETRAIL_DATA', ' ', 'CLUETRAIL_DATA: expected a directory, found nothing'],
    ['CLUETRAIL_STORE', ' ', `no-store: CLUETRAIL_STORE: expected ${STORES}, found no scheme`],
    [
      'CLUETRAIL_READ',
      'esdb://x',
      'no-store: CLUETRAIL_READ: expected postgres://… or DIR/.cluetrail/data/read.db, found esdb:',
    ],
  ])('refuses %s="%s" by its name, and makes nothing', async (name, value, message) => {
    process.env[name] = value;
    const line = `cluetrail: ${message.replace('DIR/.', `${process.cwd()}/.`)}\n`;
    writeFileSync('org.yaml', 'people: []\n');
    for (const words of [serving, ['org', 'apply', 'org.yaml']])
      expect(await told(words)).toEqual([1, line]);
    expect(readdirSync(root)).toEqual(['org.yaml']);
  });

  it('is looked at also beside a running server, which keeps its own', async () => {
    const server = await serve({
      ...{ directory: 'data', create: true, demo: true, listen: false },
      keyFile: join(root, 'key'),
    });
    try {
      const own = join(process.cwd(), 'data', 'read.db');
      for (const [value, found] of [
        ['sqlite:x', 'sqlite:'],
        ['', 'no scheme'],
        [join('data', 'other.db'), 'no scheme'],
      ])
        for (const command of ['status', 'verify', 'rebuild'])
          expect(await told([command, ...data, '--read', value])).toEqual([
            1,
            `cluetrail: no-store: --read: expected postgres://… or ${own}, found ${found}\n`,
          ]);
      for (const command of ['status', 'verify'])
        expect(await told([command, ...data, '--store', 'postgres://127.0.0.1:1/x'])).toEqual([
          1,
          expect.stringMatching(
            /^cluetrail: other-store: data directory .*: expected the store sqlite:.*, where its log lies, found postgres:[/][/]127[.]0[.]0[.]1:1[/]x; /,
          ),
        ]);
      const store = `sqlite:${join(process.cwd(), 'data')}`;
      expect(await told(['status', ...data, '--store', store])).toEqual([0, '']);
      expect(await told(['status', ...data, '--read', join('data', 'read.db')])).toEqual([0, '']);
      expect(await told(['status', ...data, '--read', 'postgres://127.0.0.1:1/x'])).toEqual([
        0,
        '',
      ]);
    } finally {
      await server.close();
    }
    expect(existsSync(join(root, 'data', 'store.json'))).toBe(false);
  });

  it('is told in the help with the file that leads back, and with what a running server does', async () => {
    const words: string[] = [];
    const { write } = process.stdout;
    process.stdout.write = (text: string | Uint8Array) => words.push(String(text)) > 0;
    try {
      await run(['verify', '--help']);
    } finally {
      process.stdout.write = write;
    }
    const help = words.join('').replaceAll(/\s+/g, ' ');
    expect(help).toContain('postgres://…, or DIR/read.db to have them in the data directory again');
    expect(help.match(/a server that runs already keeps its own/g)).toHaveLength(2);
  });
});

/** The exit code of a command line, and what it wrote on standard error. */
async function told(words: readonly string[]): Promise<[number, string]> {
  const { stdout, stderr } = process;
  const writes = [stdout.write, stderr.write] as const;
  const written: string[] = [];
  stdout.write = () => true;
  stderr.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  try {
    return [await run(words), written.join('')];
  } finally {
    [stdout.write, stderr.write] = writes;
  }
}
