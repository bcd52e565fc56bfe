import type { InputFault } from './input.js';
import type { Edge, Procedure } from './procedure.js';
import { endless } from './ways.js';
import type { Table } from './workflow.js';

/** Of a procedure that is sound in every part: where it is not as a whole. */
export function faultsOfAll(procedure: Procedure, tables: readonly Table[]): readonly InputFault[] {
  const found = disagreements(procedure);
  return found.length > 0 ? found : endless(procedure, tables);
}

/** What it says of its own commands that does not agree: together they shut a command for good. */
function disagreements({ workflows, fourEyes }: Procedure): readonly InputFault[] {
  const known = new Set(Object.values(workflows).flatMap((edges) => Object.keys(edges)));
  return [
    ...Object.entries(workflows).flatMap(([kind, edges]) =>
      Object.entries(edges).flatMap(([command, edge]) =>
        ofEdge(`workflows.${kind}.${command}`, edge, edges),
      ),
    ),
    ...fourEyes.flatMap(([one, other], index) => [
      ...(one === other ? [fault(`fourEyes[${index}]`, 'two different commands', one)] : []),
      ...[one, other].flatMap((command, side) =>
        known.has(command)
          ? []
          : [fault(`fourEyes[${index}][${side}]`, 'a command of this procedure', command)],
      ),
    ]),
  ];
}

function ofEdge(path: string, { needs = [], allows }: Edge, edges: Procedure['workflows'][string]) {
  const missing = needs.flatMap((one, index) =>
    [one].flat().some((command) => Object.hasOwn(edges, command))
      ? []
      : [fault(`${path}.needs[${index}]`, 'a command of this procedure', [one].flat().join(', '))],
  );
  const shut = Object.entries(allows).flatMap(([field, values]) =>
    values.length === 0 ? [fault(`${path}.allows.${field}`, 'a value at least', 'none')] : [],
  );
  return [...missing, ...shut];
}

function fault(path: string, expected: string, found: string): InputFault {
  return { path, expected, found };
}
