import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
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

/** For what is about the embedded store's own files: elsewhere skipped, by name. */
export const onEmbedded: typeof it =
  process.env['CLUETRAIL_TEST_STORE'] === undefined ? it : (it.skip as typeof it);

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
  await client.query(`drop schema ${new URL(store).searchParams.get('log')}_read cascade`);
  await client.end();
}

function readStore(directory: string): string | undefined {
  const file = join(directory, 'store.json');
  if (!existsSync(file)) return undefined;
  const { store } = JSON.parse(readFileSync(file, 'utf8')) as { store: string }; // our own
  return store;
}
