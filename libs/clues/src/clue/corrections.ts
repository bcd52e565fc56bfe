import { IsDefined, IsUUID, Matches } from 'class-validator';
import {
  canonical,
  corrected,
  dayStart,
  FACT_CORRECTED,
  happenedAtOf,
  happenedAtOfAnyYear,
  inEffect,
  isZone,
  localDate,
  NotATime,
  type Data,
  type Effective,
  type Event,
  type HappenedAt,
  type Json,
} from '@cluetrail/event-sourcing';
import {
  isOne,
  transition,
  type Circumstances,
  type Doer,
  type Objection,
} from '@cluetrail/workflow';
import type { Doers } from './doers.js';
import { isFact } from './facts.js';
import type { Subject } from './discovered.js';
import {
  addedBy,
  decidedAbove,
  notTheirRanks,
  rankOfAdded,
  undecidedInCase,
} from './corrected-ranks.js';
import { oneOf, streamsOfCases } from './entrusting.js';
import { notThatWay } from './hierarchy.js';
import { headOf, ownHead } from './own-head.js';
import { notSoSettled } from './settled.js';
import type { Clue, ClueState } from './state.js';
import { isWithCase } from './states.js';
import { notToBeSubjects } from './subjects.js';

/** `old` must be what stands there now. A corrected `happenedAt` may be given as text, like everywhere. */
export class CorrectFact {
  @IsUUID() targetEventId!: string;
  @Matches(/^[a-z][a-zA-Z0-9]{0,39}$/) field!: string;
  @IsDefined() old!: Json;
  @IsDefined() new!: Json;
}

const row = transition<Clue>();

export const corrections = {
  correctFact: row({
    title: { en: 'Correct a fact', zh: '更正事实' },
    input: CorrectFact,
    event: FACT_CORRECTED,
    says: { approvedBy: [], ofAdded: [] },
    people: (input) => subjectsIn(input).map(({ personId }) => personId),
    reads: (_, clue) => streamsOfCases(clue),
    unless: objection,
    data: (clue, input, circumstances) => {
      const { who, history } = circumstances;
      const ofAdded = addedBy(input, clue, circumstances);
      return {
        ...input,
        old: standingOf(input.field, input.old, zoneOf(input, history())),
        new: valueOf(input.field, input.new, zoneOf(input, history())),
        approvedBy: who.personId,
        ...(ofAdded !== undefined && { ofAdded }),
      };
    },
    // What stands on this stream is replaced before it is folded.
    evolve: (clue, { new: rank }, { data: { ofAdded } }) =>
      typeof ofAdded === 'string'
        ? { ...clue, ranksInCase: { ...clue.ranksInCase, [ofAdded]: [String(rank)] } }
        : clue,
  }),
};

function objection(clue: ClueState, input: CorrectFact, circumstances: Circumstances): Objection {
  const { who, history } = circumstances;
  const events = history();
  const target = corrected(events).find(({ eventId }) => eventId === input.targetEventId);
  if (!target) return rankOfAdded(clue, input, circumstances);
  if (target.type === FACT_CORRECTED) return 'no-such-fact';
  if (tellersOf(target).some((one) => isOne(who, one))) return 'four-eyes';
  const { field } = input;
  const standing: Json | undefined =
    field === 'happenedAt' ? { ...target.happenedAt } : ownOf(target.data, field);
  if (standing === undefined) return 'not-correctable';
  try {
    const old = standingOf(field, input.old, target.happenedAt.zone);
    if (canonical(old) !== canonical(standing)) return 'old-value-differs';
    const next = valueOf(field, input.new, target.happenedAt.zone);
    if (field === 'happenedAt') return misplaced(events, target, next as unknown as HappenedAt); // made by valueOf
    if (!isFact({ type: target.type, field, value: next })) return 'not-correctable';
    const subjects = subjectsIn(input);
    const known = [...subjects, ...knownIn(input)];
    return (
      untrue(clue, target, { ...input, new: next }, circumstances) ||
      entrusted(clue, subjects) ||
      ofItsCase(clue, { subjects, instead: standing }, circumstances) ||
      clearsHead(clue, { subjects, instead: standing }, circumstances) ||
      decidedAbove(clue, known, circumstances) ||
      notToBeSubjects(subjects, 'new', circumstances) ||
      undecidedInCase(clue, known, circumstances)
    );
  } catch (error) {
    if (!(error instanceof NotATime)) throw error;
    return { code: 'not-a-time', detail: { expected: error.expected, found: error.found } };
  }
}

