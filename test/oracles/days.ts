import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Where an organ works: days off of its region, and its zone. */
export interface Place {
  readonly region: string;
  readonly zone: string;
}

const DAY = 86_400_000;

/**
 * Days off and days worked of 2020 to 2023, not those of the product: the national ones from a package, Guangxi's of
 * 2021 and the Dutch ones by hand.
 */
const OFF: { readonly [region: string]: Set<string> } = { CN: new Set(), 'CN-GX': new Set() };
const ON = new Set<string>();
const require = createRequire(import.meta.url);
for (const year of [2020, 2021, 2022, 2023]) {
  const path = require.resolve(`holiday-calendar/data/CN/${year}.json`);
  const { dates } = JSON.parse(readFileSync(path, 'utf8')) as Published; // the package's own format
  for (const { date, type } of dates) {
    if (type === 'transfer_workday') ON.add(date);
    else for (const region of ['CN', 'CN-GX']) OFF[region].add(date);
  }
}
const GUANGXI = { off: ['2021-04-14', '2021-04-15', '2021-04-16'], on: '2021-04-18' };
for (const day of GUANGXI.off) OFF['CN-GX'].add(day);
const DUTCH = new Set([
  ...['2021-01-01', '2021-04-02', '2021-04-05', '2021-04-27', '2021-05-05', '2021-05-13'],
  ...['2021-05-24', '2021-12-25', '2021-12-26', '2022-01-01', '2022-04-15', '2022-04-18'],
  ...['2022-04-27', '2022-05-05', '2022-05-26', '2022-06-06', '2022-12-25', '2022-12-26'],
  ...['2023-01-01', '2023-04-07', '2023-04-10', '2023-04-27', '2023-05-05', '2023-05-18'],
  ...['2023-05-29', '2023-12-25', '2023-12-26'],
]);

interface Published {
  readonly dates: readonly { readonly date: string; readonly type: string }[];
}

export function isWorked(day: string, region: string): boolean {
  const weekday = new Date(day).getUTCDay() % 6 !== 0;
  if (region === 'NL') return weekday && !DUTCH.has(day);
  if (region === 'CN-GX' && day === GUANGXI.on) return true;
  return ON.has(day) || (weekday && !OFF[region].has(day));
}

/** The day on which it is then there. */
export const localDay = remembered((at, zone) => {
  let format = formats.get(zone);
  if (!format) formats.set(zone, (format = new Intl.DateTimeFormat('sv', { timeZone: zone })));
  return format.format(Date.parse(at));
});
const formats = new Map<string, Intl.DateTimeFormat>();

/** Its last millisecond there: no zone of these is behind UTC, or more than 14 hours ahead. */
export const endOf = remembered((day, zone) => {
  const midnight = Date.parse(day) + DAY;
  for (let hours = 0; hours < 15; hours++) {
    const last = new Date(midnight - hours * 3_600_000 - 1).toISOString();
    const next = new Date(midnight - hours * 3_600_000).toISOString();
    if (localDay(last, zone) === day && localDay(next, zone) > day) return last;
  }
  throw new Error(`expected an end of ${day} in ${zone}`);
});

/** Time zone rules are slow to ask. */
function remembered(answer: (asked: string, zone: string) => string) {
  const known = new Map<string, string>();
  return (asked: string, zone: string): string => {
    const key = `${asked}${zone}`;
    const found = known.get(key) ?? answer(asked, zone);
    known.set(key, found);
    return found;
  };
}

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}

export function daysFrom(day: string, to: string): number {
  return (Date.parse(to) - Date.parse(day)) / DAY;
}

/** `5W`, `7d`, `2M` after a day, which does not count: the last two end on a day that is worked. */
export function plus(day: string, length: string, region: string): string {
  const count = Number.parseInt(length, 10);
  if (length.endsWith('W')) return plusWorkingDays(day, count, region);
  const last = length.endsWith('M') ? plusMonths(day, count) : plusDays(day, count);
  return worked(last, region);
}

function plusWorkingDays(day: string, count: number, region: string): string {
  let next = day;
  for (let left = count; left > 0;) {
    next = plusDays(next, 1);
    if (isWorked(next, region)) left -= 1;
  }
  return next;
}

function plusMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)))
    .toISOString()
    .slice(0, 10);
}

function worked(day: string, region: string): string {
  return isWorked(day, region) ? day : worked(plusDays(day, 1), region);
}
