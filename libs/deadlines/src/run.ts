import { type Effective, kindOf } from '@cluetrail/event-sourcing';
import {
  anchored,
  type Clock,
  ended,
  extended,
  imposed,
  inherited,
  isRunning,
  ofEach,
  opened,
  resumed,
  revived,
  suspended,
  taken,
} from './clock.js';
import { type Inherited, inheritedBy, type Taken, takenBy } from './inherited.js';
import type { Place } from './moment.js';
import type { Obligation } from './obligation.js';
import { triggers, type ObligationRule } from './rule.js';

export interface History {
  /**
   * Known, corrected and in the order of folding (`inEffect`, for a clue with cases `merged`): the first event opens
   * the clue's own stream. What stands on that stream reaches all obligations; on another, those begun there.
   */
  readonly events: readonly Effective[];
  readonly rules: readonly ObligationRule[];
  /** Calendar and zone of the organ that owes the act; undefined = the start event names none. */
  readonly places: (organId: string | undefined) => Place;
}

/** One pass over a history. */
export class Run {
  private clocks: readonly Clock[] = [];
  private readonly own: string | undefined;
  private readonly organs = new Map<string, string>();
  private readonly begun = new Map<string, string>();
  private readonly early: { readonly event: Effective; readonly rule: ObligationRule }[] = [];
  private unclaimed: readonly Effective[] = [];
  private waiting: readonly Inherited[] = [];
  private given: readonly Taken[] = [];

  constructor(private readonly history: History) {
    this.own = history.events[0]?.stream;
  }

  obligations(): readonly Obligation[] {
    return this.clocks.map(({ obligation }) => obligation);
  }

  /** Answers whether any obligation changed. */
  apply(event: Effective): boolean {
    const before = this.clocks;
    if (event.organ !== undefined) this.organs.set(event.stream, event.organ);
    this.begun.set(`${event.stream} ${event.type}`, event.eventId);
    const change = CHANGES[event.type];
    // What ends the clocks whose dues it names gives these away: nothing here takes them over.
    const gives = this.clocks.some((clock) => isRunning(clock) && endingOf(event, clock.rule));
    if (change) this.change(event, change);
    else if (event.type === 'DeadlineImposed') this.impose(event);
    for (const rule of this.history.rules) {
      this.end(event, rule);
      this.anchor(event, rule);
      this.start(event, rule);
    }
    this.revive(event);
    if (!gives) this.inherit(inheritedBy(event));
    for (const due of takenBy(event)) this.take(due);
    return this.clocks !== before;
  }

  /** The clocks that an act which names them would meet if it came now. */
  reached(event: Effective): readonly Obligation[] {
    return this.clocks
      .filter((clock) => this.meant(event, clock))
      .map(({ obligation }) => obligation);
  }

  private change(event: Effective, change: Change): void {
    this.replace(
      (clock) => this.meant(event, clock),
      (clock) => change(clock, event),
    );
  }

  private meant(event: Effective, clock: Clock): boolean {
    return isRunning(clock) && this.names(event, clock);
  }

  private impose(event: Effective): void {
    const named = this.clocks.filter((clock) => this.names(event, clock));
    const running = named.filter(isRunning);
    const last = named.at(-1);
    const targets = running.length > 0 ? running : last && !last.due ? [last] : [];
    if (targets.length === 0) this.unclaimed = [...this.unclaimed, event];
    this.replace(
      (clock) => targets.includes(clock),
      (clock) => imposed(clock, event),
    );
  }

  /** Of a clue that was given back: `data.undoes` names the act by which it had gone. */
  private revive(event: Effective): void {
    const { undoes } = event.data;
    if (typeof undoes !== 'string') return;
    this.replace(
      ({ obligation }) => obligation.endEventId === undoes,
      (clock) => revived(clock, event),
    );
  }

  /**
   * Each due goes to the clock of its code, running or yet to start; the earliest also to what the clue itself owes
   * next. To sign for a transfer is no such thing: it would be met, and the rest have won time. What runs on another
   * stream, as that of a report, is told there, and does not change here.
   */
  private inherit(all: readonly Inherited[]): void {
    const [earliest] = all.toSorted((a, b) => (a.at < b.at ? -1 : 1));
    if (!earliest) return;
    for (const one of all) {
      const runs = (clock: Clock) => isRunning(clock) && clock.obligation.code === one.code;
      if (this.clocks.some(runs)) this.lower(runs, one);
      else this.waiting = [...this.waiting, one];
    }
    const running = this.clocks
      .filter((clock) => isRunning(clock) && clock.due && clock.stream === this.own)
      .toSorted((a, b) => (String(a.due?.at) < String(b.due?.at) ? -1 : 1));
    const isOwed = ({ rule }: Clock) => rule.owner === 'responsible';
    const next = running.find(isOwed) ?? running[0];
    if (next) this.lower((clock) => clock === next, earliest);
  }

