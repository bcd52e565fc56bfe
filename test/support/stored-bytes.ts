import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import type { TestOffice } from './organisation.js';
import { readSchemaOf } from './store.js';
import { type PostgresServer, startPostgres } from './postgres-server.mjs';

/** What an installation keeps, by the names that its files have in the embedded store. */
export type Kept = 'events.db' | 'keys.db' | 'pin' | 'read.db';

/**
 * The bytes on disk of what installations keep that are opened between `begin` and `end`. Where the tests run on
 * PostgreSQL they get a server of their own: it has to end before all that it keeps stands in its files.
 */
export class StoredBytes {
  private constructor(
    private readonly server: PostgresServer | undefined,
    private readonly before: Readonly<Record<string, string | undefined>>,
  ) {}

  static async begin(): Promise<StoredBytes> {
    const { CLUETRAIL_TEST_STORE, PGPASSWORD } = process.env;
    const before = { CLUETRAIL_TEST_STORE, PGPASSWORD };
    if (CLUETRAIL_TEST_STORE === undefined) return new StoredBytes(undefined, before);
    const server = await startPostgres();
    process.env['CLUETRAIL_TEST_STORE'] = await server.createDatabase();
    process.env['PGPASSWORD'] = server.password;
    return new StoredBytes(server, before);
  }

  /** Where it had to end the server, it answers once the office works again. */
  async of(office: TestOffice, what: Kept): Promise<Buffer> {
    if (!this.server || what === 'keys.db' || what === 'pin') return inDirectory(office, what);
    const own = await filesOfReadModels(this.server, readSchemaOf(office.directory));
    const all = await filesOfReadModels(this.server, '%\\_read');
    await this.server.stop();
    const files = readdirSync(this.server.data, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      // The log is everything else: also the write-ahead log, the catalogue and what the planner has sampled.
      .filter((file) => {
        const relation = file.replace(/([._][a-z0-9]+)?$/, '');
        return what === 'read.db' ? own.has(relation) : !all.has(relation);
      });
    const bytes = Buffer.concat(files.map((file) => readFileSync(file)));
    await this.server.start();
    await working(office);
    return bytes;
  }

  async ofAll(office: TestOffice): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (const what of ['events.db', 'keys.db', 'pin', 'read.db'] as const)
      parts.push(await this.of(office, what));
    return Buffer.concat(parts);
  }

  async end(): Promise<void> {
    for (const [name, value] of Object.entries(this.before))
      if (value !== undefined) process.env[name] = value;
    await this.server?.dispose();
  }
}

function inDirectory({ directory }: TestOffice, beginning: Kept): Buffer {
  const files = readdirSync(directory).filter(
    (file) => file.startsWith(beginning) && !file.endsWith('.sock'),
  );
  return Buffer.concat(files.map((file) => readFileSync(join(directory, file))));
}

/** Tables, their indexes and what lies beside them, of the schemas that are like this. */
async function filesOfReadModels(
  server: PostgresServer,
  schemas: string,
): Promise<ReadonlySet<string>> {
  const url = process.env['CLUETRAIL_TEST_STORE'];
  await server.query('analyze', [], url);
  const rows = await server.query(
    `with own as (select oid, reltoastrelid from pg_class
       where relnamespace::regnamespace::text like $1)
     select pg_relation_filepath(oid) as file from (
       select oid from own union select reltoastrelid from own where reltoastrelid > 0
       union select indexrelid from pg_index where indrelid in (select reltoastrelid from own)) a
     where pg_relation_filepath(oid) is not null`,
    [schemas],
    url,
  );
  return new Set(rows.map(({ file }) => join(server.data, String(file))));
}

/** An office that was closed has nothing to wait for. */
async function working(office: TestOffice): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await office.ask('GET', '/health/ready').catch(() => undefined);
    if (!answer || answer.status === 200) return;
    await delay(200);
  }
  throw new Error('office: expected to be ready again, found that it is not');
}
