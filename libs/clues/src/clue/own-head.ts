import type { Refusal } from '@cluetrail/event-sourcing';
import { headedBy, type Circumstances, type Objection } from '@cluetrail/workflow';
import type { ClueState } from './state.js';

type About = Pick<ClueState, 'subjects' | 'organ'>;

/**
 * What is about one of those who decide at an organ is handled by his deputies and staff there, or by those below him: it
 * goes up. Where nothing is above, or the procedure knows no way up, it stays. Source: 检举控告规则 2020 Art 15.
 */
export function ownHead(about: About, circumstances: Circumstances): Refusal | false {
  const hasWayUp = circumstances.rolesFor('raise').length > 0;
  return hasWayUp && isForAbove(about, circumstances);
}

/** Whether the procedure knows the way up that the matter would take, its kind says. */
export function isForAbove(about: About, circumstances: Circumstances): Refusal | false {
  const headed = headOf(about, circumstances);
  return (
    headed !== undefined && {
      code: 'own-head',
      detail: { ...headed, expected: circumstances.above(headed.organ) },
    }
  );
}

/** Of those whom it is about one who decides where it is, or above, and the highest organ where he does. */
export function headOf({ subjects, organ }: About, circumstances: Circumstances) {
  const roles = circumstances.rolesFor('approveDisposal', 'clue');
  return headedBy(subjects, { roles, organId: organ }, circumstances);
}

/** Nor is it handed to whom he heads, be it the organ where it is or another one that is not above. */
export function toOwnHead(clue: About, to: string, circumstances: Circumstances): Objection {
  const goesUp = circumstances.above(clue.organ).includes(to);
  return (
    ownHead({ ...clue, organ: to }, circumstances) || (!goesUp && ownHead(clue, circumstances))
  );
}
