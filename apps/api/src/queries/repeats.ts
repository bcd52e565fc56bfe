import { IsIn, IsOptional } from 'class-validator';
import { sql } from 'kysely';
import { visibleSql } from '@cluetrail/access';
import { and, filtering, ofClues, visible, visibleReport } from './conditions.js';
import { type Near, narrowed } from './narrow.js';
import { type AskedPage, inOrder, paged } from './paged.js';
import { PagedClues } from './parameters.js';
import { type Reading, readModel } from './read-model.js';
import { IsPerson } from './register-parameters.js';

export class RepeatFilters extends PagedClues {
  /** What came after the clue was closed: another clue, or a report. */
  @IsOptional() @IsIn(['clue', 'report']) what?: 'clue' | 'report';
  /** About this person. */
  @IsPerson() subject?: string;
}

interface RepeatRow {
  readonly closedAt: string;
  readonly clue: string;
  readonly subject: string;
  readonly what: 'clue' | 'report';
  readonly id: string;
  readonly cameAt: string;
  readonly state: string;
}

export const repeats = readModel({
  name: 'repeats',
  title: { en: 'Repeats after closure', zh: '了结后重复反映' },
  about: 'clues and reports about a person that came after a clue about him was closed',
  parameters: RepeatFilters,
  async answer(reading, parameters) {
    const near = await narrowed(reading, { action: 'list', of: parameters });
    const { page, next } = await paged(
      reading,
      { name: 'repeats', parameters },
      {
        rows: (asked) => repeatRows(reading, { parameters, near, ...asked }),
        place: placeOf,
      },
    );
    return { items: page, ...next };
  },
});

function placeOf({ closedAt, clue, subject, id }: RepeatRow): readonly string[] {
  return [closedAt, clue, subject, id];
}

type Asked = { parameters: RepeatFilters; near?: Near } & AskedPage;

async function repeatRows(reading: Reading, asked: Asked): Promise<readonly RepeatRow[]> {
  const { query } = reading.installation.database;
  const { what } = asked.parameters;
  const clues = what === 'report' ? [] : (await laterClues(reading, asked).execute(query)).rows;
  const reports = what === 'clue' ? [] : (await laterReports(reading, asked).execute(query)).rows;
  return inOrder([...clues, ...reports], placeOf).slice(0, asked.limit);
}

/** By the index of what is about the same person: the closed clue first, in the order of closing. */
export function laterClues(reading: Reading, asked: Asked) {
  const seen = filtering(visibleSql(reading.subject, 'list', 'd'));
  return sql<RepeatRow>`select distinct k.closed_at, k.clue, k.subject, 'clue' as what, q.clue as id,
    q.discovered_at as came_at, d.state
    from likenesses k cross join clues c cross join likenesses q cross join clues d
    where c.clue = k.clue and q.subject = k.subject and q.discovered_at > k.closed_at
    and d.clue = q.clue and ${closed(reading, asked)} and ${seen} and ${behind(asked, 'q.clue')}
    order by k.closed_at, k.clue, k.subject, q.clue limit ${asked.limit}`;
}

export function laterReports(reading: Reading, asked: Asked) {
  return sql<RepeatRow>`select distinct k.closed_at, k.clue, k.subject, 'report' as what, q.report as id,
    q.received_at as came_at, r.state
    from likenesses k cross join clues c cross join report_subjects q cross join reports r
    where c.clue = k.clue and q.subject = k.subject and q.received_at > k.closed_at
    and r.report = q.report and ${closed(reading, asked)} and ${visibleReport(reading, 'list')}
    and ${behind(asked, 'q.report')}
    order by k.closed_at, k.clue, k.subject, q.report limit ${asked.limit}`;
}

function closed(reading: Reading, { parameters, near }: Asked) {
  const { subject } = parameters;
  return and([
    sql`k.closed_at is not null`,
    ...(near ? [near('k.clue')] : []),
    ...(subject === undefined ? [] : [sql`k.subject = ${subject}`]),
    visible(reading, 'list'),
    ofClues(reading, parameters),
  ]);
}

function behind({ after }: Asked, id: string) {
  if (!after) return and([]);
  return sql`(k.closed_at, k.clue, k.subject, ${sql.ref(id)}) > (${sql.join([...after])})`;
}
