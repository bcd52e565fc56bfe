// Jest's global setup and teardown (jest.postgres.mjs): one PostgreSQL for all specs, each directory with a log of its own.
import { startPostgres } from './postgres-server.mjs';

let server;

export default async function setUp() {
  const version = Number(process.env.PG_VERSION) || undefined;
  server = await startPostgres({ version });
  const { protocol, username, host, pathname } = new URL(await server.createDatabase());
  process.env.CLUETRAIL_TEST_STORE = `${protocol}//${username}@${host}${pathname}`;
  // As an administrator gives it: no directory remembers it.
  process.env.PGPASSWORD = server.password;
  globalThis.endPostgres = () => server.dispose();
}
