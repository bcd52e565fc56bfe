import { sql } from 'kysely';
import { OPEN } from '@cluetrail/event-sourcing';
import { visibleSql } from '@cluetrail/access';
import { WORKFLOWS } from '@cluetrail/clues';
import { isEnded } from '@cluetrail/workflow';
import {
  ACCEPTS,
  ANSWERS,
  APART,
  askedSteps,
  DECIDES_RECUSAL,
  LAST_RESORTS,
  NAMING,
} from './asked-steps.js';
import { assignedTo, type Candidates, together } from './candidates.js';
import { and, filtering, visible } from './conditions.js';
import { casesLeftBehind, cluesLeftBehind, owedAfterwards } from './left-behind.js';
import type { AskedPage } from './paged.js';
import { atPlaces } from './places.js';
import { pathOf, type Reading } from './read-model.js';
import { askingForTime, RECUSALS } from './requests.js';
import { lackingOfficers } from './too-few.js';

/** Clues that may wait for me; which of them do, each tells by itself. */
export function deskRows(reading: Reading, { after, limit }: AskedPage) {
  return reading.installation.database.query
    .selectFrom('clues as c')
    .select(['c.clue', 'c.number', 'c.state', 'c.phase', 'c.organ', 'c.receiver', 'c.discoveredAt'])
    .select(['c.assigned', 'c.extensionAsked', 'c.open', 'c.nextDue as due'])
    .select(['c.organPath', 'c.receiverPath', 'c.deciderPath', 'c.superiorPath'])
    .select(['c.excluded', 'c.level'])
    .select(RECUSED.as('recusalAsked'))
    .where(sql<boolean>`c.clue in (${cluesOfMine(reading)})`)
    .where(filtering(sql`(c.open = 1 or c.next_due < ${OPEN})`))
    .where(visible(reading, 'list'))
    .where(after ? sql<boolean>`(c.next_due, c.clue) > (${after[0]}, ${after[1]})` : and([]))
    .orderBy('c.nextDue')
    .orderBy('c.clue')
    .limit(limit);
}

/** The row `c`: when a recusal was asked for that nobody has decided on; null = none was. */
const RECUSED = sql<
  string | null
>`(select max(r.asked_at) from recusals r where r.clue = c.clue and r.outcome = 'asked')`;

/** The same of cases. */
export function caseDeskRows(reading: Reading, { after, limit }: AskedPage) {
  return reading.installation.database.query
    .selectFrom('cases as k')
    .select(['k.caseId as case', 'k.state', 'k.organ', 'k.assigned', 'k.nextDue as due'])
    .select(['k.organPath', 'k.receiverPath', 'k.deciderPath', 'k.excluded'])
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
    return [
      ...atPlaces('clue', plain, [path]),
      ...atPlaces('clue', given('assignOfficers'), [path]).map(
        (some): Candidates => sql`${some} and ${filtering(sql`officers not like '|%|%|'`)}`,
      ),
      ...lackingOfficers(reading, { asked: given(...NAMING), paths: [path] }),
      ...(given(...ANSWERS).length > 0 ? [askingForTime(reading, path)] : []),
      ...(given(DECIDES_RECUSAL).length > 0 ? [RECUSALS] : []),
      ...cluesLeftBehind(reading, { role, path }),
      ...(plain.some(({ from }) => from.some((state) => isEnded(WORKFLOWS.clue, state)))
        ? [owedAfterwards([path])]
        : []),
    ];
  });
  return together([assignedTo(reading.subject.personId), ...offices]);
}

/** Whoever sits on a panel holds the office in which the case is adjudicated. */
function casesOfMine(reading: Reading): Candidates {
  const all = askedSteps(reading, 'case');
  const untaken = all.filter(({ command }) => command === ACCEPTS).flatMap(({ from }) => from);
  const waitedFor = all.map((one) =>
    LAST_RESORTS.includes(one.command)
      ? { ...one, from: one.from.filter((state) => untaken.includes(state)) }
      : one,
  );
  const offices = reading.subject.appointments.flatMap(({ role, organId }) => {
    const path = pathOf(reading, organId);
    const asked = waitedFor.filter(({ by }) => by.includes(role));
    return [...atPlaces('case', asked, [path]), ...casesLeftBehind(reading, { role, path })];
  });
  const { personId } = reading.subject;
  return together([
    sql`select case_id from cases where clue in (${assignedTo(personId)})`,
    ...offices,
  ]);
}
