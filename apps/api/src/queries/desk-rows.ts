import { type RawBuilder, sql } from 'kysely';
import { OPEN } from '@cluetrail/event-sourcing';
import { visibleSql } from '@cluetrail/access';
import { WORKED_ON, WORKFLOWS } from '@cluetrail/clues';
import { isEnded, NONE } from '@cluetrail/workflow';
import { type Asked, askedSteps, LAST_RESORTS, WAYS_UP } from './asked-steps.js';
import { assignedTo, type Candidates, inState, together } from './candidates.js';
import { and, filtering, visible } from './conditions.js';
import { hasUnreadBy, leftToAbove } from './left-behind.js';
import type { AskedPage } from './paged.js';
import { pathOf, type Reading } from './read-model.js';

/** The commands that answer a request for more time. */
export const ANSWERS: readonly string[] = ['grantExtension', 'refuseExtension'];

/** Clues that may wait for me; which of them do, each tells by itself. */
export function deskRows(reading: Reading, { after, limit }: AskedPage) {
  return reading.installation.database.query
    .selectFrom('clues as c')
    .select(['c.clue', 'c.number', 'c.state', 'c.phase', 'c.organ', 'c.receiver', 'c.discoveredAt'])
    .select(['c.assigned', 'c.extensionAsked', 'c.open', 'c.nextDue as due'])
    .select(['c.organPath', 'c.excluded'])
    .where(sql<boolean>`c.clue in (${cluesOfMine(reading)})`)
    .where(filtering(sql`(c.open = 1 or c.next_due < ${OPEN})`))
    .where(visible(reading, 'list'))
    .where(after ? sql<boolean>`(c.next_due, c.clue) > (${after[0]}, ${after[1]})` : and([]))
    .orderBy('c.nextDue')
    .orderBy('c.clue')
    .limit(limit);
}

/** The same of cases. */
export function caseDeskRows(reading: Reading, { after, limit }: AskedPage) {
  return reading.installation.database.query
    .selectFrom('cases as k')
    .select(['k.caseId as case', 'k.state', 'k.organ', 'k.assigned', 'k.nextDue as due'])
    .select('k.organPath')
    .where(sql<boolean>`k.case_id in (${casesOfMine(reading)})`)
    .where(filtering(sql`k.open = 1`))
    .where(filtering(visibleSql(reading.subject, 'list', 'k')))
    .where(after ? sql<boolean>`(k.next_due, k.case_id) > (${after[0]}, ${after[1]})` : and([]))
    .orderBy('k.nextDue')
    .orderBy('k.caseId')
    .limit(limit);
}

/** Where one of my offices has something to do, and where I am assigned: by index, with the states of all procedures. */
function cluesOfMine(reading: Reading): Candidates {
  const offices = reading.subject.appointments.flatMap(({ role, organId }) => {
    const path = pathOf(reading, organId);
    const asked = askedSteps(reading, 'clue').filter(({ by }) => by.includes(role));
    const given = (...commands: readonly string[]) =>
      asked.filter(({ command }) => commands.includes(command));
    const plain = asked.filter(({ command }) => !APART.includes(command));
    const ways = given(...WAYS_UP);
    return [
      ...atPlaces('clue', plain, path),
      ...atPlaces('clue', given('assignOfficers'), path).map(
        (some): Candidates => sql`${some} and ${filtering(sql`officers not like '|%|%|'`)}`,
      ),
      ...lackingOfficers(reading, { asked: given('replaceOfficer'), path }),
      ...atPlaces('clue', given(...ANSWERS), path).map(
        (some): Candidates => sql`${some} and extension_asked = 1`,
      ),
      ...(given('decideRecusal').length > 0 ? [RECUSALS] : []),
      ...(ways.length > 0 ? leftToAbove(reading, { role, path, ways }) : []),
      ...(plain.some(({ at }) => at === 'common-superior') ? [disputedBelow(path)] : []),
      ...(plain.some(({ from }) => from.some((state) => isEnded(WORKFLOWS.clue, state)))
        ? [owedAfterwards(path)]
        : []),
    ];
  });
  return together([assignedTo(reading.subject.personId), ...offices]);
}

