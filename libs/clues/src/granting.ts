import { extensionOf, type Further } from '@cluetrail/deadlines';
import type { Circumstances, Objection, Standing } from '@cluetrail/workflow';
import { at, type Extensions } from './extensions.js';

export function exhausted(
  all: Extensions,
  obligation: string,
  circumstances: Circumstances,
): Objection {
  return !next(all, obligation, circumstances) && 'no-further-extension';
}

/** Others grant all of these that are asked for. */
export function beneathAll(
  state: Standing,
  all: Extensions,
  asked: readonly string[],
  circumstances: Circumstances,
): Objection {
  const [objection] = asked.map((one) => beneath(state, all, one, circumstances));
  const byNobody = (one: string) =>
    exhausted(all, one, circumstances) || noneAbove(state, all, one, circumstances);
  const byOthers = (one: string) => !byNobody(one) && beneath(state, all, one, circumstances);
  return asked.every(byOthers) && objection;
}

export function noneAbove(
  { organ }: Standing,
  all: Extensions,
  obligation: string,
  circumstances: Circumstances,
): Objection {
  const isAbove = next(all, obligation, circumstances)?.at === 'above';
  const isTop = isAbove && circumstances.above(organ).length === 0;
  return isTop && { code: 'no-organ-above', detail: { organ } };
}

/** Each extension of a chain has its own approver: this one is granted by another office, or further up. */
export function beneath(
  { organ }: Standing,
  all: Extensions,
  obligation: string,
  circumstances: Circumstances,
): Objection {
  const further = next(all, obligation, circumstances);
  const { role, organId } = circumstances.who;
  const places = further?.at === 'above' ? circumstances.above(organ) : [organ];
  const right = further?.by.includes(role) && places.includes(organId ?? '');
  return (
    !right && {
      code: 'approver-level',
      detail: { expected: further?.by ?? [], organ: places, found: `${role}, ${organId}` },
    }
  );
}

/** How the one that is asked for now is granted; undefined = no further one is. */
export function next(
  all: Extensions,
  obligation: string,
  circumstances: Circumstances,
): Further | undefined {
  const rule = ruleOf(obligation, circumstances);
  return rule && extensionOf(rule, ordinal(all, obligation));
}

export function ruleOf(obligation: string, { rules }: Circumstances) {
  return rules.find(({ code }) => code === obligation);
}

export function ordinal(all: Extensions, obligation: string): number {
  return (at(all.extended, obligation) ?? 0) + 1;
}
