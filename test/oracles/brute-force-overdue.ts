import type { Event } from '@cluetrail/event-sourcing';
import { daysFrom, endOf, localDay, plus, type Place } from './days.js';
import { LAWS, type Law, type Rule } from './laws.js';

export interface Axes {
  readonly T: string;
  readonly K: string;
}

/** A clock that runs at T as known at K: `verify#1` of a clue or a report, and its due. */
export interface Running {
  readonly of: string;
  readonly key: string;
  readonly due: string;
}

/**
 * Which clocks run at T as known at K, by brute force over exported events: written apart from the engine, knows
 * nothing but the laws by hand, and counts every day.
 */
export function bruteForce(
  log: readonly Event[],
  laws: { readonly [procedure: string]: Law } = LAWS,
): (axes: Axes) => readonly Running[] {
  const places = new Map(log.flatMap(placeOf));
  const streams = Map.groupBy(log, ({ stream }) => stream);
  const placed = new Map<string, readonly Placed[]>();
  const followed = new Map<string, readonly Clock[]>();
  const matters = [...streams.keys()].filter((stream) => /^(clue|report)-/.test(stream));
  return ({ T, K }) => {
    const known = (stream: string) => {
      const recorded = streams.get(stream) ?? [];
      const count = recorded.filter(({ recordedAt }) => recordedAt <= K).length;
      const found = placed.get(`${stream} ${count}`) ?? place(corrected(recorded.slice(0, count)));
      placed.set(`${stream} ${count}`, found);
      return found;
    };
    return matters.flatMap((stream) => {
      const own = known(stream);
      const law = laws[procedureOf(own[0]?.event)];
      if (!law || own[0].at > T) return [];
      const cases = own.flatMap(({ event }) =>
        event.type === 'InvestigationStarted' ? known(`case-${String(event.data['caseId'])}`) : [],
      );
      const told = [own[0], ...[...own.slice(1), ...cases].sort(byTime)].filter(
        ({ at }) => at <= T,
      );
      // Of what is known, and has happened, the same always follows.
      const key = `${stream} ${own.length} ${cases.length} ${told.length}`;
      const clocks = followed.get(key) ?? run(told, { law, places });
      followed.set(key, clocks);
      return clocks
        .filter(({ open, stopped }) => open && stopped === undefined)
        .map(({ rule, ordinal, due }) => ({
          ...{ of: stream.replace(/^[a-z]+-/, ''), key: `${rule.code}#${ordinal}`, due },
        }));
    });
  };
}

interface Placed {
  readonly at: string;
  readonly event: Event;
}

interface Clock {
  readonly rule: Rule;
  readonly ordinal: number;
  readonly stream: string;
  readonly place: Place;
  due: string;
  open: boolean;
  readonly startedBy: string;
  endedBy?: string;
  extended: boolean;
  stopped?: string;
}

function run(
  told: readonly Placed[],
  { law, places }: { law: Law; places: ReadonlyMap<string, Place> },
): readonly Clock[] {
  const clocks: Clock[] = [];
  const [{ event: opening }] = told;
  const responsible = new Map<string, string>();
  let waiting: readonly Inherited[] = [];
  let sent = '';
  const running = (code: string) => clocks.filter(({ open, rule }) => open && rule.code === code);
  for (const { at, event } of told) {
    const { stream, data, type, organ } = event;
    if (organ !== undefined) responsible.set(stream, organ);
    if (type === 'ClueTransferred') sent = event.eventId;
    const reached = clocks.filter(
      (clock) => clock.open && (stream === clock.stream || stream === opening.stream),
    );
    for (const clock of reached) {
      const today = localDay(at, clock.place.zone);
      if (data['obligation'] === clock.rule.code) moved(clock, type, today);
      const isMet = isOne(clock.rule.meets, event) && stream === clock.stream;
      const isLeft = RETURNED.includes(type) && clock.startedBy !== sent;
      if (isMet || (isOne(clock.rule.cancels, event) && !isLeft)) clock.endedBy = event.eventId;
      clock.open = clock.endedBy === undefined;
      if (clock.open && clock.rule.from === type && !clock.extended)
        clock.due = earlier(clock.due, after(today, clock.rule.length, clock.place));
    }
    for (const rule of law.rules.filter((one) => isOne(one.starts, event))) {
      if (!stream.startsWith(rule.on) || running(rule.code).some((one) => one.stream === stream))
        continue;
      const to = rule.receiver && typeof data['to'] === 'string' ? data['to'] : undefined;
      const place = places.get(to ?? responsible.get(stream) ?? '');
      if (!place) throw new Error(`${type}: expected an organ that owes ${rule.code}`);
      const ordinal = clocks.filter((one) => one.rule.code === rule.code).length + 1;
      const due = begun(localDay(at, place.zone), rule, place);
      const mine = waiting.filter(({ code }) => code === rule.code);
      waiting = waiting.filter((one) => !mine.includes(one));
      clocks.push({
        ...{ rule, ordinal, stream, place, open: true, extended: false },
        startedBy: event.eventId,
        due: mine.reduce((next, one) => earlier(next, one.at), due),
      });
    }
    for (const clock of clocks)
      if (clock.endedBy !== undefined && clock.endedBy === data['undoes']) {
        clock.endedBy = undefined;
        clock.open = true;
      }
    // What ends the clocks whose dues it names gives them away.
    if (!clocks.some(({ endedBy }) => endedBy === event.eventId))
      waiting = [...waiting, ...inherited({ at, event }, clocks)];
  }
  return clocks;
}

