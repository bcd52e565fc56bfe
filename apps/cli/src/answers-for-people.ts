import type { Connection } from './connection.js';
import { isInstant, localDue, localMinute, zonesTold } from './local-time.js';
import { card, type Flat, table } from './table.js';

interface Answer extends Flat {
  readonly items?: readonly Flat[];
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly next?: string;
}

/** In which zone the times of a row are told, and those of the question. */
export interface Zones {
  readonly own: string;
  of(row: Flat): string;
}

/** An answer of a read model: a table of its items, its other fields, the moment it tells of, and how to read on. */
export function answerForPeople(
  { name, answer, zones }: { name: string; answer: unknown; zones: Zones },
  width?: number,
): string {
  const { items, asOf, knownAt, next, ...rest } = answer as Answer; // our own server's answer
  return [
    items && listed({ rows: items.map((row) => picked(row, name)), zones }, width),
    items && saidBelow(items),
    card(rest, width),
    moment({ asOf, knownAt }, zones.own),
    // On a line of its own: it is there to be copied.
    next && `more: add --cursor with\n${next}`,
  ]
    .filter(Boolean)
    .join('\n');
}

/** Zones of organs, of procedures where an organ is none of the tree, and of who asks. */
export async function zonesFor(connection: Connection, asked?: string): Promise<Zones> {
  const [me, organs, procedures] = await Promise.all(
    ['me', 'organs', 'procedures'].map((name) => connection.json('GET', `/api/${name}`)),
  );
  const own = asked ?? String((me as Flat)['zone'] ?? 'UTC'); // our own server's answer
  const ofOrgan = zonesBy('organ', organs);
  const ofProcedure = zonesBy('procedure', procedures);
  return {
    own,
    of: ({ organ, heldBy, procedure }) =>
      ofOrgan.get(organ ?? heldBy) ?? ofProcedure.get(procedure) ?? own,
  };
}

/** What people look for, the most needed first; the rest is there with --json. A read model that is not named here shows all it has. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  clues: ['clue', 'number', 'state', 'organ', 'nextDue', 'colour', 'discoveredAt', 'officers'],
  desk: ['clue', 'number', 'due', 'commands', 'state', 'organ'],
  overdue: ['clue', 'dueOn', 'daysOverdue', 'title', 'organ', 'officers', 'provisional'],
  'due-soon': ['clue', 'dueOn', 'colour', 'title', 'organ', 'officers', 'provisional'],
  reports: ['report', 'state', 'organ', 'channel', 'realName', 'nextDue', 'colour', 'receivedAt'],
  transfers: ['clue', 'sentAt', 'fromOrgan', 'toOrgan', 'outcome', 'answeredAt'],
  'four-eyes-breaches': ['clue', 'first', 'second', 'person', 'secondAt'],
  recusals: ['clue', 'officer', 'ground', 'askedAt', 'outcome', 'decidedBy', 'stillAssigned'],
  interference: ['clue', 'reportedAt', 'how', 'who', 'reportedBy', 'note'],
  'refused-commands': ['refusedAt', 'person', 'command', 'code', 'kind', 'id'],
  extensions: [
    ...['clue', 'obligation', 'ordinal', 'askedAt', 'askedBy', 'outcome', 'approver', 'due'],
    'recordedLateDays',
  ],
  suspensions: [
    ...['clue', 'obligation', 'ground', 'stoppedAt', 'untilAt', 'days', 'unit'],
    'recordedLateDays',
  ],
  'late-entries': [
    'clue',
    'type',
    'happenedAt',
    'recordedAt',
    'days',
    'recordedBy',
    'countersignedBy',
    'corrects',
  ],
  stalled: ['clue', 'days', 'lastEventAt', 'state', 'organ', 'officers'],
  held: ['clue', 'reviewOn', 'pastReview', 'heldAt', 'reviews', 'organ', 'officers'],
  unsigned: ['clue', 'sentAt', 'workingDays', 'fromOrgan', 'toOrgan', 'sentBy'],
  'ping-pong': ['clue', 'returned', 'transfers', 'organs', 'lastReturnedAt', 'state'],
  notices: ['clue', 'colour', 'status', 'issuedAt', 'issuedBy', 'answeredAt', 'liftedAt'],
  duplicates: ['clue', 'relation', 'other', 'since', 'state', 'otherState'],
  'duplicate-candidates': ['clue', 'other', 'subject', 'daysApart', 'sameOrgan', 'otherState'],
  repeats: ['clue', 'subject', 'closedAt', 'what', 'id', 'cameAt'],
};

/** The whole row is kept beside what is shown of it: it says in which zone. */
interface Picked {
  readonly row: Flat;
  readonly shown: Flat;
}

function picked(row: Flat, name: string): Picked {
  const columns = COLUMNS[name];
  if (!columns) return { row, shown: row };
  const clue = nameOf(row);
  const told: Flat = { ...row, ...(clue !== undefined && { clue }) };
  return { row, shown: Object.fromEntries(columns.map((column) => [column, told[column]])) };
}

/** What is too long for a column: why something is on a desk that waits for others. */
function saidBelow(items: readonly Flat[]): string {
  return items
    .flatMap((row) => {
      const { detail } = (row['stuck'] ?? {}) as { detail?: { en: string; zh: string } }; // our own server's answer
      return detail ? [`${nameOf(row)}: ${detail.en}\n${detail.zh}`] : [];
    })
    .join('\n');
}

function nameOf({ clue, report, case: file }: Flat): unknown {
  return clue ?? (report && `report ${report}`) ?? (file && `case ${file}`);
}

function listed({ rows, zones }: { rows: readonly Picked[]; zones: Zones }, width?: number) {
  const used = rows.filter(({ shown }) => Object.values(shown).some(isInstant));
  const names = new Set(used.map(({ row }) => zones.of(row)));
  const told = rows.map(({ row, shown }) => ({
    ...(names.size > 1 && { zone: zones.of(row) }),
    ...localized(shown, zones.of(row)),
  }));
  return [zonesTold(names), table(told, width)].filter(Boolean).join('\n');
}

export function localized(row: Flat, zone: string): Flat {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => {
      if (!isInstant(value)) return [key, value];
      return [key, /due$/i.test(key) ? localDue(value, zone) : localMinute(value, zone)];
    }),
  );
}

function moment({ asOf, knownAt }: { asOf?: string; knownAt?: string }, zone: string): string {
  if (asOf === undefined || knownAt === undefined) return '';
  return `as of ${localMinute(asOf, zone)}, as known ${localMinute(knownAt, zone)} (${zone})`;
}

function zonesBy(field: string, answer: unknown): ReadonlyMap<unknown, string> {
  const { items } = answer as { items: readonly Flat[] }; // our own server's answer
  return new Map(items.map((one) => [one[field], String(one['zone'])]));
}
