import type { Event } from '@cluetrail/event-sourcing';
import type { Acting, Doer, Standing, Transition } from './transition.js';

/** Four eyes are by person: a delegate and the one whose office was lent to him count as one, whatever office each acts in. */
export function isOne(who: Acting, other: Doer | undefined): boolean {
  return isAmong(who, peopleOf(other));
}

/** One of them is on the list: for what neither of the two may have had a part in. */
export function isAmong(who: Acting | undefined, people: readonly string[]): boolean {
  return [...peopleOf(who), ...(who?.asOneWith ?? [])].some((personId) =>
    people.includes(personId),
  );
}

/** The one, and the one for whom he acts. */
export function peopleOf(doer: Doer | undefined): readonly string[] {
  return [doer?.personId, doer?.onBehalfOf].filter((one) => one !== undefined);
}

/** Who did what an event tells. */
export function doerIn({ actor: { personId }, onBehalfOf }: Event): Doer {
  return { personId, onBehalfOf };
}

/** Who gave a command last; undefined where nobody did. */
export function doerOf(
  { acts, actsFor }: Pick<Standing, 'acts' | 'actsFor'>,
  command: string,
): Doer | undefined {
  return Object.hasOwn(acts, command)
    ? { personId: acts[command], onBehalfOf: actsFor[command] }
    : undefined;
}

/** Whom four eyes compare: all who gave a command, here or where this instance came from. */
export function doersOf(
  standing: Pick<Standing, 'acts' | 'actsFor' | 'actsBefore'>,
  command: string,
): readonly Doer[] {
  const { actsBefore = {} } = standing;
  const own = doerOf(standing, command);
  return [
    ...(own ? [own] : []),
    ...(Object.hasOwn(actsBefore, command) ? actsBefore[command] : []),
  ];
}

/** When that was done after which a row comes. */
export function doneBefore({ actsAt }: Standing, { after = [] }: Pick<Transition, 'after'>) {
  return after === 'everything'
    ? Object.values(actsAt)
    : after.flatMap((command) => actsAt[command] ?? []);
}
