/** A small event log of the schema of the `receipt` mapping, with every oddity that the real one has. */
export interface SyntheticLog {
  readonly csv: string;
  readonly cases: readonly SyntheticCase[];
}

export interface SyntheticCase {
  readonly id: string;
  readonly start: number;
  readonly end?: number;
  readonly deadline: number;
  /** Who confirmed receipt, and who checked it first. */
  readonly confirmedBy: string;
  readonly checkedBy?: string;
}

const DAY = 86_400_000;
const BEGIN = Date.parse('2010-10-01T08:00:00Z');

/** The same seed gives the same log. Rows of cases are interleaved, as in a real export. */
export function syntheticLog(count = 120, seed = 7): SyntheticLog {
  const next = numbers(seed);
  const cases = Array.from({ length: count }, (_, index) => madeCase(index, next));
  const rows = cases
    .flatMap((one) => rowsOf(one, next))
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  return { csv: [HEADER.join(','), ...rows.map(({ line }) => line), ''].join('\n'), cases };
}

/** Open = started and not ended; overdue = open past its deadline; all at T (milliseconds). */
export function bruteForceTotals(cases: readonly SyntheticCase[], T: number) {
  const registered = cases.filter(({ start }) => start <= T);
  const open = registered.filter(({ end }) => end === undefined || end > T);
  const overdue = open.filter(({ deadline }) => deadline < T);
  return { registered: registered.length, open: open.length, overdue: overdue.length };
}

const HEADER = [
  'case:channel',
  'case:concept:name',
  'case:deadline',
  'case:department',
  'case:enddate',
  'case:startdate',
  'concept:instance',
  'concept:name',
  'org:resource',
  'time:timestamp',
];

function madeCase(index: number, next: () => number): SyntheticCase {
  const start = BEGIN + Math.floor(next() * 300 * DAY);
  const length = Math.floor(next() * 60 * DAY);
  // One case ends before it starts, some have no end.
  const end = index === 5 ? start - 3 * DAY : next() < 0.1 ? undefined : start + length;
  const confirmedBy = `Resource${1 + Math.floor(next() * 6)}`;
  const checkedBy =
    next() < 0.1 ? undefined : next() < 0.7 ? confirmedBy : `Resource${1 + Math.floor(next() * 6)}`;
  return {
    id: `case-${1000 + index}`,
    start,
    ...(end !== undefined && { end }),
    deadline: start + Math.floor(next() * 56 * DAY),
    confirmedBy,
    ...(checkedBy !== undefined && { checkedBy }),
  };
}

function rowsOf(one: SyntheticCase, next: () => number): { order: string; line: string }[] {
  const acts = [['Confirmation of receipt', one.confirmedBy]];
  // T02 is repeated now and then, by someone else: the first one counts.
  if (one.checkedBy) acts.push(['T02 Check confirmation of receipt', one.checkedBy]);
  if (one.checkedBy && next() < 0.2) acts.push(['T02 Check confirmation of receipt', 'Resource9']);
  acts.push(
    ['T06 Determine necessity of stop advice', 'Resource2'],
    ['T99 Something the mapping does not name', 'Admin, "Front" desk'],
  );
  return acts.map(([activity, resource], index) => {
    // The last act of some cases lies after their end.
    const at =
      one.start + (index + 1) * 3_600_000 + (index === acts.length - 1 ? 70 * DAY * next() : 0);
    const cells = [
      'Internet',
      one.id,
      stamp(one.deadline),
      'General',
      one.end === undefined ? '' : stamp(one.end),
      stamp(one.start),
      `task-${one.id}-${index}`,
      activity,
      resource,
      stamp(at),
    ];
    return { order: `${String(next())}`, line: cells.map(quoted).join(',') };
  });
}

/** As the real log writes it: microseconds, and the summer or winter offset of the Netherlands. */
function stamp(at: number): string {
  const summer =
    at < Date.parse('2010-10-31T01:00:00Z') ||
    (at >= Date.parse('2011-03-27T01:00:00Z') && at < Date.parse('2011-10-30T01:00:00Z'));
  const hours = summer ? 2 : 1;
  return `${new Date(at + hours * 3_600_000).toISOString().slice(0, -1).replace('T', ' ')}000+0${hours}:00`;
}

function quoted(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}