/** Of what a process told here: who brought it in, where that was. */
function tellersOf({ actor, onBehalfOf, data }: Event): readonly Doer[] {
  const { discover = [], takeOver = [] } = (data.doers ?? {}) as unknown as Doers; // events of other rows have none
  return [{ personId: actor.personId, onBehalfOf }, ...discover, ...takeOver];
}

/** What the command that told the fact would refuse of this value by itself. */
function untrue(
  clue: ClueState,
  { type, organ = '', data }: Event,
  { field, new: next }: CorrectFact,
  circumstances: Circumstances,
): Objection {
  if (type === 'ClueTransferred') {
    const [from, to] = [organ, String(data.to)].map((one) => circumstances.heir(one));
    return notThatWay({ direction: String(next), organ: from, to }, circumstances);
  }
  if (type === 'ClueSplitOff' || type === 'ClueMergedIn')
    return field === 'ranks'
      ? notTheirRanks({ subjects: data.subjects, ranks: next }, circumstances)
      : notManaging({ subjects: data.subjects, managedBy: next }, circumstances);
  return type === 'ClueSettled' && notSoSettled(clue, String(next), circumstances);
}

/** Where the subjects are told by their ids: who manages each, by organs that there are. */
function notManaging(
  { subjects, managedBy }: { readonly subjects: Json; readonly managedBy: Json },
  { knowsOrgan }: Circumstances,
): Objection {
  const ids = Array.isArray(subjects) ? subjects : [];
  for (const [personId, organ] of Object.entries(Object(managedBy) as object)) {
    if (!ids.includes(personId)) return 'not-a-subject';
    if (typeof organ !== 'string' || !knowsOrgan(organ))
      return { code: 'no-such-organ', detail: { field: `new.${personId}` } };
  }
  return false;
}

/** The same as it is told of subjects that stand there with all that is known of them. */
function knownIn({ field, new: next }: CorrectFact): readonly Subject[] {
  const known = Object.entries(Object(next) as object);
  if (field === 'managedBy')
    return known.map(([personId, organ]) => ({ personId, managingOrganId: String(organ) }));
  if (field !== 'ranks') return [];
  return known.flatMap(([personId, codes]) =>
    [codes].flat().map((rankCode) => ({ personId, rankCode: String(rankCode) })),
  );
}

function ownOf(data: Data, field: string): Json | undefined {
  return Object.hasOwn(data, field) ? data[field] : undefined;
}

/** Those that a correction puts in the place of others; none where it is about something else, or ill-formed. */
function subjectsIn({ field, new: next }: CorrectFact): readonly Subject[] {
  const right = field === 'subjects' && isFact({ type: 'ClueDiscovered', field, value: next });
  return right ? (next as unknown as Subject[]) : []; // the input class has let it through
}

function entrusted({ officers, team }: Clue, subjects: readonly Subject[]): Objection {
  const people = subjects.map(({ personId }) => personId);
  return oneOf('officer-is-subject', { people, among: [...officers, ...team] });
}

/**
 * The case is about those whom it was filed for, whatever is known of them by now: whoever it decides on would be another.
 * A case that decides nothing waits for nobody.
 */
function ofItsCase(
  { state }: ClueState,
  { subjects, instead }: { subjects: readonly Subject[]; instead: Json },
  { rolesFor }: Circumstances,
): Objection {
  if (subjects.length === 0 || !isWithCase(state) || rolesFor('recordDecision').length === 0)
    return false;
  const before = instead as unknown as readonly Subject[]; // subjects stand there, or there were none to be put in their place
  return idsOf(before).join() !== idsOf(subjects).join() && 'subjects-in-case';
}

