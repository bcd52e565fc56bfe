import { type Effective, inEffect, localDate, merged } from '@cluetrail/event-sourcing';
import fc from 'fast-check';
import { calendarOf } from './calendar.js';
import { dateOf, epochDayOf } from './days.js';
import { obligations, timeline } from './engine.js';
import {
  about,
  clue,
  nineOn,
  places,
  reported,
  rules,
  SHANGHAI,
  started,
  stream,
  type Told,
  verify,
} from '../test/history.js';

describe('the timeline', () => {
  it('lists each change once, and nothing before the first', () => {
    const events = clue(
      { type: 'Noted', on: '2021-02-01' },
      started('2021-08-01'),
      { type: 'Noted', on: '2021-08-02' },
      about('ExtensionGranted', '2021-09-30', { by: '1M' }),
      about('ClockResumed', '2021-10-01'),
      reported('2021-10-20'),
    );
    const spells = timeline({ events, rules, places });
    expect(
      spells.map(({ from, to, obligations: [one] }) => [from, to, one.state, one.dueOn]),
    ).toEqual([
      [nineOn('2021-08-01'), nineOn('2021-09-30'), 'open', '2021-10-08'],
      [nineOn('2021-09-30'), nineOn('2021-10-20'), 'open', '2021-11-08'],
      [nineOn('2021-10-20'), null, 'met', '2021-11-08'],
    ]);
  });

  it('of a stream without events is empty', () => {
    expect(timeline({ events: [], rules, places })).toEqual([]);
    expect(obligations({ events: [], rules, places })).toEqual([]);
  });

  it('answers at each instant what the obligations of that instant are', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 0, max: 400 * 24 }), (events, hour) => {
        const asOf = new Date(Date.parse('2021-01-01T01:00:00.000Z') + hour * HOUR).toISOString();
        const spells = timeline({ events, rules, places });
        expect(spells.every(({ from, to }) => to === null || from < to)).toBe(true);
        const spell = spells.find(({ from, to }) => from <= asOf && (to === null || asOf < to));
        expect(spell?.obligations ?? []).toEqual(obligations({ events, rules, places, asOf }));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the due of a verification', () => {
  it('is what an independent walk over the days gives', () => {
    fc.assert(
      fc.property(courses, (course) => {
        const rule = { ...verify, length: course.length };
        const [found] = obligations({ events: told(course), rules: [rule], places });
        expect([found.dueOn, found.daysLate]).toEqual(walked(course));
      }),
      { numRuns: 1000 },
    );
  });
});

const HOUR = 3_600_000;
const EPOCH = epochDayOf('2021-01-01');

/** Events of a clue and a case in any order of recording and of facts, so that openings may fold late. */
const histories: fc.Arbitrary<readonly Effective[]> = fc
  .tuple(
    fc.array(anyEvent('VerificationStarted', 'VerificationReportSubmitted', 'ClueTransferred'), {
      maxLength: 20,
    }),
    fc.array(anyEvent('CaseFiled', 'InvestigationReportSubmitted'), { maxLength: 8 }),
    fc.integer({ min: 0, max: 60 }),
  )
  .map(([own, linked, opening]) =>
    merged([
      inEffect(stream('clue-1', [{ type: 'ClueDiscovered', at: at(opening * 24) }, ...own])),
      inEffect(stream('case-1', linked)),
    ]),
  );

function anyEvent(...types: readonly string[]): fc.Arbitrary<Told> {
  return fc
    .record({
      type: fc.constantFrom(
        ...types,
        'ExtensionGranted',
        'ClockSuspended',
        'ClockResumed',
        'DeadlineImposed',
        'TransferAccepted',
        'ClueClosed',
      ),
      obligation: fc.constantFrom('verify', 'verify#2', 'sign', 'invest'),
      day: fc.integer({ min: 0, max: 400 }),
      hour: fc.integer({ min: 0, max: 23 }),
      to: fc.constantFrom('lz', 'gx-nn', 'nl-ams'),
    })
    .map(({ type, obligation, day, hour, to }) => ({
      type,
      at: at(day * 24 + hour),
      organ: to,
      data: { obligation, to, by: '1M', at: at((day + 30) * 24) },
    }));
}

function at(hours: number): string {
  return new Date(Date.parse('2021-01-01T01:00:00.000Z') + hours * HOUR).toISOString();
}

interface Course {
  readonly organ: string;
  readonly start: number;
  readonly length: string;
  readonly stops: readonly (readonly [after: number, days: number])[];
  readonly end: number;
}

const courses: fc.Arbitrary<Course> = fc.record({
  organ: fc.constantFrom('lz', 'gx-nn'),
  start: fc.integer({ min: EPOCH, max: EPOCH + 300 }),
  length: fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('W', 'd', 'M'))
    .map(([count, unit]) => `${unit === 'M' ? (count % 6) + 1 : count}${unit}`),
  stops: fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 20 })), {
    maxLength: 3,
  }),
  end: fc.integer({ min: 1, max: 200 }),
});

function told({ organ, start, stops, end }: Course): Effective[] {
  let day = start;
  const events = stops.flatMap(([after, days]) => [
    about('ClockSuspended', dateOf((day += after))),
    about('ClockResumed', dateOf((day += days))),
  ]);
  return clue(started(dateOf(start), organ), ...events, reported(dateOf(day + end)));
}

/** The same by steps of one day, with nothing of the engine but the calendar's answer for a day. */
function walked({ organ, start, length, stops, end }: Course): [string, number] {
  const calendar = calendarOf(organ === 'lz' ? 'CN' : 'CN-GX');
  const works = (on: string) => calendar.day(on).working;
  const unit = length.slice(-1);
  const roll = (on: string): string => (works(on) ? on : roll(next(on)));
  const count = (from: string, left: number): string => {
    if (left === 0) return from;
    const on = next(from);
    return count(on, unit === 'W' && !works(on) ? left : left - 1);
  };
  const amount = Number(length.slice(0, -1));
  const first = dateOf(start);
  let due = roll(unit === 'M' ? monthsLater(first, amount) : count(first, amount));
  let today = first;
  for (const [after, days] of stops) {
    for (let n = 0; n < after; n++) today = next(today);
    for (let n = 0, stood = 0; n < days; n++) {
      today = next(today);
      if (unit !== 'W' || works(today)) stood++;
      if (n === days - 1) due = roll(count(due, stood));
    }
  }
  for (let n = 0; n < end; n++) today = next(today);
  let late = 0;
  for (let on = due; on < today; on = next(on)) late++;
  return [due, late];
}

function next(on: string): string {
  return localDate(new Date(Date.parse(`${on}T12:00:00Z`) + 24 * HOUR).toISOString(), SHANGHAI);
}

function monthsLater(on: string, months: number): string {
  let [year, month] = on.split('-').map(Number);
  for (let n = 0; n < months; n++) [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  for (let day = Number(on.slice(8)); ; day--) {
    const text = [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
    const exists = new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text;
    if (exists) return text;
  }
}
