import { refuse, type Data, type Refusal } from '@cluetrail/event-sourcing';
import { isOverdue } from '@cluetrail/deadlines';
import { COUNTERSIGN, notStoodFor } from './backdating.js';
import { doersOf, isOne } from './doers.js';
import { comesAfter, inOrder, isLatest, isOfAny, previousTo } from './in-order.js';
import { isOfPlace, organsFor } from './places.js';
import {
  commandsOf,
  edgeOf,
  leadsNowhere,
  targetOf,
  type Edge,
  type Procedure,
} from './procedure.js';
import {
  SYSTEM,
  type Capacity,
  type Circumstances,
  type Objection,
  type Standing,
  type Words,
} from './transition.js';
import { NONE, type Workflow } from './workflow.js';

/** What follows from the command and the procedure. */
type OfTheCommand =
  | 'who'
  | 'saysWhy'
  | 'procedure'
  | 'rolesFor'
  | 'statesFor'
  | 'apartFrom'
  | 'comesAfter'
  | 'isOfAny'
  | 'ranks'
  | 'decidesOn';

/** All that a decision may depend on. `capacities` = the offices the person holds now. */
export interface Situation<S extends object = object> {
  readonly workflow: Workflow<S>;
  readonly procedure: Procedure;
  readonly state: S & Standing;
  readonly capacities: readonly Capacity[];
  readonly circumstances: Omit<Circumstances, OfTheCommand>;
}

export interface Decided {
  readonly who: Capacity;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: Data;
  readonly change?: { readonly from: string; readonly to: string };
  readonly organ: string;
  readonly level: string;
  /** The event says neither of them. */
  readonly aside?: true;
  readonly article?: string;
}

export type Decision = { readonly decided: Decided } | { readonly refused: Refusal };

/** What may be done now; for the rest, why not. Equal to what the command itself would answer. */
export interface OpenCommand {
  readonly command: string;
  readonly title: Words;
  readonly refused?: Refusal;
}

/**
 * Pure. Input is validated already; refusals come in the order in which a person can mend them. A `reason` beside the
 * input is what the procedure may require; it is personal, so it never becomes part of the data.
 */
export function decide<S extends object>(
  situation: Situation<S>,
  command: string,
  asked: object & { readonly [field: string]: unknown },
): Decision {
  const free = admitted(situation, command);
  if ('refused' in free) return free;
  const { edge, offices } = free;
  // Whoever holds several gives it in the first in which he may.
  const answers = offices.map((who) => decideAs(who, situation, { command, edge, asked }));
  return (
    answers.find((answer) => 'decided' in answer) ??
    answers.find((answer) => !('refused' in answer && isOfPlace(answer.refused))) ??
    answers[0]
  );
}

interface Given {
  readonly command: string;
  readonly edge: Edge;
  readonly asked: object & { readonly [field: string]: unknown };
}

function decideAs<S extends object>(
  who: Capacity,
  situation: Situation<S>,
  { command, edge, asked }: Given,
): Decision {
  const { reason, attachments: _, ...input } = asked;
  const { workflow, state } = situation;
  const row = workflow.transitions[command];
  const circumstances = { ...circumstancesOf(situation, who), saysWhy: reason !== undefined };
  const objection = unmet(edge, asked) ?? code(row.unless?.(state, input, circumstances));
  if (objection) return { refused: objection };
  // Input classes and `data()` hold plain JSON: what validation let through.
  const data = plain(row.data ? row.data(state, input, circumstances) : input);
  const to = targetOf(edge, state.state, data);
  const before = previousTo(situation, { command, input, data, to }, circumstances);
  const regardlessOf = row.regardless && edge.from;
  const early = inOrder(state, { event: row.event, before, regardlessOf }, circumstances);
  if (early) return { refused: early };
  const countersigned = workflow.transitions[COUNTERSIGN]?.event;
  const alone = notStoodFor(
    situation,
    { command, told: row.event, countersigned, data, opens: row.opens },
    circumstances,
  );
  if (alone) return { refused: alone };
  const organ = row.organ?.(state, input, circumstances) ?? (state.organ || (who.organId ?? ''));
  const level = row.level?.(state, input) ?? (state.level || 'L1');
  if (level !== state.level && !circumstances.mayRead(level))
    return refuse('above-clearance', { field: 'level', found: level });
  const foreign = opensUnder(situation, { who, organ });
  if (foreign) return refuse('procedure-not-used', foreign);
  const moved = organ !== state.organ || level !== state.level;
  if (moved && !isLatest(state, circumstances)) return refuse('happened-before-previous');
  if (to === undefined) return { refused: leadsNowhere(edge) };
  return {
    decided: {
      who,
      type: row.event,
      schemaVersion: row.schemaVersion ?? 1,
      data,
      change: to === state.state ? undefined : { from: state.state, to },
      organ,
      level,
      ...(row.aside && { aside: true }),
      article: edge.basis.article,
    },
  };
}

