import { CN_GX_SINCE, CN_GX_YEARS } from './calendar-cn-gx.js';
import { CN_YEARS } from './calendar-cn.js';
import { dutchDays } from './calendar-nl.js';
import { type EpochDay, epochDayOf, yearOf } from './days.js';
import { type CalendarDay, daysOf, plainDay } from './year-days.js';

export interface Calendar {
  /** `CN`, `CN-GX`, `WEEKENDS`. */
  readonly id: string;
  /** Id and edition, as answered with every due date: `CN-2026.1`. */
  readonly version: string;
  /** `date` = YYYY-MM-DD. Throws NotADate. */
  day(date: string): CalendarDay;
  /** The same for a day number; answers shared objects, so that long counts cost no memory. */
  at(day: EpochDay): CalendarDay;
}

/**
 * The calendar of a region. `CN` = national days 2004 to 2026; `CN-GX` = with Guangxi's own days; another Chinese
 * region (`CN-XJ`) = the national days, always provisional, since its own days are not loaded; `NL` = those of the
 * Netherlands by rule, 2004 to 2050; elsewhere weekends only, provisional. Years outside the table know weekends only
 * and are provisional.
 */
export function calendarOf(region: string): Calendar {
  const known = calendars.get(region);
  if (known) return known;
  if (!CHINESE.test(region)) return weekends;
  const made = calendar(region, EDITION, { days: nationalDays, known: () => false });
  calendars.set(region, made);
  return made;
}

/** The regions whose days off are loaded, and those of the rest of the world. */
export const REGIONS: readonly string[] = ['CN', 'CN-GX', 'NL', 'WEEKENDS'];

/** A region with a calendar of its own, or another Chinese one. */
export function hasCalendar(region: string): boolean {
  return REGIONS.includes(region) || CHINESE.test(region);
}

interface Table {
  readonly days: ReadonlyMap<EpochDay, CalendarDay>;
  known(year: number): boolean;
  /** The last day that is loaded; the end of what is published in China. */
  readonly until?: EpochDay;
}

const CHINESE = /^CN-[A-Z]{2}$/;
const EDITION = '2026.1';
const FIRST = epochDayOf('2004-01-01');
const LAST = epochDayOf('2026-12-31');

const nationalDays = new Map(daysOf(CN_YEARS));
const guangxiDays = new Map([...nationalDays, ...daysOf(CN_GX_YEARS)]);
const isGuangxiKnown = (year: number) => year < CN_GX_SINCE || CN_GX_YEARS[year] !== undefined;

const weekends = calendar('WEEKENDS', '1', { days: new Map(), known: () => false });
const calendars = new Map([
  ['CN', calendar('CN', EDITION, { days: nationalDays, known: () => true })],
  [
    'NL',
    calendar('NL', EDITION, {
      days: new Map(dutchDays(2004, 2050)),
      known: () => true,
      until: epochDayOf('2050-12-31'),
    }),
  ],
  ['CN-GX', calendar('CN-GX', EDITION, { days: guangxiDays, known: isGuangxiKnown })],
]);

function calendar(id: string, edition: string, { days, known, until = LAST }: Table): Calendar {
  const marked = new Map<CalendarDay, CalendarDay>();
  const provisional = (day: CalendarDay) => {
    const made = marked.get(day) ?? { ...day, provisional: true };
    marked.set(day, made);
    return made;
  };
  const loaded = Array.from({ length: until - FIRST + 1 }, (_, index) => {
    const day = days.get(FIRST + index) ?? plainDay(FIRST + index);
    return known(yearOf(FIRST + index)) ? day : provisional(day);
  });
  const at = (day: EpochDay) => loaded[day - FIRST] ?? provisional(plainDay(day));
  return { id, version: `${id}-${edition}`, day: (date) => at(epochDayOf(date)), at };
}
