import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { preparePostgresLog } from '@cluetrail/stores';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import {
  type PostgresServer,
  postgresBinaries,
  startPostgres,
} from '../../../test/support/postgres-server.mjs';
import { serve } from './serve.js';

/** Serves the log until another server does. */
const ROLE = 'first_server';

(postgresBinaries() ? describe : describe.skip)(
  'a server whose log another one has served meanwhile',
  () => {
    let server: PostgresServer;
    let store: string;
    let office: TestOffice;
    beforeAll(async () => {
      server = await startPostgres();
      store = await server.createDatabase();
      await server.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD 'serves'`);
      await preparePostgresLog({ url: store, role: ROLE });
      const at = Object.assign(new URL(store), { username: ROLE, password: 'serves' });
      office = await openOffice({ store: at.href });
    }, 180_000);
    afterAll(async () => {
      await office?.dispose();
      await server?.dispose();
    });

    const discovered = async (url = office.server.url) => {
      const token = await office.tokenOf('intake-nn');
      const answer = await fetch(new URL('/api/clues', url), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(DISCOVERY),
      });
      return {
        status: answer.status,
        again: answer.headers.get('retry-after'),
        body: await answer.json(),
      };
    };
    const standing = async () => {
      const [{ count }] = await server.query(
        `SELECT count(*)::int AS count FROM cluetrail_log.events`,
        [],
        store,
      );
      return Number(count);
    };
    const ready = async () => {
      const { status, headers, body } = await office.ask('GET', '/health/ready');
      return { status, again: headers['retry-after'] ?? null, body };
    };
    const until = async (code: string) => {
      const end = performance.now() + 20_000;
      while ((await ready()).body?.code !== code && performance.now() < end) await delay(50);
    };

    it('says 503 while that one serves, and for good once it has written; nothing of it is appended', async () => {
      const { directory, installation, clock } = office;
      await office.tokenOf('leader-nn');
      expect((await discovered()).status).toBe(201);
      const twin = join(directory, '..', 'twin');
      // By another process: closing a file in this one would drop the lock on it.
      execFileSync('cp', ['-a', directory, twin]);
      await server.query(`ALTER ROLE ${ROLE} NOLOGIN`);
      await server.query(
        `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '${ROLE}'`,
      );
      const { keyFile } = installation;
      const other = await serve({
        ...{ directory: twin, keyFile, store, clock, create: false, demo: true, port: 0 },
      });
      try {
        await server.query(`ALTER ROLE ${ROLE} LOGIN`);
        const before = await standing();
        const passing = await discovered();
        expect([passing.status, passing.again]).toEqual([503, '1']);
        expect(passing.body).toMatchObject({
          type: 'urn:cluetrail:problem:unavailable',
          detail: { zh: '未记录：日志暂不可写。' },
        });
        expect((await ready()).body).toMatchObject({ status: 503, code: 'unavailable' });
        expect(await standing()).toBe(before);
        expect((await discovered(other.url)).status).toBe(201);
      } finally {
        await other.close();
      }
      await until('log-stopped');
      const before = await standing();
      const problem = {
        type: 'urn:cluetrail:problem:log-stopped',
        title: expect.stringMatching(/^Not recorded: .* nothing more until it is started again/),
        status: 503,
        code: 'log-stopped',
        detail: { en: expect.any(String), zh: expect.stringMatching(/^未记录：.*重新启动/) },
      };
      for (const answer of [await discovered(), await discovered(), await ready()]) {
        expect(answer.body).toMatchObject(problem);
        expect([answer.status, answer.again]).toEqual([503, null]);
      }
      expect(await standing()).toBe(before);
      expect((await office.ask('GET', '/health/live')).status).toBe(200);
      // The read side comes back by itself, too, some moments later.
      const seen = async () =>
        (await office.ask('GET', '/api/clues', { as: 'leader-nn' })).body.items;
      const end = performance.now() + 10_000;
      while (((await seen())?.length ?? 0) < 2 && performance.now() < end) await delay(50);
      expect(await seen()).toHaveLength(2);
    }, 120_000);
  },
);