  /** By the clock of its code, running or yet to start. */
  private take(due: Taken): void {
    const runs = (clock: Clock) => isRunning(clock) && clock.obligation.code === due.code;
    if (this.clocks.some(runs)) this.replace(runs, (clock) => taken(clock, due));
    else this.given = [...this.given, due];
  }

  private lower(which: (clock: Clock) => boolean, due: Inherited): void {
    this.replace(which, (clock) => inherited(clock, due));
  }

  private end(event: Effective, rule: ObligationRule): void {
    const state = endingOf(event, rule);
    if (!state) return;
    // Imported history may end before its opening event: on a linked stream that one folds later.
    if (event.stream !== this.own) this.early.push({ event, rule });
    const all = this.clocks.filter(
      (clock) =>
        clock.rule === rule &&
        isRunning(clock) &&
        (state === 'met'
          ? event.stream === clock.stream && clock.of === ofEach(event, rule)
          : this.reaches(event, clock) && this.undoes(event, clock)),
    );
    const ending = state === 'met' && rule.each !== undefined ? all.slice(0, 1) : all;
    this.replace(
      (clock) => ending.includes(clock),
      (clock) => ended(clock, event, state),
    );
  }

  private anchor(event: Effective, rule: ObligationRule): void {
    if (!rule.from || !triggers(rule.from.events, event)) return;
    this.replace(
      (clock) => clock.rule === rule && isRunning(clock) && this.reaches(event, clock),
      (clock) => anchored(clock, event),
    );
  }

  private start(event: Effective, rule: ObligationRule): void {
    if (!triggers(rule.starts, event) || kindOf(event.stream) !== rule.watch) return;
    const same = this.clocks.filter((clock) => clock.rule === rule);
    const runs = same.some((clock) => isRunning(clock) && clock.stream === event.stream);
    if (runs && rule.each === undefined) return;
    const key = `${rule.code}#${same.length + 1}`;
    const place = this.history.places(this.ownerOf(event, rule));
    const clock = this.claimed(opened({ rule, place, key }, event));
    const early = this.early.find((one) => one.rule === rule && one.event.stream === event.stream);
    const state = event.version === 1 && early && endingOf(early.event, rule);
    this.clocks = [...this.clocks, state ? ended(clock, early.event, state) : clock];
  }

  /** With the deadline that was imposed before the start, and what was taken over from other clues. */
  private claimed(clock: Clock): Clock {
    const claims = this.unclaimed.filter((event) => this.names(event, clock));
    const last = claims.at(-1);
    this.unclaimed = this.unclaimed.filter((event) => !claims.includes(event));
    const lowering = this.waiting.filter(({ code }) => code === clock.obligation.code);
    this.waiting = this.waiting.filter((one) => !lowering.includes(one));
    const given = this.given.filter(({ code }) => code === clock.obligation.code);
    this.given = this.given.filter((one) => !given.includes(one));
    return lowering.reduce(inherited, given.reduce(taken, last ? imposed(clock, last) : clock));
  }

  private ownerOf(event: Effective, { owner }: ObligationRule): string | undefined {
    const { to } = event.data;
    // What goes on in another clue was not sent: it lies with the organ that has that one.
    return owner === 'receiver' && typeof to === 'string' ? to : this.organs.get(event.stream);
  }

  private names(event: Effective, clock: Clock): boolean {
    const { obligation } = event.data;
    const { code, key } = clock.obligation;
    return (obligation === code || obligation === key) && this.reaches(event, clock);
  }

  private reaches(event: Effective, clock: Clock): boolean {
    return event.stream === clock.stream || event.stream === this.own;
  }

  /** What takes an act back cancels no clock but what that very act began. */
  private undoes({ type, stream }: Effective, { obligation }: Clock): boolean {
    const act = TAKEN_BACK[type];
    return act === undefined || obligation.startEventId === this.begun.get(`${stream} ${act}`);
  }

  private replace(which: (clock: Clock) => boolean, next: (clock: Clock) => Clock): void {
    const replaced = this.clocks.map((clock) => (which(clock) ? next(clock) : clock));
    if (replaced.some((clock, index) => clock !== this.clocks[index])) this.clocks = replaced;
  }
}

type Change = (clock: Clock, event: Effective) => Clock;

const CHANGES: { readonly [type: string]: Change | undefined } = {
  ExtensionGranted: extended,
  ClockSuspended: suspended,
  ClockResumed: resumed,
};

/** A transfer that comes to nothing leaves what was owed before it as it is: nobody sends a clue on to be free of it. */
const TAKEN_BACK: { readonly [type: string]: string | undefined } = {
  TransferRefused: 'ClueTransferred',
  TransferRecalled: 'ClueTransferred',
};

function endingOf(event: Effective, rule: ObligationRule): 'met' | 'cancelled' | undefined {
  if (triggers(rule.meets, event)) return 'met';
  return triggers(rule.cancels, event) ? 'cancelled' : undefined;
}
