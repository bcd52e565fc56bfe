import {
  postgresBinaries,
  type PostgresServer,
  startPostgres,
} from '../../../../test/support/postgres-server.mjs';
import { draft } from '../shared/testing/draft.js';
import { openPostgresLog } from './open-postgres-log.js';
import type { PostgresLog } from './postgres-log.js';

const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };
/** Less than after which each looks himself. */
const TOLD_MILLIS = 2000;

(postgresBinaries() ? describe : describe.skip)('what one process writes', () => {
  let server: PostgresServer;
  let writer: PostgresLog;
  let reader: PostgresLog;
  beforeAll(async () => {
    server = await startPostgres();
    const url = await server.createDatabase();
    writer = await openPostgresLog({ url, clock, create: true });
    reader = await openPostgresLog({ url, clock, create: false });
  }, 180_000);
  afterAll(async () => {
    await reader.close();
    await writer.close();
    await server.dispose();
  });

  /** How long until `log` knew of this position. */
  const heard = (log: PostgresLog, position: bigint) =>
    new Promise<number>((resolve, reject) => {
      const since = performance.now();
      const off = log.onAppended((head) => {
        if (head < position) return;
        off();
        clearTimeout(timer);
        resolve(performance.now() - since);
      });
      const timer = setTimeout(() => {
        off();
        reject(new Error(`position ${position} was not heard of`));
      }, 10_000);
    });

  it('is heard of by another at once, the last of many appends too', async () => {
    // Both listen by then.
    const first = heard(reader, 1n);
    await writer.append('clue-a', 0, [draft('clue-a')]);
    await first;
    for (let round = 0; round < 3; round++) {
      const before = Number((await writer.head()).position);
      const last = heard(reader, BigInt(before + 20));
      for (let version = before; version < before + 20; version++)
        await writer.append('clue-a', version, [draft('clue-a')]);
      expect(await last).toBeLessThan(TOLD_MILLIS);
    }
  });

  it('is heard of before it closes', async () => {
    const { position } = await writer.head();
    const last = heard(reader, position + 1n);
    await writer.append('clue-a', Number(position), [draft('clue-a')]);
    await writer.close();
    expect(await last).toBeLessThan(TOLD_MILLIS);
  });
});
