import type { Client } from 'pg';
import { StoreRefused } from '../shared/store-refused.js';
import { FORMAT, HOUSEKEEPING, quoted } from './postgres-schema.js';

/** Makes the schema and its housekeeping; what another format left is dropped first. */
export async function layOut(client: Client, schema: string): Promise<void> {
  const { rows: found } = await client.query('select from pg_namespace where nspname = $1', [
    schema,
  ]);
  if (found.length === 0) await client.query(`create schema if not exists ${schema}`);
  const tables = await tablesIn(client, schema);
  if (!tables.includes('_format') && tables.length > 0)
    throw new StoreRefused(
      'read-models-refused',
      `schema ${schema}: expected read models or nothing, found the table ${tables[0]}`,
    );
  if (tables.includes('_format')) {
    const { rows } = await client.query<{ version: number }>('select version from _format');
    if (rows[0]?.version === FORMAT) return;
  }
  await client.query('begin');
  for (const table of tables)
    await client.query(`drop table if exists ${schema}.${quoted(table)} cascade`);
  const { rows: functions } = await client.query<{ name: string }>(
    `select oid::regprocedure::text as name from pg_proc where pronamespace = $1::regnamespace`,
    [schema],
  );
  for (const { name } of functions) await client.query(`drop function if exists ${name}`);
  await client.query(HOUSEKEEPING);
  await client.query('commit');
}

async function tablesIn(client: Client, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = $1::regnamespace and relkind in ('r', 'p', 'v', 'm') order by relname`,
    [schema],
  );
  return rows.map(({ name }) => name);
}
