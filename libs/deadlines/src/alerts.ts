import { dateOf, epochDayOf } from './days.js';
import { advanced, endOf, type Moment, type Place, type Span } from './moment.js';
import type { Colour, Obligation } from './obligation.js';
import { parsePeriod, workingDaysBefore } from './period.js';
import type { ObligationRule } from './rule.js';

/** Where the alerts of a rule stand, counted from the start; empty when they follow from the due. */
export type Marks = { readonly [colour in Colour]?: Moment };

interface Marked {
  readonly due: Moment | null;
  readonly marks: Marks;
  readonly rule: ObligationRule;
  readonly place: Place;
}

export const NO_ALERTS: Obligation['alerts'] = { blue: null, yellow: null, red: null };

export function alertsOf({ due, marks, place, rule }: Marked): Obligation['alerts'] {
  if (rule.alerts) {
    const { blue, yellow, red } = marks;
    return { blue: blue?.at ?? null, yellow: yellow?.at ?? null, red: red?.at ?? null };
  }
  if (!due) return NO_ALERTS;
  const near = workingDaysBefore(due.on, NEAR_WORKING_DAYS, place.calendar);
  return { blue: endOf(dateOf(epochDayOf(near) - 1), place.zone), yellow: null, red: due.at };
}

export function marksAfter(start: Moment, rule: ObligationRule, place: Place): Marks {
  const { alerts } = rule;
  if (!alerts) return {};
  return marked((colour) => {
    const after = alerts[colour];
    return after && moment(start, parsePeriod(after), { rule, place });
  });
}

/** A suspension moves the alerts as it moves the due. */
export function movedMarks(clock: Marked, span: Span): Marks {
  if (!clock.rule.alerts || span.count === 0) return clock.marks;
  return marked((colour) => {
    const mark = clock.marks[colour];
    return mark && moment(mark, span, clock);
  });
}

const COLOURS = ['blue', 'yellow', 'red'] as const;
const NEAR_WORKING_DAYS = 5;

function moment(from: Moment, span: Span, { rule, place }: Pick<Marked, 'rule' | 'place'>): Moment {
  return advanced(from, span, { place, roll: rule.roll ?? true }).to;
}

function marked(of: (colour: Colour) => Moment | '' | undefined): Marks {
  return Object.fromEntries(COLOURS.map((colour) => [colour, of(colour) || undefined]));
}
