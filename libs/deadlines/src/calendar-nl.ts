import { dateOf, epochDayOf, weekdayOf, type EpochDay } from './days.js';
import type { CalendarDay, Words } from './year-days.js';

/**
 * Days off of the Netherlands by rule: the Sundays apart, those of Algemene termijnenwet Art. 3 (from memory, not read
 * in the source: Good Friday counts as one, 5 May every year). They follow from Easter and the monarch's birthday.
 */
export function* dutchDays(
  first: number,
  last: number,
): Generator<readonly [EpochDay, CalendarDay]> {
  for (let year = first; year <= last; year++) {
    const easter = easterOf(year);
    for (const [day, name] of [
      [epochDayOf(`${year}-01-01`), NAMES.newYear],
      [easter - 2, NAMES.goodFriday],
      [easter + 1, NAMES.easterMonday],
      [royalDayOf(year), year < 2014 ? NAMES.queen : NAMES.king],
      [epochDayOf(`${year}-05-05`), NAMES.liberation],
      [easter + 39, NAMES.ascension],
      [easter + 50, NAMES.whitMonday],
      [epochDayOf(`${year}-12-25`), NAMES.christmas],
      [epochDayOf(`${year}-12-26`), NAMES.boxing],
    ] as const)
      yield [day, { working: false, provisional: false, kind: 'holiday', name }];
  }
}

const NAMES = {
  newYear: { en: "New Year's Day", zh: '元旦' },
  goodFriday: { en: 'Good Friday', zh: '耶稣受难日' },
  easterMonday: { en: 'Easter Monday', zh: '复活节星期一' },
  queen: { en: "Queen's Day", zh: '女王节' },
  king: { en: "King's Day", zh: '国王节' },
  liberation: { en: 'Liberation Day', zh: '解放日' },
  ascension: { en: 'Ascension Day', zh: '耶稣升天节' },
  whitMonday: { en: 'Whit Monday', zh: '圣灵降临节星期一' },
  christmas: { en: 'Christmas Day', zh: '圣诞节' },
  boxing: { en: 'Second Christmas Day', zh: '圣诞节次日' },
} as const satisfies { readonly [name: string]: Words };

/** 30 April until 2013, then 27 April; the Saturday before where that is a Sunday. */
function royalDayOf(year: number): EpochDay {
  const day = epochDayOf(year < 2014 ? `${year}-04-30` : `${year}-04-27`);
  return weekdayOf(day) === 0 ? day - 1 : day;
}

/** Easter Sunday of the Gregorian calendar: the Sunday after the ecclesiastical full moon (Gauss's rule as completed by Butcher). */
export function easterOf(year: number): EpochDay {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const lunar = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - lunar + 15) % 30;
  const toSunday =
    (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const march = epact + toSunday - 7 * late + 22; // the day counted from the last of February
  return epochDayOf(`${year}-03-01`) + march - 1;
}

/** YYYY-MM-DD of the days off of a year, for people and tests. */
export function dutchDates(year: number): readonly string[] {
  return [...dutchDays(year, year)].map(([day]) => dateOf(day)).sort();
}
