import { describeOnPostgres } from '../../../../test/support/describe-on-postgres.js';
import { addressOf } from './address.js';
import { Readers } from './readers.js';

describeOnPostgres('connections that read', (on) => {
  let readers: Readers;
  beforeEach(() => void (readers = new Readers(addressOf(on.url), 5000)));
  afterEach(() => readers.end());

  const thrown: unknown[] = [];
  const take = (error: unknown) => void thrown.push(error);
  beforeEach(() => void process.on('uncaughtException', take));
  afterEach(() => void process.off('uncaughtException', take));

  it('tell whoever uses one that it was lost, and nobody else', async () => {
    const using = readers.with(async (client) => {
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      await on.server.query('select pg_terminate_backend($1)', [rows[0].pid]);
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
