import {
  postgresBinaries,
  type PostgresServer,
  startPostgres,
} from '../../../../test/support/postgres-server.mjs';
import { addressOf } from './address.js';
import { Readers } from './readers.js';

(postgresBinaries() ? describe : describe.skip)('connections that read', () => {
  let server: PostgresServer;
  let readers: Readers;
  beforeAll(async () => {
    server = await startPostgres();
    readers = new Readers(addressOf(server.url()), 5000);
  }, 180_000);
  afterAll(async () => {
    await readers.end();
    await server.dispose();
  });

  const thrown: unknown[] = [];
  const take = (error: unknown) => void thrown.push(error);
  beforeEach(() => void process.on('uncaughtException', take));
  afterEach(() => void process.off('uncaughtException', take));

  it('tell whoever uses one that it was lost, and nobody else', async () => {
    const using = readers.with(async (client) => {
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      await server.query('select pg_terminate_backend($1)', [rows[0].pid]);
      // Not under way with a question when the news comes.
      await new Promise((later) => setTimeout(later, 300));
      return client.query('select 1');
    });
    await expect(using).rejects.toThrow(/terminat|not queryable/);
    expect(thrown).toEqual([]);
    const { rows } = await readers.with((client) =>
      client.query<{ jit: string }>(`select current_setting('jit') as jit`),
    );
    expect(rows).toEqual([{ jit: 'off' }]);
  });
});
