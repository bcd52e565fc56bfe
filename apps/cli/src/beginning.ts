import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoryOf, holdsLog, placeOf } from './asked-place.js';
import type { Connection, ConnectOptions } from './connection.js';
import { withConnection } from './reaching.js';

export interface Beginning extends ConnectOptions {
  readonly dryRun?: boolean;
}

type Work<T> = (connection: Connection, how: { readonly dryRun: boolean }) => Promise<T>;

/**
 * Work that may begin a data directory. Where there is none, it is done first, as a dry run, in one that is thrown
 * away: neither a dry run nor a file that is refused leaves a log and keys behind.
 */
export async function beginning<T>(options: Beginning, work: Work<T>): Promise<T> {
  const { dryRun = false } = options;
  const really = () =>
    withConnection({ ...options, create: !dryRun, looks: dryRun }, (connection) =>
      work(connection, { dryRun }),
    );
  if (!isNew(options)) return really();
  await placeOf(options);
  const tried = await inPassing(options, (connection) => work(connection, { dryRun: true }));
  return dryRun ? tried : really();
}

function isNew(options: ConnectOptions): boolean {
  return !holdsLog(directoryOf(options));
}

async function inPassing<T>(
  { as }: ConnectOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-dry-'));
  try {
    const place = { data: join(root, 'data'), keyFile: join(root, 'key'), create: true };
    return await withConnection({ ...place, as, passing: true }, work);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
