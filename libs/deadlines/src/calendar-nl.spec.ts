import { calendarOf } from './calendar.js';
import { dutchDates, easterOf } from './calendar-nl.js';
import { dateOf } from './days.js';

describe('the calendar of the Netherlands', () => {
  it.each([
    [2004, '2004-04-11'],
    [2008, '2008-03-23'],
    [2011, '2011-04-24'],
    [2019, '2019-04-21'],
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2038, '2038-04-25'],
    [2049, '2049-04-18'],
  ])('has Easter of %i on %s', (year, on) => {
    expect(dateOf(easterOf(year))).toBe(on);
  });

  it('knows all days off of 2026', () => {
    expect(dutchDates(2026)).toEqual([
      '2026-01-01',
      '2026-04-03',
      '2026-04-06',
      '2026-04-27',
      '2026-05-05',
      '2026-05-14',
      '2026-05-25',
      '2026-12-25',
      '2026-12-26',
    ]);
  });

  it.each([
    ['2006-04-29', "Queen's Day"],
    ['2013-04-30', "Queen's Day"],
    ['2014-04-26', "King's Day"],
    ['2015-04-27', "King's Day"],
    ['2025-04-26', "King's Day"],
  ])('celebrates the monarch on %s', (on, name) => {
    expect(calendarOf('NL').day(on)).toMatchObject({ working: false, name: { en: name } });
  });

  it('is not provisional until 2050, and is from then on', () => {
    expect(calendarOf('NL').day('2049-06-08')).toMatchObject({ working: true, provisional: false });
    expect(calendarOf('NL').day('2051-01-02').provisional).toBe(true);
  });
});
