import { ID_PATTERN } from '../ids.js';
import { LEVELS, levelsUpTo, type Level, type Subject } from './subject.js';

export const ROLES = [
  'intake',
  'clue-admin',
  'case-officer',
  'unit-head',
  'leader',
  'adjudicator',
  'supervisor',
  'auditor',
  'statistician',
  'sysadmin',
] as const;
export type Role = (typeof ROLES)[number];

/**
 * `list` = headers (lists, state, deadlines, search hits); `content` = history with texts; `count`
 * = totals.
 */
export type Action = 'list' | 'content' | 'count';

/**
 * `own` = at the organ of the appointment, `subtree` = there or below, `any` = wherever it stands, `adjudicated` = where
 * its case has come before the adjudicators of that very organ.
 */
export type Scope = 'own' | 'subtree' | 'any' | 'adjudicated';

/** A report names who sent it: fewer may read it than what comes of it. */
export type RowKind = 'matter' | 'report';

export interface Right {
  readonly of: RowKind;
  readonly role: Role;
  readonly actions: readonly Action[];
  readonly scope: Scope;
  /** Only rows to which the person is assigned. */
  readonly assigned: boolean;
  /** Without the identity of persons. */
  readonly masked: boolean;
}

/**
 * What each role may read: the whole access policy, and nothing beside it. Two rules stand over it:
 * nobody sees a row of a level above his clearance, and a person who is excluded from a row never
 * sees it, whatever his roles, nor through an office lent by somebody excluded. A sysadmin has no line: he sees no case. The set-up of a
 * directory without an organisation reads all that it fills; with the first appointment it sees
 * nothing any more.
 */
export const POLICY: readonly Right[] = [
  right('intake', ['list', 'count'], 'own'),
  right('clue-admin', ['list', 'count'], 'own'),
  { ...right('case-officer', ['list', 'content', 'count'], 'any'), assigned: true },
  right('unit-head', ['list', 'content', 'count'], 'own'),
  right('leader', ['list', 'content', 'count'], 'own'),
  right('leader', ['list', 'count'], 'subtree'),
  right('adjudicator', ['list', 'content', 'count'], 'adjudicated'),
  right('supervisor', ['list', 'count'], 'subtree'),
  { ...right('auditor', ['list', 'content', 'count'], 'subtree'), masked: true },
  right('statistician', ['count'], 'subtree'),
  ofReports(right('intake', ['list', 'content', 'count'], 'own')),
  ofReports(right('clue-admin', ['list', 'count'], 'own')),
  ofReports(right('leader', ['list', 'count'], 'own')),
  ofReports(right('supervisor', ['list', 'count'], 'subtree')),
  ofReports({ ...right('auditor', ['list', 'content', 'count'], 'subtree'), masked: true }),
  ofReports(right('statistician', ['count'], 'subtree')),
];

/** What the policy compares; every row of every read model carries it. */
export interface AccessRow {
  /** Absent = a matter: a clue, a case, a person's record. */
  readonly of?: RowKind;
  /** Responsible organ: `/gx/nn/`. */
  readonly organPath: string;
  /** While a transfer waits: the receiving organ, to which the row then belongs as well. */
  readonly receiverPath: string | null;
  readonly level: string;
  /** Person ids: `|li|wang|`, or empty. */
  readonly assigned: string;
  readonly excluded: string;
  /** Organs before whose adjudicators its case has come, by path: `|/gx/nn/|`. Absent = none. */
  readonly adjudicated?: string;
}

/** One right of one person: a line of the policy, placed by one of his appointments. */
export interface Grant {
  readonly scope: Scope;
  readonly organPath: string;
  readonly assigned: boolean;
  readonly masked: boolean;
  readonly levels: readonly Level[];
  /** Whose office it is, where it was lent: what that person is excluded from is not seen through it. */
  readonly onBehalfOf?: string;
}

/**
 * All that the policy gives a person for an action. Ids and paths that are ill-formed give nothing.
 */
export function grantsOf(
  { personId, appointments, setup }: Subject,
  action: Action,
  of: RowKind = 'matter',
): Grant[] {
  if (setup)
    return [{ scope: 'any', organPath: '', assigned: false, masked: false, levels: LEVELS }];
  if (!ID_PATTERN.test(personId)) return [];
  return appointments
    .filter(({ organPath }) => isOrganPath(organPath))
    .flatMap(({ role, organPath, clearance, onBehalfOf }) =>
      POLICY.filter(
        (line) => line.of === of && line.role === role && line.actions.includes(action),
      ).map(({ scope, assigned, masked }) => {
        const levels = levelsUpTo(clearance);
        return { scope, organPath, assigned, masked, levels, ...(onBehalfOf && { onBehalfOf }) };
      }),
    )
    .filter(({ levels }) => levels.length > 0);
}

/** Whether who has this role ever sees one of them by itself, not in totals alone. */
export function mayEverSee(role: string, of: RowKind): boolean {
  return POLICY.some(
    (line) => line.of === of && line.role === role && line.actions.includes('list'),
  );
}

/** The same of what has not come before those who adjudicate. */
export function maySeeUnadjudicated(role: string, of: RowKind): boolean {
  return POLICY.some(
    ({ scope, ...line }) =>
      line.of === of &&
      line.role === role &&
      line.actions.includes('list') &&
      scope !== 'adjudicated',
  );
}

/** Whether who has this role reads all that stands at his own organ, with texts and with those whom it is about. */
export function readsContent(role: string): boolean {
  return POLICY.some(
    ({ scope, assigned, masked, ...line }) =>
      line.of === 'matter' &&
      line.role === role &&
      line.actions.includes('content') &&
      scope === 'own' &&
      !assigned &&
      !masked,
  );
}

/** Ids from the root with a slash at both ends, so that `/13/` never begins `/130/`. */
export function isOrganPath(path: string): boolean {
  return /^\/([a-z0-9-]{1,40}\/)+$/.test(path);
}

/** `|li|wang|`, or empty: the form of `assigned` and `excluded`. */
export function personList(personIds: readonly string[]): string {
  const astray = personIds.find((id) => !ID_PATTERN.test(id));
  if (astray !== undefined)
    throw new Error(`list of persons: expected ids, found ${JSON.stringify(astray)}`);
  return personIds.length === 0 ? '' : `|${[...new Set(personIds)].sort().join('|')}|`;
}

/** The same of organs, by their paths: the form of `adjudicated`. */
export function placeList(paths: readonly string[]): string {
  return paths.length === 0 ? '' : `|${[...new Set(paths)].sort().join('|')}|`;
}

function right(role: Role, actions: readonly Action[], scope: Scope): Right {
  return { of: 'matter', role, actions, scope, assigned: false, masked: false };
}

function ofReports(line: Right): Right {
  return { ...line, of: 'report' };
}
