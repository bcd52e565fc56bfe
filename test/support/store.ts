import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';

/**
 * Where the log of a test's directory lies: undefined = in the directory itself, or, where the tests run on another
 * store (`npm run journeys:postgres`), a log of its own there.
 */
export function storeFor(directory: string): string | undefined {
  const base = process.env['CLUETRAIL_TEST_STORE'];
  if (base === undefined || existsSync(join(directory, 'store.json'))) return undefined;
  const name = createHash('sha256').update(resolve(directory)).digest('hex').slice(0, 16);
  return `${base}?log=t_${name}`;
}

/** The tests run on another store than the embedded one. */
export function isElsewhere(): boolean {
  return process.env['CLUETRAIL_TEST_STORE'] !== undefined;
}

/** Milliseconds for work of many commands: elsewhere each is several ways to a server and back. */
export function patience(millis: number): number {
  return isElsewhere() ? 4 * millis : millis;
}

/** For what is about the embedded store's own files: elsewhere skipped, by name. */
export const onEmbedded: typeof it = isElsewhere() ? (it.skip as typeof it) : it;

/** For a script that begins this directory, where it could be made. */
export function environmentFor(directory: string): Readonly<Record<string, string>> {
  const store = existsSync(dirname(directory)) ? storeFor(directory) : undefined;
  return store === undefined ? {} : { CLUETRAIL_STORE: store };
}

/** Drops the read models of a directory that nothing has open; they are built anew from the log. */
export async function dropReadModels(directory: string): Promise<void> {
  const store = readStore(directory);
  if (store === undefined) {
    for (const suffix of ['', '-wal', '-shm'])
      rmSync(join(directory, `read.db${suffix}`), { force: true });
    return;
  }
  const client = new pg.Client({ connectionString: process.env['CLUETRAIL_TEST_STORE'] });
  await client.connect();
  await client.query(`drop schema ${readSchemaOf(directory)} cascade`);
  await client.end();
}

/** Where the read models of a directory lie whose log is elsewhere. */
export function readSchemaOf(directory: string): string {
  return `${new URL(readStore(directory) ?? '').searchParams.get('log')}_read`;
}

function readStore(directory: string): string | undefined {
  const file = join(directory, 'store.json');
  if (!existsSync(file)) return undefined;
  const { store } = JSON.parse(readFileSync(file, 'utf8')) as { store: string }; // our own
  return store;
}
