import { deadEnds, type Procedure, reachedFrom, waysOf, type Workflow } from '@cluetrail/workflow';

/** Leads where the clue has been already: no way of its own. */
const BACK = ['giveBack'];

/** States in which a clue would lie for ever without these commands, and those into which it would never come. */
export function lacks(workflow: Workflow, procedure: Procedure, without: readonly string[] = []) {
  const all = waysOf(procedure, workflow.kind);
  const ways = all.filter(({ command }) => ![...without, ...BACK].includes(command));
  const reached = reachedFrom('none', ways);
  const named = new Set(all.flatMap(({ from, to }) => [from, to]));
  return {
    endless: [...deadEnds(workflow, ways)],
    neverReached: [...named].filter((state) => !reached.has(state)),
  };
}
