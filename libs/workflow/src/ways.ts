import type { Edge, Procedure } from './procedure.js';
import { isEnded, NONE, type Table } from './workflow.js';

/** A step that a procedure allows, whoever may take it. */
export interface Way {
  readonly command: string;
  readonly from: string;
  readonly to: string;
}

/**
 * States in which an instance stays for ever, though they are no end: it comes into them, and never further than to and
 * fro between them. None for a kind of work that knows no end.
 */
export function deadEnds(table: Table, ways: readonly Way[]): readonly string[] {
  if (endsOf(table).length === 0) return [];
  const all = [...reachedFrom(NONE, ways)];
  const from = new Map(all.map((state) => [state, reachedFrom(state, ways)]));
  return all.filter(
    (state) =>
      state !== NONE &&
      [...(from.get(state) ?? [])].every(
        (one) => !isEnded(table, one) && from.get(one)?.has(state),
      ),
  );
}

export function waysOf({ workflows }: Pick<Procedure, 'workflows'>, kind: string): readonly Way[] {
  return Object.entries(workflows[kind] ?? {}).flatMap(([command, edge]) =>
    edge.from.flatMap((from) => targetsOf(edge, from).map((to) => ({ command, from, to }))),
  );
}

/** All states that lie on some way from here, itself included. */
export function reachedFrom(start: string, ways: readonly Way[]): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const state of reached) for (const { from, to } of ways) if (from === state) reached.add(to);
  return reached;
}

/** Where it may lead, by the values that the procedure allows. */
export function targetsOf({ to, allows }: Edge, from: string): readonly string[] {
  if (to === undefined) return [from];
  if (typeof to === 'string') return [to];
  const values = allows[to.field] ?? Object.keys(to.cases);
  return values.flatMap((value) => to.cases[value] ?? []);
}

export function endsOf(table: Table): readonly string[] {
  return Object.keys(table.states).filter((state) => isEnded(table, state));
}
