import {
  dayStart,
  inEffect,
  kindOf,
  merged,
  type Effective,
  type Event,
  type Matter,
  type References,
} from '@cluetrail/event-sourcing';
import { organOf, personList, placeList, type AccessRow, type Organ } from '@cluetrail/access';
import { calendarOf, type Place } from '@cluetrail/deadlines';
import { evolve, initial, stateOf, type Procedure } from '@cluetrail/workflow';
import { caseWork } from '../case/case.js';
import { clue } from '../clue/clue.js';
import type { CaseState } from '../case/state.js';
import { isWithCase } from '../clue/states.js';
import { goesOnIn, streamOf, type ClueState } from '../clue/state.js';
import { pinnedProcedure } from '../procedures.js';
import { reportIdsIn } from '../processes/attaching.js';
import { streamOfReport } from '../report/state.js';

/** A clue as all its projections look at it: folded, with the procedure it is pinned to. */
export interface KnownClue {
  /** Its own stream in the order of folding. */
  readonly events: readonly Effective[];
  /** With the streams it is linked to. */
  readonly all: readonly Effective[];
  readonly state: ClueState;
  readonly procedure: Procedure;
}

/** Undefined before the opening event is known, and for a matter of another kind. */
export function knownClue(matter: Matter, references: References): KnownClue | undefined {
  const folded = foldedClue(matter);
  if (!folded) return undefined;
  const { events, state } = folded;
  const linked = matter.linked.map((stream) => inEffect(stream.events));
  return {
    events,
    all: merged([events, ...linked]),
    state,
    procedure: pinnedProcedure(state.procedure, references),
  };
}

/** The clue alone: looks nothing up, so that whoever needs no more depends on no other stream. */
export function foldedClue({
  stream,
  events: recorded,
}: Pick<Matter, 'stream' | 'events'>): FoldedClue | undefined {
  if (kindOf(stream) !== clue.kind) return undefined;
  // All projections ask for the same events, one after the other: while a stream stands still they are one array.
  const found = folds.get(recorded);
  if (found) return found;
  const events = inEffect(recorded);
  if (events.length === 0) return undefined;
  const state = events.reduce<ClueState>(
    (before, event) => evolve(clue, before, event),
    initial(clue),
  );
  const folded = { events, state };
  folds.set(recorded, folded);
  return folded;
}

export type FoldedClue = Pick<KnownClue, 'events' | 'state'>;

const folds = new WeakMap<readonly Event[], FoldedClue>();

/** The state after each of its events, from the opening on. */
export function statesOf(
  events: readonly Effective[],
): readonly { event: Effective; state: ClueState }[] {
  let state: ClueState = initial(clue);
  return events.map((event) => ({ event, state: (state = evolve(clue, state, event)) }));
}

/** Calendar and zone of an organ; where it is unknown (imported history) the procedure's zone, and weekends alone. */
export function placesIn(
  references: References,
  zone: string,
): (organId: string | undefined) => Place {
  return (organId) => {
    const organ = organId === undefined ? undefined : organIn(references, organId);
    return organ
      ? { calendar: calendarOf(organ.region), zone: organ.zone }
      : { calendar: calendarOf('none'), zone };
  };
}

export function organIn(references: References, organId: string): Organ | undefined {
  return organOf(organId, inEffect(references.events(`organ-${organId}`)));
}

/**
 * Ids from the root with a slash at both ends; an organ that the log does not know stands alone, and a merged one where
 * the organ stands that it went into.
 */
export function pathIn(references: References, organId: string): string {
  const chain: string[] = [];
  const from = (id: string | undefined) => (id === undefined ? id : heirIn(references, id));
  for (let next = from(organId); next !== undefined && !chain.includes(next);) {
    chain.unshift(next);
    next = from(organIn(references, next)?.parent);
  }
  return `/${chain.join('/')}/`;
}

function heirIn(references: References, organId: string): string {
  const seen = [organId];
  for (let next = organId; ;) {
    const into = organIn(references, next)?.mergedInto;
    if (into === undefined || seen.includes(into)) return next;
    seen.push((next = into));
  }
}

