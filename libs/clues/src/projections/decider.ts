import type { References } from '@cluetrail/event-sourcing';
import { isOfTier } from '@cluetrail/access';
import { aboveBoth, organsFor, type Procedure, type Standing } from '@cluetrail/workflow';
import type { ClueState, OfPeople } from '../clue/state.js';
import { organIn, pathIn } from './known.js';

interface Ranked extends Standing {
  readonly ranks: OfPeople<readonly string[]>;
}

/** The path of the organ that decides by rank; null = the responsible one itself. */
export function deciderOf(
  state: Ranked,
  { ranks }: Pick<Procedure, 'ranks'>,
  references: References,
): string | null {
  if (!ranks || Object.keys(state.ranks).length === 0) return null;
  const [here, ...up] = upwards(references, state.organ);
  const [decider = here] =
    organsFor(
      // Who of them holds an office, no event of the matter says.
      { at: 'by-rank', by: [] },
      { ...state, organ: here },
      {
        holdsOffice: () => false,
        above: () => up,
        reaches: (organ, tier) => isOfTier(organIn(references, organ)?.tier, tier),
        ranks,
      },
    ) ?? [];
  return decider === here ? null : pathIn(references, decider);
}

/** The path of the organ that determines a disputed refusal; null = nothing is disputed, or nobody is above both sides. */
export function superiorOf(
  { organ, refusedBy = '', disputed }: Pick<ClueState, 'organ' | 'refusedBy' | 'disputed'>,
  references: References,
): string | null {
  if (!disputed) return null;
  const above = (id: string) => upwards(references, id).slice(1);
  const [superior] = aboveBoth(organ, refusedBy, { above });
  return superior === undefined ? null : pathIn(references, superior);
}

function upwards(references: References, organId: string): readonly string[] {
  return pathIn(references, organId).split('/').filter(Boolean).toReversed();
}
