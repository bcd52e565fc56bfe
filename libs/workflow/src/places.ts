import type { Refusal } from '@cluetrail/event-sourcing';
import type { Edge, Ranks } from './procedure.js';
import type { Circumstances, Standing } from './transition.js';
import { NONE } from './workflow.js';

interface Placed extends Standing {
  readonly receiver?: string;
  readonly refusedBy?: string;
  readonly ranks?: { readonly [personId: string]: readonly string[] };
  readonly subjects?: readonly string[];
}

type Around = Pick<Circumstances, 'above' | 'reaches' | 'holdsOffice'> & {
  readonly ranks?: Pick<Ranks, 'tiers'>;
};

/**
 * What the places in {@link Edge.at} mean for an instance; `receiver`, `refusedBy`, `ranks` and `subjects` are its state's own words.
 * `by`: the roles in which the command is given there. Undefined = there is no such place: before the opening whoever opens
 * acts for his own organ, and later the state says it.
 */
export function organsFor(
  { at, by }: Pick<Edge, 'at' | 'by'>,
  state: Placed,
  circumstances: Around,
): readonly string[] | undefined {
  const { above } = circumstances;
  if (state.state === NONE) return undefined;
  switch (at) {
    case 'responsible':
      return [state.organ];
    case 'receiver':
      return state.receiver === undefined ? undefined : [state.receiver];
    case 'above':
      return above(state.organ);
    case 'responsible-or-above':
      return [state.organ, ...above(state.organ)];
    case 'common-superior': {
      if (state.refusedBy === undefined) return undefined;
      return aboveBoth(state.organ, state.refusedBy, { above }).slice(0, 1);
    }
    case 'by-rank':
      return byRank(by, state, circumstances);
  }
}

/** The nearest one that is high enough for all of them, and above every organ where one of them decides himself. */
function byRank(
  roles: readonly string[],
  { organ, ranks: told = {}, subjects = [] }: Placed,
  circumstances: Around,
): readonly string[] {
  const { above, reaches, ranks } = circumstances;
  const tiers = Object.values(told)
    .flat()
    .flatMap((rank) => ranks?.tiers[rank] ?? []);
  const headed = headedBy(subjects, { roles, organId: organ }, circumstances);
  return (headed ? above(headed.organ) : [organ, ...above(organ)])
    .filter((one) => tiers.every((tier) => reaches(one, tier)))
    .slice(0, 1);
}

/**
 * The highest organ, from this one upwards, at which one of these people holds such an office, as long as something is
 * above it that can take what is about him.
 */
export function headedBy(
  people: readonly string[],
  { roles, organId }: { readonly roles: readonly string[]; readonly organId: string },
  { above, holdsOffice }: Pick<Circumstances, 'above' | 'holdsOffice'>,
): { readonly found: string; readonly organ: string } | undefined {
  return [organId, ...above(organId)]
    .filter((organ) => above(organ).length > 0)
    .flatMap((organ) => {
      const found = people.find((one) => holdsOffice(one, { roles, organId: organ }));
      return found === undefined ? [] : { found, organ };
    })
    .at(-1);
}

/** Nearest first. An organ that refuses what its own superior sent has that superior as a side of the dispute. */
export function aboveBoth(
  one: string,
  other: string,
  { above }: Pick<Circumstances, 'above'>,
): readonly string[] {
  const superiors = above(other);
  return above(one).filter((organ) => superiors.includes(organ));
}

/** Of an office that the matter does not concern: what another one of the same person lacks says more. */
export function isOfPlace({ code }: Refusal): boolean {
  return ['not-below', 'wrong-organ', 'decided-above'].includes(code);
}
