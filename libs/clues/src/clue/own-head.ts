import type { Circumstances, Objection } from '@cluetrail/workflow';
import type { ClueState } from './state.js';

type About = Pick<ClueState, 'subjects' | 'organ'>;

/**
 * What is about one of those who decide at an organ is handled by his deputies and staff there: it goes up. Where nothing
 * is above, or the procedure knows no way up, it stays. Source: 检举控告规则 2020 Art 15.
 */
export function ownHead(about: About, circumstances: Circumstances): Objection {
  const { organ } = about;
  const { above, rolesFor } = circumstances;
  const expected = above(organ);
  if (expected.length === 0 || rolesFor('raise').length === 0) return false;
  const found = headAmong(about, circumstances);
  return found !== undefined && { code: 'own-head', detail: { found, organ, expected } };
}

/** Of those whom it is about one who decides at its organ. */
export function headAmong(
  { subjects, organ }: About,
  { rolesFor, holdsOffice }: Circumstances,
): string | undefined {
  const office = { roles: rolesFor('approveDisposal'), organId: organ };
  return subjects.find((one) => holdsOffice(one, office));
}

/** Nor is it handed to whom he heads, be it the organ where it is or another one that is not above. */
export function toOwnHead(clue: About, to: string, circumstances: Circumstances): Objection {
  const goesUp = circumstances.above(clue.organ).includes(to);
  return (
    ownHead({ ...clue, organ: to }, circumstances) || (!goesUp && ownHead(clue, circumstances))
  );
}
