import type { InputFault } from './input.js';
import { isOfPeople, type Edge, type Procedure } from './procedure.js';
import { SYSTEM, type Leads } from './transition.js';
import { targetsOf } from './ways.js';
import { NONE, type Table } from './workflow.js';

/**
 * Whether who has this role surely sees what of this kind is in this state; without a state, whether he ever sees any.
 * Absent = everybody does.
 */
export type Sees = (role: string, kind: string, state?: string) => boolean;

type Row = Table['transitions'][string];

/** Faults of a procedure: where its commands do not lead, or are not given, whatever it says, and roles that do not see what they would move. */
export function againstRows(
  { workflows }: Pick<Procedure, 'workflows'>,
  tables: readonly Table[],
  sees: Sees = () => true,
): readonly InputFault[] {
  return tables.flatMap(({ kind, transitions }) =>
    Object.entries(workflows[kind] ?? {}).flatMap(([command, edge]) => {
      const path = `workflows.${kind}.${command}`;
      const row = transitions[command];
      return [
        ...ofOrigin(path, edge, row),
        ...ofTarget(path, edge, row),
        ...ofPlace(path, edge, row),
        ...ofSight(path, edge, (role, state) => sees(role, kind, state)),
      ];
    }),
  );
}

function ofOrigin(path: string, { from }: Edge, { opens, never = [] }: Row): InputFault[] {
  const found = (expected: string, states: readonly string[]) =>
    states.length > 0 ? [{ path: `${path}.from`, expected, found: states.join(', ') }] : [];
  const others = from.filter((state) => state !== NONE);
  if (opens === 'only') return found(`${NONE} alone: it opens an instance`, others);
  return [
    ...(opens
      ? []
      : found(
          'states of what was opened before',
          from.filter((one) => one === NONE),
        )),
    ...found(
      'states that it does not leave unfinished',
      others.filter((one) => never.includes(one)),
    ),
  ];
}

function ofTarget(path: string, edge: Edge, { into }: Row): InputFault[] {
  if (into === undefined) return [];
  const at = `${path}.to`;
  if (!('field' in into)) {
    const led = new Set(edge.from.flatMap((from) => targetsOf(edge, from)));
    const astray = [...led].filter((state) => !into.includes(state));
    return astray.length > 0
      ? [{ path: at, expected: `one of ${into.join(', ')}`, found: astray.join(', ') }]
      : [];
  }
  const expected = `{ field: ${into.field}, cases: … }, which tells ${told(into)}`;
  const { to } = edge;
  if (typeof to !== 'object' || to.field !== into.field)
    return [{ path: at, expected, found: typeof to === 'object' ? to.field : (to ?? 'none') }];
  return Object.entries(into.cases).flatMap(([value, states]) => {
    const state = to.cases[value];
    return state === undefined || states.includes(state)
      ? []
      : [{ path: `${at}.cases.${value}`, expected: `one of ${states.join(', ')}`, found: state }];
  });
}

function told({ cases }: Exclude<Leads, readonly string[]>): string {
  return Object.values(cases).flat().join(' from ');
}

function ofPlace(path: string, { at }: Edge, { places }: Row): InputFault[] {
  if (!places || places.includes(at)) return [];
  return [{ path: `${path}.at`, expected: `one of ${places.join(', ')}`, found: at }];
}

/** Who opens something need not see it: whoever does more must, and in each state one of them. */
function ofSight(
  path: string,
  edge: Edge,
  sees: (role: string, state?: string) => boolean,
): InputFault[] {
  const states = edge.from.filter((state) => state !== NONE);
  if (!isOfPeople(edge) || states.length === 0) return [];
  const blind = edge.by.flatMap((role, index) =>
    role === SYSTEM || sees(role)
      ? []
      : [{ path: `${path}.by[${index}]`, expected: 'a role that sees it', found: role }],
  );
  if (blind.length > 0) return blind;
  const hidden = states.filter((state) => !edge.by.some((role) => sees(role, state)));
  const expected = `a role that sees it while it is ${hidden.join(', ')}`;
  return hidden.length > 0 ? [{ path: `${path}.by`, expected, found: edge.by.join(', ') }] : [];
}