/**
 * What the access policy compares. Subjects of a clue, or of its case, never see it; officers and team are assigned.
 * What was split or merged is read by those who handle the clues in which it went on, too; but by nobody who may know
 * nothing of one of these. Adjudicators see what has come before them with its case.
 */
export function accessOf(state: ClueState, around: Around): AccessRow {
  const { pathOf } = around;
  const all = [state, ...heirsIn(state, around)];
  return {
    organPath: pathOf(state.organ),
    receiverPath: state.receiver === undefined ? null : pathOf(state.receiver),
    level: state.level,
    assigned: personList(all.flatMap(({ officers, team }) => [...officers, ...team])),
    excluded: personList(excludedFrom(all, around)),
    adjudicated: placeList(adjudicatedAt(state, around)),
  };
}

/** Whoever may know nothing of the clue with this id, nor of one in which it went on. */
export function excludedFromClue(id: string, references: References): readonly string[] {
  const found = clueIn(references, id);
  return found ? excludedFrom([found, ...heirsIn(found, references)], references) : [];
}

/** The clue with this id; undefined where none is known. */
export function clueIn(references: References, id: string): ClueState | undefined {
  return foldedClue({ stream: streamOf(id), events: references.events(streamOf(id)) })?.state;
}

/** Levels rise with their names. */
export function highest(levels: readonly string[]): string {
  return levels.reduce((one, other) => (one > other ? one : other));
}

/** Its cases may be about more people than the clue. */
function excludedFrom(clues: readonly ClueState[], references: References): readonly string[] {
  return clues.flatMap(({ subjects, recused, caseId, earlierCases = [] }) => [
    ...subjects,
    ...recused,
    ...[...earlierCases, caseId ?? []].flat().flatMap((id) => caseIn(references, id).subjects),
  ]);
}

/** The case that it has now; undefined where it has none. */
export function fileOf(
  { state, caseId }: ClueState,
  references: References,
): CaseState | undefined {
  return caseId === undefined || !isWithCase(state) ? undefined : caseIn(references, caseId);
}

function caseIn(references: References, caseId: string) {
  return stateOf(caseWork, references.events(`case-${caseId}`));
}

/** What stands around a clue: where organs are, and what is known of other streams. */
export interface Around extends References {
  pathOf(organId: string): string;
}

export function aroundIn(references: References): Around {
  return {
    events: (stream) => references.events(stream),
    pathOf: (organ) => pathIn(references, organ),
  };
}

/** The organs before whose adjudicators its case came, or that of a clue in which it went on: their paths. */
export function adjudicatedAt(state: ClueState, around: Around): readonly string[] {
  const cases = [state, ...heirsIn(state, around)].flatMap(({ caseId }) => caseId ?? []);
  return cases.flatMap((id) => {
    const { handedOver, organ } = caseIn(around, id);
    return handedOver ? [around.pathOf(organ)] : [];
  });
}

/** The clues in which one went on, and those in which they did. */
export function heirsIn(state: ClueState, references: References): readonly ClueState[] {
  const found = new Map<string, ClueState>();
  const next = [...goesOnIn(state)];
  for (const id of next) {
    if (found.has(id)) continue;
    const heir = clueIn(references, id);
    if (!heir) continue;
    found.set(id, heir);
    next.push(...goesOnIn(heir));
  }
  return [...found.values()];
}

/** When it was discovered: what was taken over was so before it is known here in any state. */
export function discoveredAtOf({ type, data, happenedAt, effectiveAt }: Effective): string {
  return type === 'ClueTakenOver' && typeof data.discoveredOn === 'string'
    ? dayStart(data.discoveredOn, happenedAt.zone)
    : effectiveAt;
}

/** The streams whose clocks count as a clue's own. */
export function linksOf({ type, data }: Event): readonly string[] {
  const reports = reportIdsIn(data).map(streamOfReport);
  const opensCase = type === 'InvestigationStarted' || type === 'ClueTakenOver';
  return opensCase && data.caseId !== undefined
    ? [...reports, `case-${String(data.caseId)}`]
    : reports;
}
