import type { ClientBase } from 'pg';
import { StoreRefused } from '../shared/store-refused.js';
import type { Address } from './address.js';

/**
 * By what a role could alter events, by itself or as another that it may become; undefined where it can add them alone.
 * Triggers refuse every change of one: who owns the table, is a superuser, or gets at the files of the server can take
 * them away, and who has them away may be any role tomorrow.
 */
export async function mayAlter(
  client: ClientBase,
  schema: string,
  role?: string,
): Promise<string | undefined> {
  const { rows } = await client.query<{ why: string | null }>(
    `WITH asked AS (SELECT coalesce($2, current_user::text)::name AS role),
      becomes AS (SELECT pg_roles.* FROM pg_roles, asked WHERE pg_has_role(role, oid, 'MEMBER'))
      SELECT coalesce(
        (SELECT 'is a superuser' FROM becomes WHERE rolname = role AND rolsuper),
        (SELECT 'is a member of ' || min(rolname::text) || ', a superuser' FROM becomes WHERE rolsuper),
        (SELECT 'owns its events' FROM becomes WHERE oid = tab.relowner),
        (SELECT 'owns its schema' FROM becomes WHERE oid = place.nspowner),
        (SELECT 'owns the function of its triggers' FROM becomes, pg_proc
          WHERE pronamespace = place.oid AND proname = 'refuse_change' AND becomes.oid = proowner),
        (SELECT 'has ' || string_agg(privilege, ', ') || ' on its events'
          FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS privilege
          WHERE EXISTS (SELECT FROM becomes WHERE has_table_privilege(oid, tab.oid, privilege)
            OR privilege = 'UPDATE' AND has_any_column_privilege(oid, tab.oid, privilege))),
        (SELECT 'is a member of ' || min(rolname::text) FROM becomes WHERE rolname IN ${OF_FILES}),
        (SELECT 'may make itself a member of any role (CREATEROLE)' FROM becomes
          WHERE rolcreaterole AND current_setting('server_version_num')::int < 160000 LIMIT 1),
        (SELECT 'may switch triggers off (session_replication_role)' FROM becomes
          WHERE has_parameter_privilege(oid, 'session_replication_role', 'SET')
            OR has_parameter_privilege(oid, 'session_replication_role', 'ALTER SYSTEM') LIMIT 1),
        (SELECT 'is hindered by no trigger ' || string_agg(name, ', ') || ', which is disabled or gone'
          FROM unnest(ARRAY['events_are_final', 'events_are_kept']) AS name
          WHERE NOT EXISTS (SELECT FROM pg_trigger
            WHERE tgrelid = tab.oid AND tgname = name AND tgenabled IN ('O', 'A')))) AS why
      FROM asked, pg_class AS tab JOIN pg_namespace AS place ON place.oid = tab.relnamespace
      WHERE place.nspname = $1 AND tab.relname = 'events'`,
    [schema, role],
  );
  return rows[0]?.why ?? undefined;
}

/** They act as the server's own user of the system. Before 16, a role with CREATEROLE could give itself those, too. */
const OF_FILES = `('pg_execute_server_program', 'pg_write_server_files')`;

/** Throws StoreRefused `role-may-alter` unless the role can add events and alter none. */
export async function checkAltersNone(
  client: ClientBase,
  { schema, place }: Address,
  role: string,
): Promise<void> {
  const why = await mayAlter(client, schema, role);
  if (why === undefined) return;
  throw new StoreRefused(
    'role-may-alter',
    `${place}: expected a role that can add events and alter none, found ${role}, which ${why}; name another with --role, or take that from it`,
    { place, role, found: why },
  );
}
