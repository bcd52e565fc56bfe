import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StubNode } from '../../../test/contract/stub-kurrent/stub-node.js';
import {
  postgresBinaries,
  type PostgresServer,
  startPostgres,
} from '../../../test/support/postgres-server.mjs';
import { openKurrentLog } from './kurrent-log/open-kurrent-log.js';
import { openPostgresLog } from './postgres-log/open-postgres-log.js';
import type { Log, Problem } from './shared/log.js';
import { draft } from './shared/testing/draft.js';
import { openSqliteLog } from './sqlite-log/open-sqlite-log.js';

const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };
const TAIL = 1;

interface Subject {
  open(): Promise<Log>;
  /** The second event of the log, and the third, from outside: a log that is open on SQLite is closed to everybody. */
  damage(): Promise<void>;
  dispose(): Promise<void>;
}

const SUBJECTS: [name: string, here: boolean, subject: () => Promise<Subject>][] = [
  ['SQLite', true, onSqlite],
  ['PostgreSQL', postgresBinaries() !== undefined, onPostgres],
  ['KurrentDB (stub: rules of the server in memory)', true, onKurrent],
];

describe.each(SUBJECTS.filter(([, here]) => here))('damage of a log on %s', (_name, _here, on) => {
  let subject: Subject;
  let log: Log;
  let heard: Problem[];
  afterAll(async () => {
    await server?.dispose();
    server = undefined;
  });
  beforeEach(async () => {
    subject = await on();
    const filled = await subject.open();
    for (const stream of ['clue-a', 'clue-b', 'clue-c', 'clue-d'])
      await filled.append(stream, 0, [draft(stream, { note: 'heard' })]);
    await filled.close();
    await subject.damage();
    log = await subject.open();
    heard = [];
    log.onDamage((problems) => heard.push(...problems));
  }, 180_000);
  afterEach(async () => {
    await log?.close();
    await subject?.dispose();
  });

  const leaf = expect.stringMatching(/^leaf: expected [0-9a-f]{64}, found [0-9a-f]{64}$/);

  it('is an alarm once, and known, when a read meets it; a verification adds what else there is', async () => {
    expect(log.damage).toEqual([]);
    for (let again = 0; again < 2; again++)
      await expect(log.read('clue-b')).rejects.toThrow(/damaged/);
    expect(log.damage).toEqual([{ position: expect.any(BigInt), problem: leaf }]);
    expect(heard).toEqual(log.damage);
    const { problems } = await log.verifyAll();
    expect(problems).toHaveLength(2);
    expect([log.damage, heard]).toEqual([problems, problems]);
    await log.verifyAll();
    expect(heard).toEqual(problems);
    expect(await log.append('clue-d', 1, [draft('clue-d')])).toMatchObject({
      outcome: 'appended',
    });
  });

  it.each([
    ['whoever reads all', () => log.readAll()],
    ['a subscription', () => log.subscribe(0n)[Symbol.asyncIterator]().next()],
  ])('is known when %s meets it', async (_who, reading) => {
    await expect(reading()).rejects.toThrow(/damaged/);
    expect(log.damage).toEqual([{ position: expect.any(BigInt), problem: leaf }]);
    expect(heard).toEqual(log.damage);
  });
});

async function onSqlite(): Promise<Subject> {
  const directory = mkdtempSync(join(tmpdir(), 'cluetrail-damage-'));
  return {
    open: () => openSqliteLog({ directory, clock, create: true, tail: TAIL }),
    damage: async () => {
      const db = new DatabaseSync(join(directory, 'events.db'));
      const [{ sql }] = db
        .prepare(`SELECT sql FROM sqlite_schema WHERE name = 'events_no_update'`)
        .all();
      db.exec(`DROP TRIGGER events_no_update; UPDATE events
        SET bytes = CAST(replace(CAST(bytes AS TEXT), 'heard', 'found') AS BLOB)
        WHERE position IN (2, 3); ${String(sql)}`);
      db.close();
    },
    dispose: async () => rmSync(directory, { recursive: true }),
  };
}

let server: PostgresServer | undefined;

async function onPostgres(): Promise<Subject> {
  server ??= await startPostgres();
  const url = await server.createDatabase();
  return {
    open: () => openPostgresLog({ url, clock, create: true, tail: TAIL }),
    damage: async () => {
      await server?.query(
        `ALTER TABLE cluetrail_log.events DISABLE TRIGGER USER; UPDATE cluetrail_log.events
        SET bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1) WHERE position IN (2, 3)`,
        [],
        url,
      );
    },
    dispose: async () => undefined,
  };
}

async function onKurrent(): Promise<Subject> {
  const node = await new StubNode().start();
  return {
    open: () => openKurrentLog({ url: node.url, clock, create: true, tail: TAIL }),
    damage: async () => {
      for (const record of node.database.records)
        if (/clue-[bc]/.test(record.stream))
          record.data = Buffer.from(Buffer.from(record.data).toString().replace('heard', 'found'));
    },
    dispose: () => node.stop(),
  };
}
