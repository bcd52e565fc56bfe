import { unanswered } from './answering.js';
import { COUNTERSIGN } from './backdating.js';
import { clockFaults } from './clock-faults.js';
import { circles, staysIn } from './circles.js';
import type { InputFault } from './input.js';
import { isOfPeople, type Edge, type Procedure } from './procedure.js';
import type { Answering } from './process-manager.js';
import { againstRows, type Sees } from './row-states.js';
import { unknownFields } from './spoken-of.js';
import { endless, waysTaken } from './taken-ways.js';
import { NONE, type Table } from './workflow.js';

/** What the code knows, of which a procedure speaks. */
interface Known {
  readonly workflows: readonly Table[];
  readonly processes: readonly Answering[];
  readonly sees?: Sees;
}

/** Of a procedure that is sound in every part: where it is not as a whole. */
export function faultsOfAll(
  procedure: Procedure,
  { workflows: tables, processes, sees }: Known,
): readonly InputFault[] {
  const taken = waysTaken(procedure, tables, processes);
  const found = [
    ...disagreements(procedure),
    ...circles(procedure),
    ...unsigned(procedure),
    ...unknownFields(procedure, tables),
    ...againstRows(procedure, tables, sees),
    ...clockFaults(procedure.obligations, tables),
    ...tables.flatMap((table) => ofTable(table, procedure.workflows[table.kind] ?? {})),
    ...unanswered(procedure, taken, processes),
  ];
  return found.length > 0 ? found : endless(tables, taken);
}

type Edges = Procedure['workflows'][string];

/** What it says of its own commands that does not agree: together they shut a command for good. */
function disagreements({ workflows, fourEyes }: Procedure): readonly InputFault[] {
  // What speaks aside counts among no acts: nobody could ask whether it was done, or by whom.
  const known = new Set(Object.values(workflows).flatMap((edges) => Object.keys(edges)));
  known.delete(COUNTERSIGN);
  return [
    ...Object.entries(workflows).flatMap(([kind, edges]) =>
      Object.entries(edges).flatMap(([command, edge]) =>
        ofEdge(`workflows.${kind}.${command}`, edge, edges),
      ),
    ),
    ...fourEyes.flatMap(([one, other], index) => [
      ...apart(`fourEyes[${index}]`, [one, other], workflows),
      ...(one === other ? [fault(`fourEyes[${index}]`, 'two different commands', one)] : []),
      ...[one, other].flatMap((command, side) =>
        known.has(command)
          ? []
          : [fault(`fourEyes[${index}][${side}]`, 'a command of this procedure', command)],
      ),
    ]),
  ];
}

/** Where a late entry is countersigned, wherever people do anything; else nothing told late would ever be taken there. */
function unsigned({ workflows, backdating }: Procedure): readonly InputFault[] {
  return Object.entries(workflows).flatMap(([kind, { [COUNTERSIGN]: edge, ...others }]) => {
    if (edge && !backdating)
      return [fault(`workflows.${kind}.${COUNTERSIGN}`, 'backdating in the procedure', 'none')];
    const acted = Object.values(others).filter(isOfPeople);
    const states = new Set(acted.flatMap(({ from }) => from).filter((state) => state !== NONE));
    const without = [...states].filter((state) => !edge?.from.includes(state));
    if (!backdating || without.length === 0) return [];
    const expected = `${COUNTERSIGN} in every state in which people act: also ${without.join(', ')}`;
    const found = edge ? `from ${edge.from.join(', ')}` : 'none';
    return [fault(`workflows.${kind}${edge ? `.${COUNTERSIGN}` : ''}`, expected, found)];
  });
}

/** Who gave a command is known where it was given: nobody compares those of a clue with those of its case. */
function apart(path: string, pair: readonly string[], workflows: Procedure['workflows']) {
  const kinds = pair.map((command) =>
    Object.keys(workflows).filter((kind) => Object.hasOwn(workflows[kind], command)),
  );
  const [one, other] = kinds;
  if (one.length === 0 || other.length === 0 || one.some((kind) => other.includes(kind))) return [];
  const found = pair.map((command, side) => `${command} of the ${kinds[side].join(', ')}`);
  return [fault(path, 'two commands of one kind', found.join(', '))];
}

function ofEdge(path: string, { from, needs = [], allows }: Edge, edges: Edges) {
  const never = needs.flatMap((one, index) => {
    const named = [one].flat();
    const found = (expected: string) => [
      fault(`${path}.needs[${index}]`, expected, named.join(', ')),
    ];
    const known = named.filter(
      (command) => command !== COUNTERSIGN && Object.hasOwn(edges, command),
    );
    if (known.length === 0) return found('a command of this procedure');
    return known.some((command) => from.some((state) => staysIn(edges[command], state)))
      ? []
      : found(`a command that is given in ${from.join(', ')}, and leaves it there`);
  });
  const shut = Object.entries(allows).flatMap(([field, values]) =>
    values.length === 0 ? [fault(`${path}.allows.${field}`, 'a value at least', 'none')] : [],
  );
  return [...never, ...shut];
}

/**
 * What the code asks of a procedure that has some of its commands: one that opens an instance, and others without which
 * they are none.
 */
function ofTable({ kind, transitions }: Table, edges: Edges): readonly InputFault[] {
  const all = Object.entries(edges);
  const path = `workflows.${kind}`;
  const isOpened = all.length === 0 || all.some(([, { from }]) => from.includes(NONE));
  const alone = all.flatMap(([command, { requires }]) =>
    (transitions[command].together?.(requires) ?? [])
      .map((one) => [one].flat())
      .filter((group) => !group.some((one) => Object.hasOwn(edges, one)))
      .map((group) => fault(`${path}.${command}`, `${group.join(' or ')} beside it`, 'none')),
  );
  return isOpened
    ? alone
    : [fault(path, `a command from ${NONE}, which opens a ${kind}`, 'nothing'), ...alone];
}

function fault(path: string, expected: string, found: string): InputFault {
  return { path, expected, found };
}
