import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as rest } from 'node:timers/promises';
import { openSqliteLog } from '@cluetrail/stores';
import { drafts, fill, SetClock } from '../contract/subject.js';
import { StubNode } from '../contract/stub-kurrent/stub-node.js';
import { asRoot, onSmallDisk } from '../../libs/stores/test/small-disk.js';
import { cluetrail, MAIN } from '../support/command-line.js';
import { postgresBinaries, startPostgres } from '../support/postgres-server.mjs';

const clock = new SetClock();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cluetrail-log-copy-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => `sqlite:${join(folder, name)}`;

async function written(name: string, events: number): Promise<string> {
  const log = await openSqliteLog({ directory: join(folder, name), clock, create: true });
  await log.append('log', 0, drafts('log', 1));
  for (const stream of ['clue-a', 'clue-b', 'person-c']) await fill(log, stream, events);
  await log.close();
  return at(name);
}

async function copied(from: string, to: string) {
  const { status, stdout, stderr } = await cluetrail(...wordsOf(from, to));
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function wordsOf(from: string, to: string): string[] {
  return ['log', 'copy', from, to, '--volatile', '--json'];
}

/** A bit of its last event. */
function spoil(name: string): void {
  const file = join(folder, name, 'events.db');
  const bytes = readFileSync(file);
  const db = new DatabaseSync(file, { readOnly: true });
  const row = db.prepare('SELECT bytes FROM events ORDER BY position DESC LIMIT 1').get();
  db.close();
  bytes[bytes.indexOf(row?.['bytes'] as Uint8Array) + 40] ^= 1; // a blob, by the schema
  writeFileSync(file, bytes);
}

function walBytes(name: string): number {
  const wal = join(folder, name, 'events.db-wal');
  return statSync(wal, { throwIfNoEntry: false })?.size ?? 0;
}

const withPostgres = postgresBinaries() ? it : it.skip;

describe('cluetrail log copy', () => {
  withPostgres(
    'goes from SQLite to PostgreSQL and back with the same hash of all leaves in order',
    async () => {
      const server = await startPostgres();
      try {
        const database = await server.createDatabase();
        const source = await written('source', 1000);
        const there = await copied(source, database);
        const back = await copied(database, at('back'));
        const { pathname } = new URL(database);
        const to = `PostgreSQL 127.0.0.1:${server.port}${pathname}, schema cluetrail_log`;
        expect(there).toEqual({ events: 3001, copied: 3001, leaves: expect.any(String), to });
        expect(back).toEqual({ ...there, to: at('back') });
        expect(await copied(source, at('back'))).toEqual({ ...back, copied: 0 });
        expect(await cluetrail(...wordsOf(source, `${database}?Log=archive`))).toMatchObject({
          status: 1,
          stderr: expect.stringMatching(/^cluetrail: no-store: target: expected log=NAME .*"Log"/),
        });
      } finally {
        await server.dispose();
      }
    },
    120_000,
  );

  withPostgres(
    'is prepared for by its owner, who is told what was made',
    async () => {
      const server = await startPostgres();
      try {
        const database = await server.createDatabase();
        await server.query('CREATE ROLE serves LOGIN');
        const prepared = async () => {
          const { stdout } = await cluetrail(
            ...['log', 'prepare', database, '--role', 'serves', '--json'],
          );
          return JSON.parse(stdout);
        };
        const store = `PostgreSQL 127.0.0.1:${server.port}${new URL(database).pathname}, schema cluetrail_log`;
        const made = { store, log: 'made', readModels: 'schema cluetrail_read', role: 'serves' };
        expect(await prepared()).toEqual(made);
        expect(await prepared()).toEqual({ ...made, log: 'stood' });
      } finally {
        await server.dispose();
      }
    },
    120_000,
  );

  it('goes to a stub of KurrentDB and back just so (stub)', async () => {
    const node = await new StubNode().start();
    const there = await copied(await written('source', 300), node.url);
    const to = expect.stringMatching(/^esdb:.* log cluetrail$/);
    expect(there).toEqual({ events: 901, copied: 901, leaves: expect.any(String), to });
    expect(await copied(node.url, at('back'))).toEqual({ ...there, to: at('back') });
    await node.stop();
  }, 120_000);

  it('goes on after every kill -9 where it ended, and ends with the same log', async () => {
    const source = await written('source', 10_000);
    let kills = 0;
    while (kills < 5) {
      const child = spawn(process.execPath, [MAIN, ...wordsOf(source, at('target'))]);
      const killed = new Promise<boolean>((resolve) =>
        child.on('close', (_, signal) => resolve(signal === 'SIGKILL')),
      );
      let ended = false;
      void killed.then(() => (ended = true));
      // Every opening empties the WAL: that it holds pages again means that this run has copied.
      while (!ended && walBytes('target') < 1_000_000) await rest(2);
      child.kill('SIGKILL');
      if (!(await killed)) break;
      kills += 1;
    }
    expect(kills).toBeGreaterThan(0);
    // Its first events are a log that nothing is wrong with.
    for (const words of [
      ['serve', '--data', join(folder, 'target'), '--port', '0', '--volatile'],
      ['verify', '--data', join(folder, 'target')],
      wordsOf(at('target'), at('undisturbed')),
    ])
      expect(await cluetrail(...words)).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(/^cluetrail: copy-unfinished: (source: )?log .*target/),
      });
    const { events, copied: left, leaves } = await copied(source, at('target'));
    expect(events).toBe(30_001);
    expect(left).toBeLessThan(events);
    expect(await copied(source, at('undisturbed'))).toMatchObject({ events, leaves });
  }, 180_000);

  it('refuses a target that holds another log, an address that is none, and a source that is not there', async () => {
    const [one, other] = [await written('one', 100), await written('other', 100)];
    expect(await cluetrail(...wordsOf(one, other))).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^cluetrail: other-log: copy: expected a target .* event 1 /),
    });
    expect((await cluetrail(...wordsOf('mysql://h/d', at('new')))).stderr).toContain(
      'source: expected sqlite:DIR, postgres://… or esdb://…, found mysql:',
    );
    expect((await cluetrail(...wordsOf(at('nowhere'), at('new')))).stderr).toMatch(/log-missing/);
  });

  it('names the log that is damaged: the source or the target, and where it lies', async () => {
    const source = await written('source', 100);
    await copied(source, at('target'));
    const refused = async () => (await cluetrail(...wordsOf(source, at('target')))).stderr;
    // An opening looks at the newest events.
    spoil('target');
    expect(await refused()).toMatch(
      /^cluetrail: log-damaged: target sqlite:.*[/]target: log damaged at position 301: /,
    );
    spoil('source');
    expect(await refused()).toMatch(
      /^cluetrail: log-damaged: source sqlite:.*[/]source: log damaged at position 301: /,
    );
  });

  asRoot(
    'ends by name on a disk that is full or becomes so, and goes on once there is room',
    async () => {
      const source = await written('source', 20_000);
      await onSmallDisk(join(folder, 'small'), '8m', async () => {
        const refused = async () => {
          const { status, stderr } = await cluetrail(...wordsOf(source, at('small')));
          expect([status, stderr]).toEqual([
            1,
            expect.stringMatching(
              /^cluetrail: store-full: target sqlite:.*[/]small: expected room on its disk, found ".*full"; make room and give the same "cluetrail log copy" again, it goes on where it ended\n$/,
            ),
          ]);
        };
        const ballast = join(folder, 'small', 'ballast');
        expect(() => writeFileSync(ballast, Buffer.alloc(9 * 1024 * 1024))).toThrow(/ENOSPC/);
        await refused();
        rmSync(ballast);
        await refused();
        spawnSync('mount', ['-o', 'remount,size=200m', join(folder, 'small')]);
        expect(await copied(source, at('small'))).toMatchObject({ events: 60_001 });
      });
    },
    180_000,
  );

  asRoot('names which of both may not be written, and that it is read-only', async () => {
    const source = await written('source', 100);
    await onSmallDisk(join(folder, 'small'), '8m', async (small) => {
      await copied(source, at('small/kept'));
      spawnSync('mount', ['-o', 'remount,ro', small]);
      const refused = async (from: string, to: string) =>
        (await cluetrail(...wordsOf(from, to))).stderr;
      const why =
        /log .*[/]events[.]db: expected that it may be written, found "EROFS: read-only file system, /;
      for (const to of ['small/new', 'small/new/below'])
        expect(await refused(source, at(to))).toMatch(
          new RegExp(`^cluetrail: log-unreadable: target: ${why.source}`),
        );
      expect(await refused(at('small/kept'), at('other'))).toMatch(
        new RegExp(`^cluetrail: log-unreadable: source: ${why.source}`),
      );
    });
  });

  it('refuses a source that holds no event, before it makes a target', async () => {
    const directory = join(folder, 'prepared');
    await (await openSqliteLog({ directory, clock, create: true })).close();
    expect(await cluetrail(...wordsOf(at('prepared'), at('new')))).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /^cluetrail: log-missing: source: .*prepared: expected a log with its first event, found none\n$/,
      ),
    });
    expect(existsSync(join(folder, 'new'))).toBe(false);
  });

  asRoot('says that a directory may not be looked into, not that no log is there', async () => {
    const source = await written('source', 10);
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'source'), 0o000);
    const somebody = { uid: 65_534, gid: 65_534, encoding: 'utf8' } as const;
    const told = (...words: string[]) =>
      spawnSync(process.execPath, [MAIN, ...words], somebody).stderr;
    expect(told(...wordsOf(source, at('new')))).toMatch(
      /^cluetrail: log-unreadable: source: .*EACCES/,
    );
    for (const command of ['verify', 'serve'])
      expect(told(command, '--data', join(folder, 'source'))).toMatch(
        /^cluetrail: log-unreadable: data directory .*: expected that it may be read, found "EACCES/,
      );
  });

  it('says which side it was where a write fails for another reason than room', async () => {
    const source = await written('source', 5000);
    const words = wordsOf(source, at('limited'));
    const limited = ['-c', 'ulimit -f 2500; exec "$@"', '-', process.execPath, MAIN, ...words];
    const { status, stderr } = spawnSync('bash', limited, { encoding: 'utf8' });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^cluetrail: log-unreadable: target: expected that it may be written, found ".*I[/]O error"\n$/,
      ),
    ]);
  });

  it('refuses two names of one place, and sqlite: without a directory', async () => {
    const source = await written('one', 10);
    symlinkSync(join(folder, 'one'), join(folder, 'link'));
    for (const to of [source, at('link'), `${source}/.`])
      expect(await cluetrail(...wordsOf(source, to))).toMatchObject({
        status: 1,
        stderr: `cluetrail: log copy: expected two stores, found ${to} twice\n`,
      });
    const [one, other] = ['postgres://a@h/d', 'postgres://b:secret@h/d'];
    expect((await cluetrail(...wordsOf(one, other))).stderr).toBe(
      'cluetrail: log copy: expected two stores, found PostgreSQL h/d, schema cluetrail_log twice\n',
    );
    expect(await cluetrail(...wordsOf('sqlite:', at('new')))).toMatchObject({
      status: 1,
      stderr:
        'cluetrail: no-store: source: expected sqlite:DIR, found "sqlite:" without a directory\n',
    });
  });

  it('says in its help that keys and attachments are to be copied too', async () => {
    const { stdout } = await cluetrail('log', 'copy', '--help');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'copy keys.db with keys.db-wal, attachments/ and the master key yourself',
    );
  });
});
