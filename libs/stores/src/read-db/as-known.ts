import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { OPEN } from '@cluetrail/event-sourcing';

/**
 * The rows of a temporal projection that hold at `asOf` (3 decimals), as known at `knownAt` (6 decimals; omitted = by
 * the newest knowledge), for `where(asKnown({ asOf, knownAt }))`. `table` where two are joined.
 */
export function asKnown(
  { asOf, knownAt }: { readonly asOf: string; readonly knownAt?: string },
  table?: string,
): RawBuilder<SqlBool> {
  const column = (name: string) => sql.ref(table ? `${table}.${name}` : name);
  const holds = sql<SqlBool>`${column('happened_from')} <= ${asOf} and ${asOf} < ${column('happened_to')}`;
  if (knownAt === undefined) return sql<SqlBool>`(${holds} and ${column('known_to')} = ${OPEN})`;
  return sql<SqlBool>`(${holds} and ${column('known_from')} <= ${knownAt} and ${knownAt} < ${column('known_to')})`;
}