/** Those of which few wait are found by what they wait for. */
const APART: readonly string[] = [
  ...ANSWERS,
  ...['assignOfficers', 'replaceOfficer', 'decideRecusal'],
];

/** Worked on by too few: since others left, or may not read it. */
function lackingOfficers(
  reading: Reading,
  { asked, path }: { asked: readonly Asked[]; path: string },
): Candidates[] {
  if (asked.length === 0) return [];
  const unread = and([inState(WORKED_ON), hasUnreadBy(reading, path)]);
  return atPlaces('clue', asked, path).map(
    (some): Candidates => sql`${some} and ${filtering(sql`(lacks_officers = 1 or ${unread})`)}`,
  );
}

/** Few are undecided at any time, wherever. */
const RECUSALS: Candidates = sql`select clue from recusals where outcome = 'asked'`;

/** Few are disputed at any time; whoever is above both sides knows of neither state. */
function disputedBelow(path: string): Candidates {
  return sql`select clue from clues where superior_path = ${path}`;
}

/** Settled, and not everybody was told. */
function owedAfterwards(path: string): Candidates {
  return sql`select clue from clues where open = 0 and organ_path = ${path} and next_due < ${OPEN}`;
}

/** Whoever sits on a panel holds the office in which the case is adjudicated. */
function casesOfMine(reading: Reading): Candidates {
  const all = askedSteps(reading, 'case');
  // There alone nobody is named who works on it.
  const untaken = all.filter(({ command }) => command === ACCEPTS).flatMap(({ from }) => from);
  const waitedFor = all.map((one) =>
    LAST_RESORTS.includes(one.command)
      ? { ...one, from: one.from.filter((state) => untaken.includes(state)) }
      : one,
  );
  const offices = reading.subject.appointments.flatMap(({ role, organId }) => {
    const asked = waitedFor.filter(({ by }) => by.includes(role));
    return atPlaces('case', asked, pathOf(reading, organId));
  });
  const { personId } = reading.subject;
  return together([
    sql`select case_id from cases where clue in (${assignedTo(personId)})`,
    ...offices,
  ]);
}

const ACCEPTS = 'acceptForAdjudication';

const PLACES = ['responsible', 'receiver', 'by-rank'] as const;
const TABLES = {
  clue: { table: sql`clues`, id: sql`clue` },
  case: { table: sql`cases`, id: sql`case_id` },
} as const;

function atPlaces(kind: keyof typeof TABLES, asked: readonly Asked[], path: string): Candidates[] {
  return PLACES.flatMap((place) => {
    const states = asked.filter(({ at }) => at === place).flatMap(({ from }) => from);
    const open = [...new Set(states)].filter(
      (state) => state !== NONE && !isEnded(WORKFLOWS[kind], state),
    );
    return open.length === 0 ? [] : inStates(kind, { place, states: open, path });
  });
}

interface Placed {
  readonly place: (typeof PLACES)[number];
  readonly states: readonly string[];
  readonly path: string;
}

function inStates(kind: keyof typeof TABLES, { place, states, path }: Placed): Candidates[] {
  const { table, id } = TABLES[kind];
  // Few wait for a receiver, or for another organ that decides: by place alone.
  const few = (column: RawBuilder<unknown>): Candidates =>
    sql`select ${id} from ${table} where ${column} = ${path} and ${filtering(inState(states))}`;
  const here: Candidates = sql`select ${id} from ${table} where organ_path = ${path} and ${inState(states)}`;
  switch (place) {
    case 'receiver':
      return [few(sql`receiver_path`)];
    case 'by-rank':
      return [few(sql`decider_path`), sql`${here} and decider_path is null`];
    default:
      return [here];
  }
}