/** That it is not about whom it was, though he decides where it is, is for an organ above him to say. */
function clearsHead(
  { organ }: ClueState,
  { subjects, instead }: { subjects: readonly Subject[]; instead: Json },
  circumstances: Circumstances,
): Objection {
  if (subjects.length === 0) return false;
  const stay = idsOf(subjects);
  const before = instead as unknown as readonly Subject[]; // subjects stand there, or there were none to be put in their place
  const gone = idsOf(before).filter((one) => !stay.includes(one));
  const { who, above } = circumstances;
  const headed = headOf({ organ, subjects: gone }, circumstances);
  const isAbove = headed && above(headed.organ).includes(who.organId ?? '');
  return !isAbove && ownHead({ organ, subjects: gone }, circumstances);
}

function idsOf(subjects: readonly Subject[]): readonly string[] {
  return subjects.map(({ personId }) => personId).toSorted();
}

/**
 * A corrected time may not lie after its record, nor take an act out of the state in which it was done: the fold would
 * lose it.
 */
function misplaced(events: readonly Event[], target: Event, happenedAt: HappenedAt): Objection {
  if (happenedAt.at > `${target.recordedAt.slice(0, 23)}Z`) return 'happened-in-future';
  const before = inEffect(events);
  const after = inEffect([...events, moved(target, happenedAt)]);
  const [opening] = after;
  const broken =
    after.some(
      ({ type, effectiveAt }) => type !== FACT_CORRECTED && effectiveAt < opening.effectiveAt,
    ) || canonical(statesAt(after)) !== canonical(statesAt(before));
  return broken && 'happened-before-previous';
}

/** The correction as it would be known. */
function moved({ change: _, ...target }: Event, happenedAt: HappenedAt): Event {
  const data = { targetEventId: target.eventId, field: 'happenedAt', new: { ...happenedAt } };
  return { ...target, eventId: '', version: Infinity, type: FACT_CORRECTED, data };
}

/** In which state each act was done; the acts of a clock belong to no state, but follow one another. */
function statesAt(events: readonly Effective[]): { readonly [eventId: string]: string } {
  const states: Record<string, string> = {};
  const ofClock: Record<string, number> = {};
  let state = '';
  for (const { eventId, type, change, data } of events) {
    const clock = CLOCK_ACT.test(type) && String(data.obligation);
    if (clock) states[eventId] = `${clock} ${(ofClock[clock] = (ofClock[clock] ?? 0) + 1)}`;
    else if (type !== FACT_CORRECTED) states[eventId] = state;
    state = change?.to ?? state;
  }
  return states;
}

const CLOCK_ACT = /^(Extension|Clock)/;

function valueOf(field: string, value: Json, zone: string): Json {
  return field === 'happenedAt' ? { ...begun(timeOf(value, zone, happenedAtOf)) } : value;
}

/** Of any year: a mistyped one is what is to be corrected. */
function standingOf(field: string, value: Json, zone: string): Json {
  return field === 'happenedAt' ? { ...timeOf(value, zone, happenedAtOfAnyYear) } : value;
}

function timeOf(value: Json, zone: string, read: typeof happenedAtOf): HappenedAt {
  if (typeof value === 'string') return read(value, zone);
  const { at, zone: other, precision } = Object(value) as Partial<HappenedAt>; // checked on the next lines
  if (typeof at !== 'string' || typeof other !== 'string') throw new NotATime(canonical(value));
  if (precision !== 'ms' && precision !== 'minute' && precision !== 'day')
    throw new NotATime(canonical(value));
  if (!isZone(other)) throw new NotATime(other, 'an IANA time zone such as Asia/Shanghai');
  if (read(at, other).at !== at) throw new NotATime(at);
  return { at, zone: other, precision };
}

/** Days are compared by their begin: one that begins elsewhere than its zone has it lies between two. */
function begun(time: HappenedAt): HappenedAt {
  const { at, zone, precision } = time;
  if (BEGIN[precision](at, zone) === at) return time;
  throw new NotATime(at, `the begin of a ${precision} in ${zone}`);
}

const BEGIN = {
  ms: (at: string) => at,
  minute: (at: string) => `${at.slice(0, 'YYYY-MM-DDThh:mm'.length)}:00.000Z`,
  day: (at: string, zone: string) => dayStart(localDate(at, zone), zone),
};

function zoneOf({ targetEventId }: CorrectFact, events: readonly Event[]): string {
  return events.find(({ eventId }) => eventId === targetEventId)?.happenedAt.zone ?? 'UTC';
}
