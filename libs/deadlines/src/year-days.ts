import { type EpochDay, epochDayOf, weekdayOf } from './days.js';

/** A name or sentence in both languages. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** `provisional`: the days of that year (or of that region in it) are not known, so the answer may change. */
export interface CalendarDay {
  readonly working: boolean;
  readonly provisional: boolean;
  readonly name?: Words;
  readonly kind: 'working' | 'weekend' | 'holiday' | 'make-up';
}

/** Holiday, its days off, the weekend days worked for it: `MM-DD` or `MM-DD/MM-DD`, blanks between. */
export type YearDays = readonly (readonly [holiday: Words, off: string, worked?: string])[];

export type Years = { readonly [year: number]: YearDays };

/** The days of a table that differ from a plain week. */
export function* daysOf(years: Years): Generator<readonly [EpochDay, CalendarDay]> {
  for (const [year, holidays] of Object.entries(years))
    for (const [name, off, worked = ''] of holidays) {
      const holiday: CalendarDay = { working: false, provisional: false, kind: 'holiday', name };
      const makeUp: CalendarDay = { working: true, provisional: false, kind: 'make-up', name };
      for (const day of spans(year, off)) yield [day, holiday];
      for (const day of spans(year, worked)) yield [day, makeUp];
    }
}

/** Monday to Friday are worked. */
export function plainDay(day: EpochDay): CalendarDay {
  const weekday = weekdayOf(day);
  return weekday === 6 ? SATURDAY : weekday === 0 ? SUNDAY : WORKING;
}

const WORKING: CalendarDay = { working: true, provisional: false, kind: 'working' };
const SATURDAY = weekend('Saturday', '星期六');
const SUNDAY = weekend('Sunday', '星期日');

function weekend(en: string, zh: string): CalendarDay {
  return { working: false, provisional: false, kind: 'weekend', name: { en, zh } };
}

function* spans(year: string, text: string): Generator<EpochDay> {
  for (const span of text.split(' ').filter(Boolean)) {
    const [first, last = first] = span.split('/');
    const end = epochDayOf(`${year}-${last}`);
    for (let day = epochDayOf(`${year}-${first}`); day <= end; day++) yield day;
  }
}
