import { resolve } from 'node:path';
import { addressOf } from '../postgres-log/address.js';
import { StoreRefused } from '../shared/store-refused.js';
import type { ReadModels, ReadTables } from './read-models.js';
import { deleteReadDatabase, openReadDatabase } from './sqlite-read-database.js';

/**
 * Opens (or makes) the read models at a place: the path of a file for SQLite, or `postgres://…` (the driver is loaded
 * then), where they lie in a schema of their own: `cluetrail_read`, or `NAME_read` beside a log called `log=NAME`.
 * Rejects with StoreRefused `read-models-refused` where that schema holds other things, `in-use` where another server
 * keeps it, `read-models-unreadable` where the database server cannot be used, and `read-models-damaged` where a page
 * makes no sense, then or later.
 */
export async function openReadModels<Tables = ReadTables>(
  place: string,
): Promise<ReadModels<Tables>> {
  if (!/^postgres(ql)?:/.test(place)) return openReadDatabase<Tables>({ file: place });
  const { openPostgresReadDatabase } = await import('./postgres-read-database.js');
  return openPostgresReadDatabase<Tables>(place);
}

/**
 * Throws StoreRefused `no-store`, a sentence about `thing`, on a place that is neither PostgreSQL nor `own`, the file in the
 * data directory: they hold names in clear, and any other file would be left behind with them.
 */
export function checkReadModelsAt(read: string, own: string, thing = 'read models'): void {
  if (/^postgres(ql)?:/.test(read)) return void addressOf(read, thing);
  if (read !== '' && resolve(read) === resolve(own)) return;
  const found = /^[a-z+]+:/.exec(read)?.[0] ?? 'no scheme';
  throw new StoreRefused('no-store', `${thing}: expected postgres://… or ${own}, found ${found}`);
}

/** Asks their server, where they lie on one. Rejects with StoreRefused `read-models-unreadable`. */
export async function checkReadModelsAnswer(place: string): Promise<void> {
  if (!/^postgres(ql)?:/.test(place)) return;
  const { checkAnswers } = await import('./postgres-clients.js');
  await checkAnswers(place);
}

/** Deletes damaged ones, which are closed: they are built anew from the log. Only of SQLite: a server looks after its own. */
export function discardReadModels(place: string): void {
  deleteReadDatabase(place);
}
