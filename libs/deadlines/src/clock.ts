import type { Effective } from '@cluetrail/event-sourcing';
import { alertsOf, type Marks, marksAfter, movedMarks, NO_ALERTS } from './alerts.js';
import { daysBetween } from './days.js';
import type { Inherited, Taken } from './inherited.js';
import { advanced, type Moment, momentOf, type Place, type Span, stoodStill } from './moment.js';
import type { Fact, Obligation, Step } from './obligation.js';
import { parsePeriod, type Period } from './period.js';
import type { ObligationRule } from './rule.js';

/** An obligation and what is needed to go on with it. Never changed: each fact gives the next one. */
export interface Clock {
  readonly rule: ObligationRule;
  readonly place: Place;
  /** The stream of its start event. */
  readonly stream: string;
  /** What its start event says in the field `each` of the rule. */
  readonly of?: unknown;
  /** Kept while suspended, when the obligation shows none. */
  readonly due: Moment | null;
  readonly marks: Marks;
  readonly suspendedSince: Moment | null;
  readonly obligation: Obligation;
}

export function opened(
  { rule, place, key }: { rule: ObligationRule; place: Place; key: string },
  event: Effective,
): Clock {
  const start = momentOf(event.effectiveAt, place);
  const clock: Clock = {
    rule,
    place,
    stream: event.stream,
    of: ofEach(event, rule),
    due: null,
    marks: marksAfter(start, rule, place),
    suspendedSince: null,
    obligation: begun({ rule, place, key }, event, start),
  };
  if (rule.length === undefined) return shown(clock, {});
  const length = parsePeriod(rule.length);
  if (!rule.from) return counted(clock, start, length);
  const waited = counted(clock, start, parsePeriod(rule.from.within));
  return counted(waited, waited.due ?? start, length);
}

export function ofEach({ data }: Effective, { each }: ObligationRule): unknown {
  return each === undefined ? undefined : data[each];
}

/** Counted from the event that the rule waits for, if that is earlier; what was extended stays. */
export function anchored(clock: Clock, event: Effective): Clock {
  const { rule, due, obligation } = clock;
  if (rule.length === undefined || obligation.extensions > 0) return clock;
  const fact = factOf(clock, event);
  const step: Step = { kind: 'anchored', ...fact, type: event.type };
  const next = counted(shown(clock, {}, step), fact, parsePeriod(rule.length));
  return due && next.due && next.due.at < due.at ? next : clock;
}

/** The due takes the instant given from outside, also when the act is done and had no due yet. */
export function imposed(clock: Clock, event: Effective): Clock {
  const due = momentOf(instantOf(event), clock.place);
  return judged(
    shown(
      { ...stoodUntil(clock, event), due },
      { provisional: false },
      {
        kind: 'imposed',
        ...factOf(clock, event),
        due: due.at,
        dueOn: due.on,
      },
    ),
  );
}

/** As it came with a matter from elsewhere: its due, and how often it had been extended there. */
export function taken(clock: Clock, { event, at, extensions }: Taken): Clock {
  const due = momentOf(at, clock.place);
  return shown(
    { ...stoodUntil(clock, event), due },
    { provisional: false, extensions },
    { kind: 'imposed', ...factOf(clock, event), due: due.at, dueOn: due.on },
  );
}

/**
 * A due that came with another clue: the earlier of the two holds, so that no split or merger wins time. What begins with
 * its coming only goes on, also by what was granted there.
 */
export function inherited(clock: Clock, { event, code, at }: Inherited): Clock {
  const { obligation } = clock;
  const goesOn = obligation.code === code && obligation.startEventId === event.eventId;
  const stood = stoodUntil(clock, event);
  if (stood.due && (goesOn ? stood.due.at === at : stood.due.at <= at)) return clock;
  const due = momentOf(at, clock.place);
  return shown(
    { ...stood, due },
    {},
    { kind: 'inherited', ...factOf(clock, event), due: due.at, dueOn: due.on },
  );
}

/** The due moves from its old day by the period granted. */
export function extended(clock: Clock, event: Effective): Clock {
  const extensions = clock.obligation.extensions + 1;
  const by = String(event.data.by);
  const ordinal = typeof event.data.ordinal === 'number' ? event.data.ordinal : extensions;
  const step: Step = { kind: 'extended', ...factOf(clock, event), by, ordinal };
  const next = shown(clock, { extensions }, step);
  return clock.due ? counted(next, clock.due, parsePeriod(by)) : next;
}

export function suspended(clock: Clock, event: Effective): Clock {
  if (clock.suspendedSince) return clock;
  const fact = factOf(clock, event);
  const ground = typeof event.data.ground === 'string' ? event.data.ground : null;
  const suspendedSince = { at: fact.at, on: fact.on };
  return shown(
    { ...clock, suspendedSince },
    { state: 'suspended' },
    {
      kind: 'suspended',
      ...fact,
      ground,
    },
  );
}