/** Every command of the table that the procedure knows for this kind, with the reason where it is not open. */
export function open<S extends object>(situation: Situation<S>): OpenCommand[] {
  const { workflow, procedure } = situation;
  const process = situation.capacities.some(({ role }) => role === SYSTEM);
  // What processes alone give is no person's to do.
  return Object.entries(workflow.transitions)
    .filter(([command]) =>
      edgeOf(procedure, workflow.kind, command)?.by.some((role) => process || role !== SYSTEM),
    )
    .map(([command, { title }]) => {
      const answer = admitted(situation, command);
      return 'refused' in answer ? { command, title, refused: answer.refused } : { command, title };
    });
}

/** `offices`: those in which he may give it, his own before those that were lent to him; one at least. */
type Admitted =
  { readonly edge: Edge; readonly offices: readonly Capacity[] } | { readonly refused: Refusal };

/** Everything that can be known before the input: procedure, office, person, state, four eyes, the row's own block. */
function admitted<S extends object>(situation: Situation<S>, command: string): Admitted {
  const { workflow, procedure, state } = situation;
  const { known } = situation.circumstances;
  const row = workflow.transitions[command];
  const edge = edgeOf(procedure, workflow.kind, command);
  if (!row || !edge) return refuse('not-in-procedure', { command });
  const fitting = officesFor(situation, edge, command);
  if ('refused' in fitting) return fitting;
  // From what his delegate is excluded, nobody is in his own office.
  const barred = fitting.fit.map(({ asOneWith: _, ...office }) =>
    code(workflow.bars?.(state, office, { command, known })),
  );
  const unbarred = fitting.fit.filter((_, index) => !barred[index]);
  if (barred[0] && unbarred.length === 0) return { refused: barred[0] };
  if (!edge.from.includes(state.state))
    return refuse('wrong-state', { command, expected: edge.from, found: state.state });
  // Of offices lent by several people one may be free where another is not.
  const twins = unbarred.map((office) => fourEyes(situation, command, office));
  const free = unbarred.filter((_, index) => twins[index] === undefined);
  if (free.length === 0) return refuse('four-eyes', { command, other: twins[0] ?? '' });
  const undone = (edge.needs ?? [])
    .map((one) => [one].flat())
    .filter((one) => !one.some((each) => state.done.includes(each)));
  if (undone.length > 0)
    return refuse('not-done-yet', { expected: undone.map((one) => one.join(' / ')) });
  const blocked = free.map((who) => code(row.blocked?.(state, circumstancesOf(situation, who))));
  const offices = free.filter((_, index) => !blocked[index]);
  if (blocked[0] && offices.length === 0) return { refused: blocked[0] };
  const due = overdueOf(edge, situation.circumstances);
  return due === undefined ? { edge, offices } : refuse('too-late', { expected: due });
}

