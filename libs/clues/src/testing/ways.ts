import type { Procedure, Workflow } from '@cluetrail/workflow';

/** A step that a procedure allows, whoever may take it. */
export interface Way {
  readonly command: string;
  readonly from: string;
  readonly to: string;
}

export function waysOf({ workflows }: Procedure, kind: string): Way[] {
  return Object.entries(workflows[kind] ?? {}).flatMap(([command, { from, to }]) =>
    from.flatMap((start) => {
      const targets =
        to === undefined ? [start] : typeof to === 'string' ? [to] : Object.values(to.cases);
      return targets.map((target) => ({ command, from: start, to: target }));
    }),
  );
}

/** Leads where the clue has been already: no way of its own. */
const BACK = ['giveBack'];

/** All states that lie on some way from here, itself included. */
export function reachedFrom(start: string, ways: readonly Way[]): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const state of reached) for (const { from, to } of ways) if (from === state) reached.add(to);
  return reached;
}

/**
 * States in which a clue could lie for ever, or into which it never comes. Final are the ended states; where a
 * procedure archives, what is settled is still to be archived.
 */
export function deadEnds(
  workflow: Workflow,
  procedure: Procedure,
  without: readonly string[] = [],
) {
  const ways = waysOf(procedure, workflow.kind).filter(
    ({ command }) => ![...without, ...BACK].includes(command),
  );
  const all = new Set(waysOf(procedure, workflow.kind).flatMap(({ from, to }) => [from, to]));
  const finals = [...all].filter(
    (state) => workflow.states[state]?.ended && (state !== 'settled' || !all.has('archived')),
  );
  const from = (state: string) => reachedFrom(state, ways);
  return {
    endless: [...all].filter((state) => !finals.some((one) => from(state).has(one))),
    neverReached: [...all].filter((state) => !from('none').has(state)),
  };
}
