import type { ClientBase } from 'pg';
import { StoreRefused } from '../shared/store-refused.js';
import type { Address } from './address.js';

/**
 * By what a role could alter events, undefined where it can add them alone. Triggers refuse every change of one; who owns
 * the table, or is a superuser, can take them away.
 */
export async function mayAlter(
  client: ClientBase,
  schema: string,
  role?: string,
): Promise<string | undefined> {
  const { rows } = await client.query<{ why: string | null }>(
    `SELECT CASE
        WHEN (SELECT rolsuper FROM pg_roles WHERE rolname = role) THEN 'is a superuser'
        WHEN pg_has_role(role, tab.relowner, 'MEMBER') THEN 'owns its events'
        WHEN pg_has_role(role, place.nspowner, 'MEMBER') THEN 'owns its schema'
        ELSE (SELECT 'has ' || string_agg(privilege, ', ') || ' on its events'
              FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS privilege
              WHERE has_table_privilege(role, tab.oid, privilege)
                OR privilege = 'UPDATE' AND has_any_column_privilege(role, tab.oid, privilege)) END AS why
      FROM (SELECT coalesce($2, current_user::text)::name AS role) AS asked,
        pg_class AS tab JOIN pg_namespace AS place ON place.oid = tab.relnamespace
      WHERE place.nspname = $1 AND tab.relname = 'events'`,
    [schema, role],
  );
  return rows[0]?.why ?? undefined;
}

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
