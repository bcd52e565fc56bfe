import { sql } from 'kysely';
import { openReadModels } from '@cluetrail/stores';
import {
  postgresBinaries,
  type PostgresServer,
  startPostgres,
} from '../support/postgres-server.mjs';
import { Wire } from '../support/wire.mjs';

(postgresBinaries() ? describe : describe.skip)('read models on PostgreSQL', () => {
  let server: PostgresServer;
  let wire: Wire;
  beforeAll(async () => {
    server = await startPostgres();
    wire = await new Wire(server.port).start();
  }, 180_000);
  afterAll(async () => {
    await wire?.stop();
    await server?.dispose();
  });

  it('whose server falls silent answer in time that it is away, and are closed', async () => {
    const models = await openReadModels(`${server.url({ port: wire.port })}?query_timeout=3000`);
    const asked = () => sql`select 1 as one`.execute(models.query);
    expect((await asked()).rows).toEqual([{ one: 1 }]);
    wire.silent = true;
    const began = performance.now();
    await expect(asked()).rejects.toMatchObject({
      code: 'read-models-unreadable',
      message: expect.stringMatching(/schema cluetrail_read: expected an answer, found "/),
    });
    await models.close();
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
