import { postgresBinaries, type PostgresServer, startPostgres } from './postgres-server.mjs';

/** A database of its own for each test, on one server for all of them. */
export interface OnPostgres {
  readonly url: string;
  readonly server: PostgresServer;
  sql(text: string): ReturnType<PostgresServer['query']>;
}

export const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };

/** Skipped where PostgreSQL is absent. */
export function describeOnPostgres(name: string, tests: (on: OnPostgres) => void): void {
  (postgresBinaries() ? describe : describe.skip)(name, () => {
    let server: PostgresServer;
    let url: string;
    beforeAll(async () => (server = await startPostgres()), 180_000);
    afterAll(() => server?.dispose());
    beforeEach(async () => (url = await server.createDatabase()));
    tests({
      get url() {
        return url;
      },
      get server() {
        return server;
      },
      sql: (text) => server.query(text, [], url),
    });
  });
}
