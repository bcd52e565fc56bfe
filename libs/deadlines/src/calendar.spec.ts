import { calendarOf } from './calendar.js';
import { dateOf, epochDayOf } from './days.js';

const cn = calendarOf('CN');
const gx = calendarOf('CN-GX');

describe('the national calendar', () => {
  it.each([
    ['2019', 250],
    ['2020', 249],
    ['2021', 250],
    ['2022', 249],
    ['2024', 251],
    ['2025', 248],
    ['2026', 248],
  ])('has in %s %i working days', (year, count) => {
    expect(daysOfYears(year, year).filter((on) => cn.day(on).working)).toHaveLength(count);
  });

  it('names the holiday, and the one for which a weekend day is worked', () => {
    expect(cn.day('2021-10-01')).toEqual({
      working: false,
      provisional: false,
      kind: 'holiday',
      name: { en: 'National Day', zh: '国庆节' },
    });
    expect(cn.day('2021-09-18')).toEqual({
      working: true,
      provisional: false,
      kind: 'make-up',
      name: { en: 'Mid-Autumn Festival', zh: '中秋节' },
    });
    expect(cn.day('2021-09-25').kind).toBe('weekend');
    expect(cn.day('2021-09-24').kind).toBe('working');
    expect(cn.version).toBe('CN-2026.1');
  });

  it('knows weekends only outside the published years, and says so', () => {
    expect(cn.day('2027-10-01')).toEqual({ working: true, provisional: true, kind: 'working' });
    expect(cn.day('2003-10-04')).toMatchObject({ working: false, provisional: true });
    expect(cn.day('2026-12-31').provisional).toBe(false);
    expect(cn.day('2004-01-01').provisional).toBe(false);
  });

  it('refuses what is no date', () => {
    expect(() => cn.day('2021-02-30')).toThrow('expected a date YYYY-MM-DD, found "2021-02-30"');
    expect(() => cn.day('2021-2-3')).toThrow('expected a date');
  });

  it('differs from chinese-days on one day in 23 years', async () => {
    const theirs = await chineseDays();
    const days = daysOfYears('2004', '2026');
    const differing = days.filter((on) => (theirs.get(on) ?? isWeekday(on)) !== cn.day(on).working);
    expect(differing).toEqual(['2005-12-31']);
  });

  it('differs from holiday-calendar only where that one is wrong, and nowhere since 2019', async () => {
    const theirs = await holidayCalendar();
    const days = daysOfYears('2004', '2026');
    const differing = days.filter((on) => (theirs.get(on) ?? isWeekday(on)) !== cn.day(on).working);
    expect(differing.join(' ')).toBe(
      '2004-01-02 2004-04-25 2004-05-09 2004-09-26 2004-10-10 2007-12-29 2007-12-31 2008-05-04 ' +
        '2008-06-07 2008-09-13 2009-01-04 2009-09-27 2011-12-31 2015-01-04 2016-04-02 2018-06-16 2018-09-22',
    );
  });
});

describe('the calendar of Guangxi', () => {
  it.each([
    ['2021', '04-14 04-15 04-16', '04-18'],
    ['2018', '04-18 04-19 04-20', '04-15'],
    ['2017', '03-30 03-31 04-01', '04-08'],
    ['2024', '04-11 04-12', ''],
  ])('in %s is off on %s more and works on %s more', (year, off, worked) => {
    const changed = daysOfYears(year, year).filter(
      (on) => gx.day(on).working !== cn.day(on).working,
    );
    const pick = (working: boolean) =>
      changed.filter((on) => gx.day(on).working === working).map((on) => on.slice(5));
    expect([pick(false).join(' '), pick(true).join(' ')]).toEqual([off, worked]);
    expect(daysOfYears(year, year).some((on) => gx.day(on).provisional)).toBe(false);
  });

  it('is provisional over the national days in a year whose regional days are not loaded', () => {
    const days = daysOfYears('2004', '2026');
    const years = new Set(days.filter((on) => gx.day(on).provisional).map((on) => on.slice(0, 4)));
    expect([...years].join(' ')).toBe('2014 2015 2016 2019 2020 2022 2023 2025 2026');
    expect(gx.day('2022-10-01')).toEqual({ ...cn.day('2022-10-01'), provisional: true });
    expect(gx.version).toBe('CN-GX-2026.1');
  });
});

describe('other calendars', () => {
  it('of Chinese regions keep the national days, provisionally', () => {
    expect(calendarOf('CN-XJ').day('2021-10-01')).toMatchObject({
      working: false,
      provisional: true,
    });
    expect(calendarOf('CN-XJ')).toBe(calendarOf('CN-XJ'));
  });

  it('know weekends only, provisionally', () => {
    expect(calendarOf('FR').day('2021-12-25')).toMatchObject({ working: false, kind: 'weekend' });
    expect(calendarOf('FR').day('2021-04-27')).toMatchObject({ working: true, provisional: true });
    expect(calendarOf('FR').version).toBe('WEEKENDS-1');
  });
});

function daysOfYears(first: string, last: string): string[] {
  const from = epochDayOf(`${first}-01-01`);
  const length = epochDayOf(`${last}-12-31`) - from + 1;
  return Array.from({ length }, (_, index) => dateOf(from + index));
}

function isWeekday(on: string): boolean {
  return ![0, 6].includes(new Date(`${on}T00:00:00Z`).getUTCDay());
}

/** Worked or not, by day; a year's file also holds days of the year before. */
async function holidayCalendar(): Promise<Map<string, boolean>> {
  const days = new Map<string, boolean>();
  for (let year = 2004; year <= 2026; year++) {
    const path = `holiday-calendar/data/CN/${year}.json`;
    const { default: file } = await import(path, { with: { type: 'json' } });
    for (const { date, type } of file.dates) days.set(date, type === 'transfer_workday');
  }
  return days;
}

/** Its table, not its functions: they answer for the day before in time zones west of UTC. */
async function chineseDays(): Promise<Map<string, boolean>> {
  const path = 'chinese-days/dist/chinese-days.json';
  const { default: file } = await import(path, { with: { type: 'json' } });
  const off = Object.keys(file.holidays).map((on) => [on, false] as const);
  return new Map([...off, ...Object.keys(file.workdays).map((on) => [on, true] as const)]);
}
