import fc from 'fast-check';
import { calendarOf } from './calendar.js';
import { dateOf, epochDayOf } from './days.js';
import { addPeriod, parsePeriod, workingDaysBefore, workingDaysBetween } from './period.js';

const roll = { roll: true };
const end = (start: string, period: string, region = 'CN') =>
  addPeriod(start, parsePeriod(period), calendarOf(region), roll);

describe('a period in working days', () => {
  it.each([
    ['2021-09-13', '5W', 'CN', '2021-09-18'],
    ['2021-09-17', '5W', 'CN', '2021-09-26'],
    ['2021-09-24', '5W', 'CN', '2021-09-30'],
    ['2021-09-28', '15W', 'CN', '2021-10-25'],
    ['2021-02-05', '5W', 'CN', '2021-02-18'],
    ['2021-12-31', '5W', 'CN', '2022-01-10'],
    ['2021-04-12', '5W', 'CN', '2021-04-19'],
    ['2021-04-12', '5W', 'CN-GX', '2021-04-21'],
  ])('from %s, %s by the calendar %s, ends on %s', (start, period, region, dueOn) => {
    expect(end(start, period, region)).toMatchObject({ dueOn, provisional: false });
  });

  it('names each day that it does not count, and each weekend day that it does', () => {
    expect(end('2021-09-17', '5W')).toEqual({
      dueOn: '2021-09-26',
      provisional: false,
      skipped: [
        skipped('2021-09-19', 'Mid-Autumn Festival', '中秋节', 'holiday'),
        skipped('2021-09-20', 'Mid-Autumn Festival', '中秋节', 'holiday'),
        skipped('2021-09-21', 'Mid-Autumn Festival', '中秋节', 'holiday'),
        skipped('2021-09-25', 'Saturday', '星期六', 'weekend'),
      ],
      makeUp: [
        skipped('2021-09-18', 'Mid-Autumn Festival', '中秋节', 'make-up'),
        skipped('2021-09-26', 'National Day', '国庆节', 'make-up'),
      ],
    });
  });
});

describe('a period in days or months', () => {
  it.each([
    ['2021-01-31', '1M', '2021-03-01', '2021-02-28'],
    ['2021-08-31', '1M', '2021-09-30', undefined],
    ['2021-11-30', '3M', '2022-02-28', undefined],
    ['2021-09-01', '1M', '2021-10-08', '2021-10-01'],
    ['2021-08-08', '2M', '2021-10-08', undefined],
    ['2021-08-01', '2M', '2021-10-08', '2021-10-01'],
    ['2021-08-08', '60d', '2021-10-08', '2021-10-07'],
    ['2021-09-21', '10d', '2021-10-08', '2021-10-01'],
    ['2024-01-31', '1M', '2024-02-29', undefined],
    ['2023-12-31', '14M', '2025-02-28', undefined],
  ])('from %s, %s, ends on %s (rolled from %s)', (start, period, dueOn, rolledFrom) => {
    const added = end(start, period);
    expect([added.dueOn, added.rolledFrom]).toEqual([dueOn, rolledFrom]);
    expect(added.provisional).toBe(false);
  });

  it('stays on a day off where the rule does not roll, and then asks no calendar', () => {
    const period = parsePeriod('2M');
    expect(addPeriod('2027-08-01', period, calendarOf('CN'), { roll: false })).toEqual({
      dueOn: '2027-10-01',
      provisional: false,
      skipped: [],
      makeUp: [],
    });
  });

  it('names the days over which it rolls', () => {
    expect(
      end('2021-08-01', '2M')
        .skipped.map(({ on }) => on.slice(5))
        .join(' '),
    ).toBe('10-01 10-02 10-03 10-04 10-05 10-06 10-07');
  });
});

describe('an end that may still change', () => {
  it.each([
    ['2026-12-24', '5W', 'CN', false],
    ['2026-12-24', '6W', 'CN', true],
    ['2026-12-01', '1M', 'CN', true],
    ['2022-04-01', '1M', 'CN-GX', true],
    ['2013-12-20', '5W', 'CN-GX', false],
    ['2021-10-01', '7d', 'FR', true],
  ])('from %s, %s by %s: %p', (start, period, region, provisional) => {
    expect(end(start, period, region).provisional).toBe(provisional);
  });
});

describe('a period as text', () => {
  it('is a number and a unit', () => {
    expect(['5W', '10d', '2M', '3h'].map(parsePeriod)).toEqual([
      { count: 5, unit: 'W' },
      { count: 10, unit: 'd' },
      { count: 2, unit: 'M' },
      { count: 3, unit: 'h' },
    ]);
  });
  it.each(['', '5', 'W', '0W', '-1d', '5w', '1.5M', '5 W', '05W', '10000d', 'P5D'])(
    'is refused when it reads %p',
    (text) => {
      expect(() => parsePeriod(text)).toThrow(`found ${JSON.stringify(text)}`);
    },
  );
  it('in hours has no day on which it ends', () => {
    expect(() => end('2021-10-08', '3h')).toThrow('found 3 hours');
  });
});

describe('whatever the start and the period', () => {
  const starts = fc.integer({ min: epochDayOf('2003-06-01'), max: epochDayOf('2027-06-01') });
  const counts = fc.integer({ min: 1, max: 400 });
  const units = fc.constantFrom('W', 'd', 'M');
  const regions = fc.constantFrom('CN', 'CN-GX', 'NL', 'FR');
  const ends = (day: number, period: string, region: string) =>
    end(dateOf(day), period, region).dueOn;

  it('the end is a working day, found by walking day by day', () => {
    fc.assert(
      fc.property(starts, counts, regions, (day, count, region) => {
        expect(ends(day, `${count}W`, region)).toBe(walk(day, count, region));
      }),
      { numRuns: 500 },
    );
  });

  it('a later start or a longer period never ends earlier', () => {
    fc.assert(
      fc.property(starts, counts, units, regions, (day, count, unit, region) => {
        const due = ends(day, `${count}${unit}`, region);
        expect(ends(day + 1, `${count}${unit}`, region) >= due).toBe(true);
        expect(ends(day, `${count + 1}${unit}`, region) >= due).toBe(true);
        expect(calendarOf(region).day(due).working).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('the working days up to the end are as many as were asked for, also counted backwards', () => {
    fc.assert(
      fc.property(starts, counts, regions, (day, count, region) => {
        const calendar = calendarOf(region);
        const due = ends(day, `${count}W`, region);
        expect(workingDaysBetween(dateOf(day), due, calendar).count).toBe(count);
        const before = workingDaysBefore(due, count, calendar);
        expect(workingDaysBetween(before, due, calendar).count).toBe(count);
        expect(before <= dateOf(day)).toBe(true);
      }),
    );
  });
});

function walk(start: number, count: number, region: string): string {
  for (let day = start, left = count; ;) {
    const on = dateOf(++day);
    if (calendarOf(region).day(on).working && --left === 0) return on;
  }
}

function skipped(on: string, en: string, zh: string, kind: string) {
  return { on, why: { en, zh }, kind };
}
