import { circumstancesOf, type Situation } from './decide.js';
import { commandsOf, edgeOf, type Edge, type Procedure } from './procedure.js';
import type { AnyTransition, Around, Standing } from './transition.js';
import { isEnded, type Workflow } from './workflow.js';

interface Row extends Pick<AnyTransition, 'optional' | 'goesOnElsewhere'> {
  readonly awaited?: unknown;
}
type Edges = Procedure['workflows'][string];

/**
 * Whether somebody waits for a command that is open: it moves the instance on, is decided by those whom the ranks ask for,
 * has to be done before one of these, or its row says so. Of what has ended, only where its row says so.
 */
export function isAwaited<S extends object>(
  { workflow, procedure, state, circumstances }: Awaiting<S>,
  command: string,
): boolean {
  const row = workflow.transitions[command];
  const edge = edgeOf(procedure, workflow.kind, command);
  if (!row || !edge || isOptional(row)) return false;
  if (row.awaited)
    return row.awaited(state, { ...circumstances, ...commandsOf(procedure, workflow.kind) });
  if (isEnded(workflow, state.state)) return false;
  if (moves(edge) && edge.to !== state.state) return true;
  const edges = procedure.workflows[workflow.kind];
  return Object.entries(edges).some(
    ([other, { from, needs = [] }]) =>
      from.includes(state.state) &&
      !isOptional(workflow.transitions[other]) &&
      needs
        .map((one) => [one].flat())
        .some((one) => one.includes(command) && !one.some((each) => state.done.includes(each))),
  );
}

interface Awaiting<S extends object> {
  readonly workflow: Workflow<S>;
  readonly procedure: Procedure;
  readonly state: S & Standing;
  readonly circumstances: Omit<Around, 'rolesFor' | 'statesFor'>;
}

/** What stands there keeps a command from these people in each office for it, and from anybody else. */
export function isKeptFromAll<S extends object>(
  situation: Situation<S>,
  command: string,
  people: readonly string[],
): boolean {
  const { workflow, procedure, state } = situation;
  const roles = edgeOf(procedure, workflow.kind, command)?.by ?? [];
  const capacities = [ANYBODY, ...people].flatMap((personId) =>
    roles.map((role) => ({ personId, role })),
  );
  const row = workflow.transitions[command];
  return capacities.every((who) => row.blocked?.(state, circumstancesOf(situation, who)));
}

/** No id of a person. */
const ANYBODY = '';

/** Without an instance: whether anybody might ever wait for it. */
export function mayBeAwaited(row: Row, { command, edges }: { command: string; edges: Edges }) {
  if (isOptional(row)) return false;
  const isNeeded = Object.values(edges).some(({ needs = [] }) => needs.flat().includes(command));
  return row.awaited !== undefined || moves(edges[command]) || isNeeded;
}

/** Nobody waits for it, whatever becomes of it here. */
export function isOptional({ optional, goesOnElsewhere }: Row): boolean {
  return optional === true || goesOnElsewhere === true;
}

function moves({ to, at }: Edge): boolean {
  return to !== undefined || at === 'by-rank';
}