/** Whoever opens a matter may name the procedure: one that his organ uses. What a process opens follows its cause. */
function opensUnder<S extends object>(
  { procedure, state, circumstances }: Situation<S>,
  { who, organ }: { readonly who: Capacity; readonly organ: string },
) {
  if (state.state !== NONE || who.role === SYSTEM) return undefined;
  const used = circumstances.proceduresOf(organ);
  return used && !used.includes(procedure.name) && { organ, expected: used, found: procedure.name };
}

/** What a rule may ask where this person gives the command. */
export function circumstancesOf<S extends object>(
  { workflow, procedure, circumstances }: Situation<S>,
  who: Capacity,
): Circumstances {
  const apartFrom = (command: string) => opposites(procedure, command);
  const { name, version, ranks } = procedure;
  return {
    ...{ ...circumstances, who, apartFrom, procedure: { name, version } },
    ...commandsOf(procedure, workflow.kind),
    ...(ranks && { ranks: Object.keys(ranks.tiers) }),
    comesAfter: (one, other) => comesAfter({ workflow, procedure }, [one, other]),
    isOfAny: (event, state) => isOfAny({ workflow, procedure }, event, state),
    decidesOn: (organId, rank) => {
      const tier = ranks?.tiers[rank];
      return tier === undefined || circumstances.reaches(organId, tier);
    },
  };
}

/** Of the obligation within whose time it must happen: its due, where that has passed. */
function overdueOf({ within }: Edge, { clocks, happenedAt }: Situation['circumstances']) {
  if (within === undefined) return undefined;
  const clock = clocks().findLast(({ code, state }) => code === within && state === 'open');
  return clock && isOverdue(clock, happenedAt.at) ? (clock.due ?? undefined) : undefined;
}

/** The offices in which the person may give the command: his own before those that were lent to him. */
function officesFor<S extends object>(
  { procedure, state, capacities, circumstances }: Situation<S>,
  edge: Edge,
  command: string,
): { readonly fit: readonly Capacity[] } | { readonly refused: Refusal } {
  const held = capacities.filter(
    ({ role, commands }) => edge.by.includes(role) && (commands?.includes(command) ?? true),
  );
  if (held.length === 0) return refuse('wrong-role', { expected: edge.by });
  const inRole = held.filter(({ onLeave }) => !onLeave);
  if (inRole.length === 0) return refuse('on-leave');
  const organs = organsFor(edge, state, { ...circumstances, ranks: procedure.ranks });
  const fit = inRole.filter(
    ({ role, organId }) =>
      role === SYSTEM || organs === undefined || organs.includes(organId ?? ''),
  );
  if (fit.length > 0) return { fit };
  if (organs?.length === 0)
    return refuse(edge.at === 'by-rank' ? 'no-organ-for-rank' : 'no-organ-above', {
      organ: state.organ,
    });
  return refuse('wrong-organ', { expected: organs?.join(', ') ?? '' });
}

function fourEyes<S extends object>(
  { procedure, state }: Situation<S>,
  command: string,
  who: Capacity,
) {
  return opposites(procedure, command).find((other) =>
    doersOf(state, other).some((doer) => isOne(who, doer)),
  );
}

function opposites({ fourEyes: pairs }: Procedure, command: string): readonly string[] {
  return pairs.filter((pair) => pair.includes(command)).map(([a, b]) => (a === command ? b : a));
}

/** What this procedure asks of the input beyond the table. */
function unmet(edge: Edge, input: { readonly [field: string]: unknown }): Refusal | undefined {
  const missing = edge.requires.find((field) => input[field] === undefined);
  if (missing) return { code: 'required', detail: { field: missing } };
  const barred = Object.entries(edge.allows).find(
    ([field, values]) => input[field] !== undefined && !values.includes(String(input[field])),
  );
  return barred && { code: 'not-allowed', detail: { field: barred[0], expected: barred[1] } };
}

function code(objection: Objection): Refusal | undefined {
  return typeof objection === 'string' && objection !== ''
    ? { code: objection }
    : objection || undefined;
}

/** Class instances become plain data; unset optional fields fall away. */
function plain(value: object): Data {
  return JSON.parse(JSON.stringify(value));
}
