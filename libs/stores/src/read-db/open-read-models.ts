import type { ReadModels, ReadTables } from './read-models.js';
import { openReadDatabase } from './sqlite-read-database.js';

/**
 * Opens (or makes) the read models at a place: the path of a file for SQLite, or `postgres://…` (the driver is loaded
 * then), where they lie in a schema of their own, `cluetrail_read` unless `schema` names another.
 */
export async function openReadModels<Tables = ReadTables>(
  place: string,
  { schema }: { readonly schema?: string } = {},
): Promise<ReadModels<Tables>> {
  if (!/^postgres(ql)?:/.test(place)) return openReadDatabase<Tables>({ file: place });
  const { openPostgresReadDatabase } = await import('./postgres-read-database.js');
  return openPostgresReadDatabase<Tables>({ url: place, schema });
}
