import type { InputFault } from './input.js';
import { edgeOf, isOfPeople, type Edge, type Procedure } from './procedure.js';
import { givenAt, givenElsewhere, nameOf, type Answering } from './process-manager.js';
import { deadEnds, endsOf, waysOf, type Way } from './ways.js';
import { NONE, type Table } from './workflow.js';

type Workflows = Pick<Procedure, 'workflows'>;

/** A step with all that is told of it. */
export interface Taken extends Way {
  readonly kind: string;
  readonly edge: Edge;
  readonly row: Table['transitions'][string];
}

/** Faults of a procedure: where an instance comes into a state, and from there never to an end. */
export function endless(tables: readonly Table[], taken: readonly Taken[]): readonly InputFault[] {
  return tables.flatMap((table) => {
    const ofKind = taken.filter(({ kind }) => kind === table.kind);
    // Where a matter could only go into another one, nothing becomes of it where there is none.
    const ways = ofKind.filter(({ row }) => !row.goesOnElsewhere);
    const left = ofKind.filter(({ row }) => row.goesOnElsewhere).map(({ to }) => to);
    const ends = endsOf(table).filter((state) => !left.includes(state));
    return deadEnds(table, ways).map((state) => ({
      path: `workflows.${table.kind}.${entryOf(ways, state)}.to`,
      expected: `a way on from ${state} to an end: ${ends.join(', ')}`,
      found: 'none',
    }));
  });
}

/**
 * Of all steps that a procedure allows those that are ever taken: from a state into which something comes, by people or by
 * the process that is asked for them, and after what has to be done before them.
 */
export function waysTaken(
  procedure: Workflows,
  tables: readonly Table[],
  processes: readonly Answering[],
): readonly Taken[] {
  const all = tables.flatMap((table) => stepsOf(procedure, table));
  const known = new Known(processes);
  const taken = new Set<Taken>();
  for (let before = -1; before < taken.size;) {
    before = taken.size;
    for (const step of all.filter((one) => !taken.has(one) && known.lets(one))) {
      known.note(step);
      taken.add(step);
    }
  }
  return all.filter((step) => taken.has(step));
}

/** What happens under a procedure, as far as it is found out. */
class Known {
  private readonly reached = new Set<string>();
  private readonly given = new Set<string>();
  private readonly asked: Set<string>;
  private readonly doneIn = new Set<string>();

  constructor(private readonly processes: readonly Answering[]) {
    this.asked = new Set(givenElsewhere(processes).map(nameOf));
  }

  lets({ kind, command, from, edge, row }: Taken): boolean {
    const beside = row.together?.(edge.requires) ?? [];
    return (
      (from === NONE || this.reached.has(`${kind} ${from}`)) &&
      (isOfPeople(edge) || this.asked.has(nameOf({ kind, command }))) &&
      oneOfEach(edge.needs ?? [], (one) => this.doneIn.has(`${kind} ${one} ${from}`)) &&
      oneOfEach(beside, (one) => this.given.has(nameOf({ kind, command: one })))
    );
  }

  note({ kind, command, from, to, row }: Taken): void {
    this.reached.add(`${kind} ${to}`);
    this.given.add(nameOf({ kind, command }));
    // A change of state makes undone what was done before it.
    if (from === to) this.doneIn.add(`${kind} ${command} ${to}`);
    for (const one of givenAt(this.processes, { event: row.event, into: to }))
      this.asked.add(nameOf(one));
  }
}

function oneOfEach(
  groups: readonly (string | readonly string[])[],
  isThere: (command: string) => boolean,
): boolean {
  return groups.every((group) => [group].flat().some(isThere));
}

function stepsOf(procedure: Workflows, { kind, transitions }: Table): readonly Taken[] {
  return waysOf(procedure, kind).flatMap((way) => {
    const edge = edgeOf(procedure, kind, way.command);
    return edge ? [{ ...way, kind, edge, row: transitions[way.command] }] : [];
  });
}

function entryOf(ways: readonly Way[], state: string): string {
  return ways.find(({ from, to }) => to === state && from !== state)?.command ?? '';
}
