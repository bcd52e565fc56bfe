import type { InputFault } from './input.js';
import { edgeOf, targetOf, type Procedure } from './procedure.js';
import { givenAt, givenElsewhere, nameOf, type Answering, type Given } from './process-manager.js';
import type { Taken } from './taken-ways.js';
import { SYSTEM } from './transition.js';
import { NONE } from './workflow.js';

type Workflows = Pick<Procedure, 'workflows'>;

interface Led {
  readonly path: string;
  readonly given: Given;
}

/** Faults of a procedure: what happens under it leads to a command that could never be given, or that nobody gives. */
export function unanswered(
  procedure: Workflows,
  taken: readonly Taken[],
  processes: readonly Answering[],
): readonly InputFault[] {
  return [
    ...ledTo(taken, processes).flatMap((led) => [
      ...notOpen(procedure, led, taken),
      ...notBack(procedure, led, taken),
    ]),
    ...byWrongOnes(procedure, processes),
    ...hindered(procedure, processes),
  ];
}

/** What a process gives, it gives as it is: nobody is there to do more first, or in time, or elsewhere. */
function hindered(
  { workflows }: Workflows,
  processes: readonly Answering[],
): readonly InputFault[] {
  const given = givenNames(processes);
  return Object.entries(workflows).flatMap(([kind, edges]) =>
    Object.entries(edges).flatMap(([command, { at, requires, needs = [], within, allows }]) => {
      if (!given.has(nameOf({ kind, command }))) return [];
      const asked = {
        ...(at !== 'responsible' && { at }),
        ...(requires.length > 0 && { requires: requires.join(', ') }),
        ...(needs.length > 0 && { needs: needs.flat().join(', ') }),
        ...(within !== undefined && { within }),
        ...(Object.keys(allows).length > 0 && { allows: Object.keys(allows).join(', ') }),
      };
      const expected = 'nothing: a process gives it';
      return Object.entries(asked).map(([field, found]) => ({
        ...{ path: `workflows.${kind}.${command}.${field}`, expected, found },
      }));
    }),
  );
}

function givenNames(processes: readonly Answering[]): ReadonlySet<string> {
  return new Set(processes.flatMap(({ gives }) => Object.values(gives).flat().map(nameOf)));
}

/** What processes give in answer to what happens, each with the command from which it follows first. */
function ledTo(taken: readonly Taken[], processes: readonly Answering[]): readonly Led[] {
  const elsewhere = givenElsewhere(processes);
  const all = taken.flatMap(({ kind, command, from, to: into, row: { event } }) =>
    [
      ...givenAt(processes, { event, into }),
      ...elsewhere.filter((given) => from === NONE && given.kind === kind),
    ].map((given) => ({ path: `workflows.${kind}.${command}`, given })),
  );
  return [...Map.groupBy(all, ({ given }) => nameOf(given)).values()].map(([first]) => first);
}

function notOpen(
  procedure: Workflows,
  { path, given }: Led,
  taken: readonly Taken[],
): readonly InputFault[] {
  const { kind, command, opens, anywhere, entered, in: within = [] } = given;
  const edge = edgeOf(procedure, kind, command);
  if (!edge) {
    // Of a kind that the procedure does not know nothing is there to be told, unless this opens it.
    const isNeeded = opens || Object.keys(procedure.workflows[kind] ?? {}).length > 0;
    const expected = `${command} of the ${kind}, which follows from it`;
    return isNeeded && !entered ? [{ path, expected, found: 'none' }] : [];
  }
  const reached = taken.filter((one) => one.kind === kind).map(({ to }) => to);
  const states = [
    ...(opens ? [NONE] : []),
    ...reached.filter((one) => anywhere || within.includes(one)),
  ];
  const left = [...new Set(states)].filter((state) => !edge.from.includes(state));
  const expected = `${left.join(', ')} too: a process gives it there`;
  const found = edge.from.join(', ');
  return left.length > 0 ? [{ path: `workflows.${kind}.${command}.from`, expected, found }] : [];
}

/** What it undoes led away from states: into each of them it leads again. */
function notBack(
  procedure: Workflows,
  { given: { kind, command, undoes = [] } }: Led,
  taken: readonly Taken[],
): readonly InputFault[] {
  const edge = edgeOf(procedure, kind, command);
  if (!edge) return [];
  const left = taken
    .filter((one) => one.kind === kind && undoes.includes(one.row.event))
    .map(({ from }) => from)
    .filter((state) => targetOf(edge, NONE, { state }) !== state);
  const expected = `by state back to where it was: ${[...new Set(left)].join(', ')} too`;
  const path = `workflows.${kind}.${command}.to`;
  return left.length > 0 ? [{ path, expected, found: 'none' }] : [];
}

/**
 * What a process gives its row takes as it is told: nobody else may tell it. What none gives is left to people: whoever
 * wrote `system` there waits for what nobody does.
 */
function byWrongOnes(
  { workflows }: Workflows,
  processes: readonly Answering[],
): readonly InputFault[] {
  const given = givenNames(processes);
  return Object.entries(workflows).flatMap(([kind, edges]) =>
    Object.entries(edges).flatMap(([command, { by }]) => {
      const isGiven = given.has(nameOf({ kind, command }));
      if (by.every((role) => (role === SYSTEM) === isGiven)) return [];
      const expected = isGiven
        ? 'system alone: a process gives it'
        : 'roles of people alone: no process gives it';
      return [{ path: `workflows.${kind}.${command}.by`, expected, found: by.join(', ') }];
    }),
  );
}
