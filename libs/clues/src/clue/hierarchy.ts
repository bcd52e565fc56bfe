import type { Circumstances, Objection } from '@cluetrail/workflow';

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

/** Another organ that there is, and with which it has one above in common, which decides where they disagree. */
export function notToBeSent(
  organ: string,
  to: string,
  { knowsOrgan, above }: Circumstances,
): Objection {
  return (
    (to === organ && 'transfer-to-itself') ||
    (!knowsOrgan(to) && 'no-such-organ') ||
    (!directionTo(to, organ, above) && { code: 'no-common-organ', detail: { organ, found: to } })
  );
}
