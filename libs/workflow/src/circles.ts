import type { InputFault } from './input.js';
import type { Edge, Procedure } from './procedure.js';
import { targetsOf } from './ways.js';

type Edges = Procedure['workflows'][string];

/** Faults of a procedure: commands that wait for one another (`needs`), so that none of them is ever given. */
export function circles({ workflows }: Pick<Procedure, 'workflows'>): readonly InputFault[] {
  return Object.entries(workflows).flatMap(([kind, edges]) => {
    const waiting = new Waiting(edges);
    const found = new Map<string, InputFault>();
    for (const command of waiting.blocked()) {
      const circle = waiting.circleFrom(command);
      if (!circle) continue;
      const id = circle.toSorted().join(' ');
      if (!found.has(id)) found.set(id, faultOf(`workflows.${kind}`, circle, edges));
    }
    return [...found.values()];
  });
}

function faultOf(path: string, circle: readonly string[], edges: Edges): InputFault {
  const [first, next = first] = circle;
  const index = needsOf(edges[first]).findIndex((group) => group.includes(next));
  return {
    path: `${path}.${first}.needs[${index}]`,
    expected: 'a command that does not wait for this one',
    found: `a circle ${[...circle, first].join(' < ')}`,
  };
}

/** Which commands of a kind could ever be given in a state, if an instance came there. */
class Waiting {
  private readonly given = new Set<string>();

  constructor(private readonly edges: Edges) {
    for (let before = -1; before < this.given.size;) {
      before = this.given.size;
      for (const [command, edge] of Object.entries(edges))
        for (const state of edge.from)
          if (this.isFree(edge, state)) this.given.add(at(command, state));
    }
  }

  /** Those that are given in no state. */
  blocked(): readonly string[] {
    return Object.entries(this.edges).flatMap(([command, { from }]) =>
      from.some((state) => this.given.has(at(command, state))) ? [] : [command],
    );
  }

  /** From each to one for which it waits, until one comes again; undefined where it waits for what is not to be had there. */
  circleFrom(command: string): readonly string[] | undefined {
    for (const state of this.edges[command].from) {
      const way: string[] = [];
      for (let next: string | undefined = command; next !== undefined;) {
        if (way.includes(next)) return way.slice(way.indexOf(next));
        way.push(next);
        next = this.awaitedBy(next, state);
      }
    }
    return undefined;
  }

  private awaitedBy(command: string, state: string): string | undefined {
    const open = needsOf(this.edges[command]).find((group) => !this.isDone(group, state));
    return open?.find((one) => staysIn(this.edges[one], state));
  }

  private isFree(edge: Edge, state: string): boolean {
    return needsOf(edge).every((group) => this.isDone(group, state));
  }

  private isDone(group: readonly string[], state: string): boolean {
    return group.some((one) => staysIn(this.edges[one], state) && this.given.has(at(one, state)));
  }
}

function needsOf({ needs = [] }: Edge): readonly (readonly string[])[] {
  return needs.map((one) => [one].flat());
}

/** It is given there and leaves the state as it is: only so is it done there. */
export function staysIn(edge: Edge | undefined, state: string): boolean {
  return edge !== undefined && edge.from.includes(state) && targetsOf(edge, state).includes(state);
}

function at(command: string, state: string): string {
  return `${command} ${state}`;
}
