import { IsOptional, IsUUID, Matches } from 'class-validator';
import { type RawBuilder, sql } from 'kysely';
import { visibleSql } from '@cluetrail/access';
import { clue as workflow } from '@cluetrail/clues';
import { inState } from './candidates.js';
import { and, filtering, ofClues, visible } from './conditions.js';
import { narrowed } from './narrow.js';
import { type AskedPage, paged } from './paged.js';
import { PagedClues } from './parameters.js';
import { type Reading, readModel } from './read-model.js';

/** Where it is decided whose a clue is: there it is asked whether it is new. */
const INTAKE = Object.entries(workflow.states).flatMap(([name, one]) =>
  one.phase === 'discovered' && !('ended' in one) ? [name] : [],
);

export class CandidateFilters extends PagedClues {
  /** What is like this clue; absent: like any that is not allocated yet. */
  @IsOptional() @IsUUID() clue?: string;
  /** Discovered within so many days of each other, or at the same organ; 365 where none is given. */
  @IsOptional()
  @Matches(/^[1-9][0-9]{0,3}$/, { message: 'a number of days from 1 to 9999' })
  days?: string;
}

export const duplicateCandidates = readModel({
  name: 'duplicate-candidates',
  title: { en: 'Duplicate candidates', zh: '疑似重复' },
  about:
    'clues about the same person and type of violation, at one organ or within a year (or `days`) of each other',
  parameters: CandidateFilters,
  async answer(reading, parameters) {
    const near =
      parameters.clue === undefined
        ? await narrowed(reading, { action: 'list', of: parameters, states: INTAKE })
        : undefined;
    const { page, next } = await paged(
      reading,
      { name: 'duplicate-candidates', parameters },
      {
        rows: async (asked) => {
          const { rows } = await candidateRows(reading, {
            ...{ parameters, near: near?.('r.clue') },
            ...asked,
          }).execute(reading.installation.database.query);
          return rows;
        },
        place: ({ discoveredAt, clue, other, subject }) => [discoveredAt, clue, other, subject],
      },
    );
    const items = page.map(({ sameOrgan, sameType, daysApart, ...row }) => ({
      ...row,
      daysApart: Math.trunc(daysApart),
      sameOrgan: sameOrgan === 1,
      violationTypes: sameType.split('|').filter((one) => one !== ''),
    }));
    return { items, ...next };
  },
});

interface CandidateRow {
  readonly clue: string;
  readonly other: string;
  readonly subject: string;
  readonly sameType: string;
  readonly sameOrgan: number;
  /** With fractions. */
  readonly daysApart: number;
  readonly state: string;
  readonly otherState: string;
  readonly discoveredAt: string;
  readonly otherDiscoveredAt: string;
}

/** The latest first; each with what it is like, by the index of what makes two clues alike. */
export function candidateRows(
  reading: Reading,
  {
    parameters,
    near,
    after,
    limit,
  }: { parameters: CandidateFilters; near?: RawBuilder<boolean> } & AskedPage,
) {
  const { clue, days = '365' } = parameters;
  const first = clue === undefined ? filtering(inStates()) : sql<boolean>`r.clue = ${clue}`;
  const apart = sql`abs(julianday(r.discovered_at) - julianday(q.discovered_at))`;
  const conditions = and([
    first,
    ...(near ? [near] : []),
    visible(reading, 'list'),
    ofClues(reading, parameters),
    filtering(visibleSql(reading.subject, 'list', 'd')),
    filtering(sql`(c.organ_path = d.organ_path or ${apart} <= ${Number(days)})`),
    filtering(
      sql`not exists (select 1 from kinships k where k.clue = r.clue and k.other = q.clue
        union all select 1 from kinships k where k.clue = q.clue and k.other = r.clue)`,
    ),
    after
      ? sql`(r.discovered_at, r.clue, q.clue, r.subject) < (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]})`
      : and([]),
  ]);
  return sql<CandidateRow>`select r.clue, q.clue as other, r.subject,
    string_agg(r.violation_type, '|' order by r.violation_type) as same_type,
    min(case when c.organ_path = d.organ_path then 1 else 0 end) as same_organ,
    min(${apart}) as days_apart, min(c.state) as state, min(d.state) as other_state,
    r.discovered_at, min(q.discovered_at) as other_discovered_at
    from likenesses r cross join clues c cross join likenesses q cross join clues d
    where c.clue = r.clue and q.subject = r.subject and q.violation_type = r.violation_type
    and q.clue <> r.clue and d.clue = q.clue and ${conditions}
    group by r.discovered_at, r.clue, q.clue, r.subject
    order by r.discovered_at desc, r.clue desc, q.clue desc, r.subject desc limit ${limit}`;
}

function inStates() {
  return sql<boolean>`c.${inState(INTAKE)}`;
}
