import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clock, describeOnPostgres } from '../../../test/support/describe-on-postgres.js';
import { StubNode } from '../../../test/contract/stub-kurrent/stub-node.js';
import { copyLog } from './copy-log.js';
import { openKurrentLog } from './kurrent-log/open-kurrent-log.js';
import { openPostgresLog } from './postgres-log/open-postgres-log.js';
import type { PostgresLog } from './postgres-log/postgres-log.js';
import { draft } from './shared/testing/draft.js';
import { openSqliteLog } from './sqlite-log/open-sqlite-log.js';
import type { SqliteLog } from './sqlite-log/sqlite-log.js';

/** To trade places, by way of one that is nobody's. */
const swapped = (one: number, other: number) =>
  [
    [one, 0],
    [other, one],
    [0, other],
  ]
    .map(
      ([from, to]) => `UPDATE cluetrail_log.events SET position = ${to} WHERE position = ${from}`,
    )
    .join('; ');

/** Of eight events, two at a time of two streams in turn. */
const DAMAGES: [what: string, sql: string, place: number, problem: RegExp][] = [
  [
    'events of two streams that traded places',
    swapped(2, 3),
    3,
    /recordedAt: expected a time after .*Z, found .*Z$/,
  ],
  [
    'events of one stream that traded places',
    swapped(5, 6),
    5,
    /version in its stream: expected 3, found 4$/,
  ],
  [
    'a gap',
    'DELETE FROM cluetrail_log.events WHERE position = 5',
    5,
    /expected position 5, found 6$/,
  ],
  [
    'an end that is gone',
    'DELETE FROM cluetrail_log.events WHERE position > 6',
    7,
    /expected position 7, found none$/,
  ],
];

describeOnPostgres('a copy of a damaged log', (on) => {
  let directory: string;
  let from: PostgresLog;
  let to: SqliteLog;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'cluetrail-copy-'));
    from = await openPostgresLog({ url: on.url, clock, create: true });
    for (let version = 0; version < 4; version += 2)
      for (const stream of ['clue-a', 'clue-b'])
        await from.append(stream, version, [draft(stream), draft(stream)]);
    to = await openSqliteLog({ directory, clock, create: true });
  });
  afterEach(async () => {
    await Promise.all([from.close(), to.close()]);
    rmSync(directory, { recursive: true });
  });

  it.each(DAMAGES)(
    'is refused with the place that a verification names: %s',
    async (_, sql, place, problem) => {
      await on.sql(`ALTER TABLE cluetrail_log.events DISABLE TRIGGER USER; ${sql}`);
      const { problems } = await from.verifyAll();
      expect(problems.map(({ position }) => position)).toContain(BigInt(place));
      await expect(copyLog({ from, to })).rejects.toMatchObject({
        code: 'log-damaged',
        message: expect.stringMatching(problem),
        detail: expect.objectContaining({ position: String(place) }),
      });
      expect(await to.readAll()).toEqual([]);
    },
  );
});

describe('a copy of a log whose positions have gaps', () => {
  it('is refused where its last event is gone', async () => {
    const node = await new StubNode().start();
    const from = await openKurrentLog({ url: node.url, clock, create: true });
    await from.append('clue-a', 0, [draft('clue-a'), draft('clue-a')]);
    const last = node.database.records.pop();
    const directory = mkdtempSync(join(tmpdir(), 'cluetrail-copy-'));
    const to = await openSqliteLog({ directory, clock, create: true });
    await expect(copyLog({ from, to })).rejects.toMatchObject({
      code: 'log-damaged',
      message: expect.stringMatching(/: end: expected an event there, found the last at \d+$/),
      detail: { position: String(last?.position) },
    });
    await Promise.all([from.close(), to.close()]);
    await node.stop();
    rmSync(directory, { recursive: true });
  });
});
