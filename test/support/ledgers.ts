import { calendarOf } from '@cluetrail/deadlines';
import type { Written } from './workbook.js';

/** A row of a ledger by the names of its fields; days as 2021-03-01. */
export interface LedgerLine {
  readonly number: string;
  readonly organ: string;
  readonly state: string;
  readonly discoveredOn: string;
  readonly since: string;
  readonly subjects: string;
  readonly summary: string;
  readonly managingOrgans?: string;
  readonly officers?: string;
  readonly way?: string;
  readonly outcome?: string;
  readonly dueOn?: string;
  readonly extensions?: string;
  readonly note?: string;
}

export const FIELDS = [
  ...(['number', 'organ', 'state', 'discoveredOn', 'since', 'subjects', 'summary'] as const),
  ...(['managingOrgans', 'officers', 'way', 'outcome', 'dueOn', 'extensions', 'note'] as const),
];

const STATES = [
  ...['registered', 'withUnit', 'disposalPending', 'talkInquiry', 'verifying'],
  ...['held', 'verified', 'investigating', 'closing'],
];
type Owed = readonly [codes: readonly string[], days: number, months: number];

/** States in which something is owed, with the codes and their length: of the procedure, written down once more. */
const OWED: { readonly [state: string]: Owed } = {
  registered: [['allocate'], 5, 0],
  // The proposal and the decision on it count from the same day, and a due of the ledger is that of both.
  withUnit: [['dispose', 'approve'], 0, 1],
  disposalPending: [['approve'], 0, 1],
  talkInquiry: [['talk'], 0, 1],
  verifying: [['verify'], 0, 2],
  held: [['hold'], 0, 0],
  filed: [['file'], 0, 1],
  investigating: [['invest'], 0, 3],
};

/** The same ledger for the same seed: `count` matters of these organs, up to September 2021. Names are planted. */
export function ledgerLines(count: number, organs: readonly string[], seed: number): LedgerLine[] {
  let random = seed;
  const below = (n: number) => {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((random / 2_147_483_648) * n);
  };
  return Array.from({ length: count }, (_, index) => {
    const organ = organs[below(organs.length)];
    const state = STATES[below(STATES.length)];
    const discovered = below(240);
    const since = discovered + below(270 - discovered);
    const outcome = state === 'verified' && below(2) === 0 ? 'file' : undefined;
    const owes = outcome ? 'filed' : state;
    const hasDue = state === 'held' || (owes in OWED && below(3) > 0);
    const put = hasDue && state === 'verifying' ? below(3) : 0;
    return {
      ...{ number: `纪信〔2021〕${index + 1}号`, organ, state },
      ...{ discoveredOn: dayAt(discovered), since: dayAt(since) },
      subjects:
        below(4) === 0 ? 'chen' : `植名${index}甲${below(5) === 0 ? `；植名${index}乙` : ''}`,
      summary: `植摘要${index}：违规发放补贴`,
      managingOrgans: organ,
      ...(state !== 'registered' && { officers: `officer-1-${organ}; officer-2-${organ}` }),
      ...(state === 'disposalPending' && { way: 'verify' }),
      ...(outcome && { outcome }),
      ...(hasDue && { dueOn: dayAt(since + below(120)) }),
      ...(put > 0 && { extensions: String(put) }),
      ...(below(10) === 0 && { note: `植备注${index}` }),
    };
  });
}

/** As cells: headings first; days as the numbers that table programs keep, or as texts, in turn. */
export function ledgerCells(lines: readonly LedgerLine[]): Written[][] {
  const cells = lines.map((line, index) =>
    FIELDS.map((field) => {
      const text = line[field];
      const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text ?? '');
      return isDay && text !== undefined && index % 2 === 0 ? serialOf(text) : text;
    }),
  );
  return [[...FIELDS], ...cells];
}

export function ledgerCsv(lines: readonly LedgerLine[]): string {
  const cells = lines.map((line) => FIELDS.map((field) => `"${line[field] ?? ''}"`).join(','));
  return `${[FIELDS.join(','), ...cells].join('\n')}\n`;
}

function serialOf(day: string): number {
  return Date.parse(day) / DAY_MILLIS + 25_569;
}

const DAY_MILLIS = 86_400_000;

function dayAt(day: number): string {
  return new Date(Date.parse('2021-01-04') + day * DAY_MILLIS).toISOString().slice(0, 10);
}

/** Which clocks are overdue at T, by brute force over the ledger itself: `number code`. */
export function overdueByHand(
  lines: readonly LedgerLine[],
  { T, region }: { readonly T: string; readonly region: string },
): string[] {
  return lines
    .flatMap((line) => {
      const owed = OWED[line.outcome ? 'filed' : line.state];
      if (!owed || `${line.since}T00:00:00+08:00` > localOf(T)) return [];
      const due = line.dueOn ?? dueOf(line.since, owed, region);
      if (`${due}T23:59:59.999+08:00` >= localOf(T)) return [];
      return owed[0].map((code) => `${line.number} ${code}`);
    })
    .sort();
}

/** An instant as it is told at +08:00, to be compared as text. */
function localOf(T: string): string {
  return new Date(Date.parse(T) + 8 * 3_600_000).toISOString().replace('Z', '+08:00');
}

function dueOf(since: string, [, days, months]: Owed, region: string) {
  const isWorked = (day: string) => calendarOf(region).day(day).working;
  const next = (day: string) => new Date(Date.parse(day) + DAY_MILLIS).toISOString().slice(0, 10);
  let due = since;
  for (let left = days; left > 0;) {
    due = next(due);
    if (isWorked(due)) left -= 1;
  }
  if (months > 0) {
    const [year, month, day] = since.split('-').map(Number);
    const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
    due = new Date(Date.UTC(year, month - 1 + months, Math.min(day, last)))
      .toISOString()
      .slice(0, 10);
    while (!isWorked(due)) due = next(due);
  }
  return due;
}
