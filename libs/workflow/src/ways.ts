import type { InputFault } from './input.js';
import type { Edge, Procedure } from './procedure.js';
import { isEnded, NONE, type Table } from './workflow.js';

/** A step that a procedure allows, whoever may take it. */
export interface Way {
  readonly command: string;
  readonly from: string;
  readonly to: string;
}

/** Faults of a procedure: where an instance comes into a state, and from there never to an end. */
export function endless(
  { workflows }: Pick<Procedure, 'workflows'>,
  tables: readonly Table[],
): readonly InputFault[] {
  return tables.flatMap((table) => {
    const ways = waysOf({ workflows }, table.kind);
    return deadEnds(table, ways).map((state) => ({
      path: `workflows.${table.kind}.${entryOf(ways, state)}.to`,
      expected: `a way on from ${state} to an end: ${endsOf(table).join(', ')}`,
      found: 'none',
    }));
  });
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
function targetsOf({ to, allows }: Edge, from: string): readonly string[] {
  if (to === undefined) return [from];
  if (typeof to === 'string') return [to];
  const values = allows[to.field] ?? Object.keys(to.cases);
  return values.flatMap((value) => to.cases[value] ?? []);
}

function endsOf(table: Table): readonly string[] {
  return Object.keys(table.states).filter((state) => isEnded(table, state));
}

function entryOf(ways: readonly Way[], state: string): string {
  return ways.find(({ from, to }) => to === state && from !== state)?.command ?? '';
}
