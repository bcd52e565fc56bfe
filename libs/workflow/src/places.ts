import type { Refusal } from '@cluetrail/event-sourcing';
import type { Procedure } from './procedure.js';
import type { At, Circumstances, Standing } from './transition.js';
import { NONE } from './workflow.js';

interface Placed extends Standing {
  readonly receiver?: string;
  readonly refusedBy?: string;
  readonly ranks?: { readonly [personId: string]: readonly string[] };
}

/**
 * What the places in {@link At} mean for an instance; `receiver`, `refusedBy` and `ranks` are its state's own words. Undefined =
 * there is no such place: before the opening whoever opens acts for his own organ, and later the state says it.
 */
export function organsFor(
  at: At,
  state: Placed,
  { above, reaches, ranks }: Pick<Circumstances, 'above' | 'reaches'> & Pick<Procedure, 'ranks'>,
): readonly string[] | undefined {
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
    case 'by-rank': {
      const told = Object.values(state.ranks ?? {}).flat();
      const tiers = told.flatMap((rank) => ranks?.tiers[rank] ?? []);
      return [state.organ, ...above(state.organ)]
        .filter((organ) => tiers.every((tier) => reaches(organ, tier)))
        .slice(0, 1);
    }
  }
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