/** The due moves by the time that the clock stood still: see {@link stoodStill}. */
export function resumed(clock: Clock, event: Effective): Clock {
  if (!clock.suspendedSince) return clock;
  const fact = factOf(clock, event);
  const unit = unitOf(clock);
  const stood = stoodStill(clock.suspendedSince, fact, { place: clock.place, unit });
  const next = shown(
    { ...clock, suspendedSince: null, marks: movedMarks(clock, stood.span) },
    {
      state: 'open',
      suspendedDays: clock.obligation.suspendedDays + stood.days,
      provisional: clock.obligation.provisional || stood.provisional,
    },
    { kind: 'resumed', ...fact, days: stood.days, unit: unit === 'W' ? 'working days' : 'days' },
  );
  return clock.due && stood.span.count > 0 ? counted(next, clock.due, stood.span) : next;
}

/**
 * While the clock stands still: as if it had been resumed at that instant, and suspended again. A due that comes then is
 * moved later by what the clock stands from then on, and by nothing that it had stood before.
 */
function stoodUntil(clock: Clock, event: Effective): Clock {
  if (!clock.suspendedSince) return clock;
  const { marks, due, obligation } = resumed(clock, event);
  const { suspendedDays, provisional } = obligation;
  return {
    ...{ ...clock, marks, due, suspendedSince: momentOf(event.effectiveAt, clock.place) },
    obligation: { ...clock.obligation, suspendedDays, provisional },
  };
}

function unitOf({ rule }: Clock): Period['unit'] {
  return rule.length === undefined ? 'd' : parsePeriod(rule.length).unit;
}

/** What ends while suspended is judged as if it had been resumed at that instant. */
export function ended(clock: Clock, event: Effective, state: 'met' | 'cancelled'): Clock {
  return judged(
    shown(
      resumed(clock, event),
      { state, endedAt: event.effectiveAt, endEventId: event.eventId },
      { kind: 'ended', ...factOf(clock, event), type: event.type, state },
    ),
  );
}

/** What had ended it was undone: it runs on as if it had not been. */
export function revived(clock: Clock, event: Effective): Clock {
  return shown(
    clock,
    { state: 'open', endedAt: null, endEventId: null, daysLate: null },
    { kind: 'revived', ...factOf(clock, event), type: event.type },
  );
}

export function isRunning({ obligation: { state } }: Clock): boolean {
  return state === 'open' || state === 'suspended';
}

function begun(
  { rule, place, key }: { rule: ObligationRule; place: Place; key: string },
  event: Effective,
  start: Moment,
): Obligation {
  const { source, article, confidence } = rule.basis;
  const calendar = place.calendar.version;
  return {
    key,
    code: rule.code,
    state: 'open',
    startedAt: start.at,
    startEventId: event.eventId,
    due: null,
    dueOn: null,
    zone: place.zone,
    calendar,
    provisional: false,
    endedAt: null,
    endEventId: null,
    daysLate: null,
    extensions: 0,
    suspendedDays: 0,
    alerts: NO_ALERTS,
    steps: [
      { kind: 'started', eventId: event.eventId, type: event.type, ...start },
      {
        kind: 'rule',
        code: rule.code,
        length: rule.length ?? null,
        roll: rule.roll ?? true,
        source,
        ...(article === undefined ? {} : { article }),
        confidence,
      },
      { kind: 'calendar', calendar, zone: place.zone },
    ],
  };
}

function counted(clock: Clock, from: Moment, span: Span): Clock {
  const { place, rule, obligation } = clock;
  const { to, step } = advanced(from, span, { place, roll: rule.roll ?? true });
  const provisional = obligation.provisional || step.provisional;
  return shown({ ...clock, due: to }, { provisional }, step);
}

/** The clock with what it shows of itself brought up to date. */
function shown(clock: Clock, changes: Partial<Obligation>, step?: Step): Clock {
  const due = clock.suspendedSince ? null : clock.due;
  const steps = step ? [...clock.obligation.steps, step] : clock.obligation.steps;
  const obligation: Obligation = {
    ...clock.obligation,
    ...changes,
    due: due?.at ?? null,
    dueOn: due?.on ?? null,
    alerts: clock.suspendedSince ? NO_ALERTS : alertsOf(clock),
    steps,
  };
  return { ...clock, obligation };
}

function judged(clock: Clock): Clock {
  const { due, obligation, place } = clock;
  if (obligation.endedAt === null || due === null) return clock;
  const days = daysBetween(due.on, momentOf(obligation.endedAt, place).on);
  return { ...clock, obligation: { ...obligation, daysLate: Math.max(0, days) } };
}

function factOf({ place }: Clock, { eventId, effectiveAt }: Effective): Fact {
  return { eventId, ...momentOf(effectiveAt, place) };
}

function instantOf({ eventId, data }: Effective): string {
  const millis = typeof data.at === 'string' ? Date.parse(data.at) : Number.NaN;
  if (Number.isNaN(millis))
    throw new Error(
      `DeadlineImposed ${eventId}: expected an RFC 3339 instant in data.at, found ${String(data.at)}`,
    );
  return new Date(millis).toISOString();
}
