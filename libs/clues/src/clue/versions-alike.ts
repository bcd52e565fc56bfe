import { canonical, type Json } from '@cluetrail/event-sourcing';
import type { Circumstances, Objection, Published } from '@cluetrail/workflow';
import type { ClueState } from './state.js';

/**
 * Other rules know other clocks: a due that came there would never be anybody's. Two versions of one procedure are no
 * other rules where all that goes along means the same in both: what a merger reaches, it reaches then by any way.
 */
export function underOtherRules(
  { procedure }: Pick<ClueState, 'procedure'>,
  { procedure: found }: Pick<ClueState, 'procedure'>,
  { published }: Pick<Circumstances, 'published'>,
): Objection {
  if (found.name !== procedure.name) return 'survivor-under-other-rules';
  if (found.version === procedure.version) return false;
  const [own, others] = [published(procedure), published(found)];
  const field = own && others ? differing(own, others) : 'version';
  const detail = { field: field ?? '', expected: procedure.version, found: found.version };
  return field !== undefined && { code: 'survivor-under-other-version', detail };
}

/** In what the one is not like the other. */
export function differing(one: Published, other: Published): string | undefined {
  const theirs = alike(other);
  const found = Object.entries(alike(one)).find(
    ([field, value]) => canonical(value) !== canonical(theirs[field]),
  );
  return found?.[0];
}

/** Lengths, roles, states and conditions may change: the survivor goes by its own. */
function alike({ workflows, ranks, fourEyes, obligations }: Published): { [field: string]: Json } {
  const { clue: edges = {} } = workflows;
  const byRank = Object.keys(edges).filter((command) => edges[command].at === 'by-rank');
  const rules = obligations.filter(({ watch }) => watch === 'clue');
  return {
    takeMerged: Object.hasOwn(edges, 'takeMerged'),
    fourEyes: fourEyes.map((pair) => pair.toSorted().join(' ')).toSorted(),
    ranks: ranks ? { ...ranks.tiers } : null,
    'by-rank': byRank.toSorted(),
    obligations: Object.fromEntries(
      rules.map(({ code, owner, each = null, starts }) => [
        code,
        { owner, each, inherits: starts.flatMap(inheriting).toSorted() },
      ]),
    ),
  };
}

/** What begins again where it went, by whatever event that is told. */
function inheriting(trigger: Published['obligations'][number]['starts'][number]): string[] {
  if (typeof trigger === 'string' || trigger.where.inherits === undefined) return [];
  return [`${trigger.event} ${String(trigger.where.inherits)}`];
}
