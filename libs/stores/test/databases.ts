import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresBinaries, startPostgres } from '../../../test/support/postgres-server.mjs';

/** Where read models can lie, for as many databases as a spec wants. */
export interface Databases {
  /** The place of one that does not stand yet, for `openReadModels`. */
  fresh(): Promise<string>;
  /** The bytes of all files behind that place. */
  bytes(place: string): Promise<readonly Buffer[]>;
  dispose(): Promise<void>;
}

interface Kind {
  readonly name: string;
  /** Undefined where it cannot be had here. */
  readonly start: (() => Promise<Databases>) | undefined;
}

/** Every kind of read database, of PostgreSQL these major versions; what is not here is skipped by name. */
function kinds(versions: readonly number[]): readonly Kind[] {
  return [
    { name: 'SQLite', start: async () => onSqlite() },
    ...versions.map((version) => ({
      name: `PostgreSQL ${version}`,
      start: postgresBinaries(version) ? () => onPostgres(version) : undefined,
    })),
  ];
}

/** `describe` for each kind, with what makes its databases. */
export function onEach(
  what: string,
  tests: (databases: () => Databases, kind: string) => void,
  versions: readonly number[] = [postgresBinaries(15) ? 15 : 18],
) {
  for (const { name, start } of kinds(versions)) {
    if (!start) {
      describe.skip(`${what}, on ${name} (skipped: none is here)`, () =>
        it('is skipped', () => {}));
      continue;
    }
    describe(`${what}, on ${name}`, () => {
      let databases: Databases;
      beforeAll(async () => {
        databases = await start();
      }, 180_000);
      afterAll(() => databases.dispose());
      tests(() => databases, name);
    });
  }
}

function onSqlite(): Databases {
  const folder = mkdtempSync(join(tmpdir(), 'read-db-'));
  let made = 0;
  return {
    fresh: async () => join(folder, `${++made}.db`),
    bytes: async (place) =>
      ['', '-wal', '-shm']
        .map((suffix) => `${place}${suffix}`)
        .filter((name) => existsSync(name))
        .map((name) => readFileSync(name)),
    dispose: async () => rmSync(folder, { recursive: true }),
  };
}

async function onPostgres(version: number): Promise<Databases> {
  const server = await startPostgres({ version });
  return {
    fresh: () => server.createDatabase(),
    bytes: async (place) => {
      const [{ own }] = await server.query(
        'select oid::text as own from pg_database where datname = current_database()',
        [],
        place,
      );
      await server.query('analyze', [], place);
      // Only then unlogged tables are written out.
      await server.stop();
      const found = filesOf(server.data, String(own)).map((file) => readFileSync(file));
      await server.start();
      return found;
    },
    dispose: () => server.dispose(),
  };
}

/** All that it keeps (tables, indexes, what the planner has sampled, the write-ahead log) but of other databases. */
function filesOf(data: string, own: string): string[] {
  return readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !file.startsWith(join(data, 'base/')) || file.includes(`/base/${own}/`));
}
