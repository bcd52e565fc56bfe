import type { Circumstances, Objection } from '@cluetrail/workflow';
import type { ClueState } from './state.js';

/** The direction in which one organ lies from another: undefined where no organ is above both, as in another country. */
export function directionTo(
  to: string,
  from: string,
  above: Circumstances['above'],
): 'up' | 'down' | 'across' | undefined {
  const superiors = above(from);
  if (superiors.includes(to)) return 'up';
  const others = above(to);
  if (others.includes(from)) return 'down';
  return superiors.some((one) => others.includes(one)) ? 'across' : undefined;
}

/**
 * Another organ that there is, with which it has one above in common, which decides where they disagree, and where
 * somebody who signs for what comes may read it.
 */
export function notToBeSent(
  { organ, level }: Pick<ClueState, 'organ' | 'level'>,
  to: string,
  circumstances: Circumstances,
): Objection {
  const { knowsOrgan, above } = circumstances;
  return (
    (to === organ && 'transfer-to-itself') ||
    (!knowsOrgan(to) && 'no-such-organ') ||
    (!directionTo(to, organ, above) && { code: 'no-common-organ', detail: { organ, found: to } }) ||
    unreadAt(to, level, circumstances)
  );
}

/** It would lie there and nobody know of it. */
export function unreadAt(
  organId: string,
  level: string,
  { rolesFor, someoneReads }: Circumstances,
): Objection {
  const roles = rolesFor('acceptTransfer');
  const isUnread = roles.length > 0 && !someoneReads({ roles, organId, level });
  return isUnread && { code: 'nobody-cleared', detail: { found: organId, expected: level, roles } };
}

/** Up is to an organ above, and nowhere else. */
export function notAbove(
  found: string,
  organ: string,
  { above }: Pick<Circumstances, 'above'>,
): Objection {
  return !above(organ).includes(found) && { code: 'not-above', detail: { organ, found } };
}

/** What may be said of a way through the hierarchy: an organ above takes it up, or designates who below gets it. */
const SAID = {
  up: ['up', 'raised'],
  down: ['down', 'designated'],
  across: ['across', 'designated'],
};

/** A direction that the hierarchy does not have between the two. */
export function notThatWay(
  { direction: found, organ, to }: { direction: string; organ: string; to: string },
  { above }: Circumstances,
): Objection {
  const direction = directionTo(to, organ, above);
  const expected = direction ? SAID[direction] : [];
  return (
    !expected.includes(found) && { code: 'other-direction', detail: { organ, to, expected, found } }
  );
}