/** Of a transfer that comes to nothing only what it began itself is owed no more. */
const RETURNED = ['TransferRefused', 'TransferRecalled'];

function begun(today: string, { length, from }: Rule, place: Place): string {
  if (from === undefined) return after(today, length, place);
  return after(localDay(after(today, '7d', place), place.zone), length, place);
}

/** Extended from its due; a clock that stood still goes on by as many days. */
function moved(clock: Clock, type: string, today: string): void {
  const { rule, place, due, stopped } = clock;
  const on = localDay(due, place.zone);
  if (type === 'ExtensionGranted') {
    clock.due = after(on, rule.extension ?? '0d', place);
    clock.extended = true;
  }
  if (type === 'ClockSuspended') clock.stopped ??= today;
  if (type === 'ClockResumed' && stopped !== undefined) {
    const stood = daysFrom(stopped, today);
    if (stood > 0) clock.due = after(on, `${stood}d`, place);
    clock.stopped = undefined;
  }
}

interface Inherited {
  readonly code: string;
  readonly at: string;
}

/**
 * What came with another clue is due no later than it was there: each clock that goes on, as it was there where it begins
 * with what came, and the earliest of them also whatever the clue itself owes next: to sign for it would be met, and time won. Answers those that are yet to start here.
 */
function inherited(
  { at: now, event: { data, eventId } }: Placed,
  clocks: readonly Clock[],
): readonly Inherited[] {
  const all = (data['inherits'] ?? []) as unknown as readonly Inherited[]; // written by split and merge alone
  if (all.length === 0) return [];
  const open = clocks.filter((clock) => clock.open);
  for (const { code, at } of all)
    for (const clock of open.filter(({ rule }) => rule.code === code))
      if (clock.startedBy === eventId) clock.due = at;
      else lower(clock, at, now);
  const ofClue = open
    .filter(({ rule }) => rule.on === 'clue')
    .sort((a, b) => (a.due < b.due ? -1 : 1));
  const next = ofClue.find(({ rule }) => !rule.receiver) ?? ofClue[0];
  if (next) for (const { at } of all) lower(next, at, now);
  return all.filter(({ code }) => !open.some(({ rule }) => rule.code === code));
}

/** A clock that stands still is held against it as if it ran on, and goes on standing from now on. */
function lower(clock: Clock, at: string, now: string): void {
  const today = localDay(now, clock.place.zone);
  const goesOn = { ...clock };
  moved(goesOn, 'ClockResumed', today);
  if (goesOn.due <= at) return;
  clock.due = at;
  if (clock.stopped !== undefined) clock.stopped = today;
}

function isOne(triggers: readonly string[], { type, data }: Event): boolean {
  return triggers.some((trigger) => {
    const [named, field, value] = trigger.split(/[ =]/);
    const found = field === undefined ? undefined : data[field];
    if (named !== type || field === undefined) return named === type;
    if (!Array.isArray(found)) return String(found) === value;
    return found.some((one) => Object(one).code === value);
  });
}

function after(day: string, length: string, { region, zone }: Place): string {
  return endOf(plus(day, length, region), zone);
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function procedureOf(opening: Event | undefined): string {
  return `${opening?.basis?.procedure}@${opening?.basis?.version}`;
}

function placeOf({ stream, data }: Event): readonly (readonly [string, Place])[] {
  const { region, zone } = data;
  return stream.startsWith('organ-') && typeof region === 'string' && typeof zone === 'string'
    ? [[stream.slice('organ-'.length), { region, zone }]]
    : [];
}

function corrected(events: readonly Event[]): readonly Event[] {
  const corrections = events.filter(({ type }) => type === 'FactCorrected');
  if (corrections.length === 0) return events;
  return events.map((event) => {
    const made = { ...event, data: { ...event.data } };
    for (const { data } of corrections.filter((one) => one.data['targetEventId'] === event.eventId))
      Object.assign(data['field'] === 'happenedAt' ? made : made.data, {
        [String(data['field'])]: data['new'],
      });
    return made;
  });
}

/** A day alone counts from its beginning, but not before what was recorded earlier for that day, corrections apart. */
function place(events: readonly Event[]): Placed[] {
  const placed: Placed[] = [];
  for (const event of events) {
    const { at, precision, zone } = event.happenedAt;
    const same = placed.filter(
      (one) => one.event.type !== 'FactCorrected' && localDay(one.at, zone) === localDay(at, zone),
    );
    const latest = [at, ...same.map((one) => one.at)].sort().at(-1) ?? at;
    placed.push({ event, at: precision === 'day' ? latest : at });
  }
  return [...placed.slice(0, 1), ...placed.slice(1).sort(byTime)];
}

function byTime(a: Placed, b: Placed): number {
  const order = ({ at, event }: Placed) =>
    `${at}${event.recordedAt}${String(event.version).padStart(9, '0')}`;
  return order(a) < order(b) ? -1 : 1;
}
