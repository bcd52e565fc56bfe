import type { References } from '@cluetrail/event-sourcing';
import { isOfTier } from '@cluetrail/access';
import { organsFor, type Procedure, type Standing } from '@cluetrail/workflow';
import type { OfPeople } from '../clue/state.js';
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
  const [here, ...up] = pathIn(references, state.organ).split('/').filter(Boolean).toReversed();
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
