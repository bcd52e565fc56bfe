import type { Client } from 'pg';
import { FORMAT, HOUSEKEEPING, quoted } from './postgres-schema.js';

/** A schema that must not be taken for read models. */
export class ReadSchemaRefused extends Error {
  readonly code = 'not-read-models';
}

/** Makes the schema and its housekeeping; what another format left is dropped first. */
export async function layOut(client: Client, schema: string): Promise<void> {
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema))
    throw new ReadSchemaRefused(
      `schema of the read models: expected a name of a-z, 0-9 and _, found ${JSON.stringify(schema)}`,
    );
  const { rows: found } = await client.query('select from pg_namespace where nspname = $1', [
    schema,
  ]);
  if (found.length === 0) await client.query(`create schema if not exists ${schema}`);
  const tables = await tablesIn(client, schema);
  if (!tables.includes('_format') && tables.length > 0)
    throw new ReadSchemaRefused(
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
