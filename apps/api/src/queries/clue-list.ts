import { type RawBuilder, sql } from 'kysely';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { OPEN } from '@cluetrail/event-sourcing';
import { PHASES, questionWords } from '@cluetrail/clues';
import { visibleSql } from '@cluetrail/access';
import { and, equals, ofClues, peopleIn, visible } from './conditions.js';
import { type After, paged } from './paged.js';
import { badParameter, OfObligations } from './parameters.js';
import { type Reading, readModel } from './read-model.js';

export const SORTS = ['-discoveredAt', 'discoveredAt', '-lastEventAt', 'due'] as const;

/** Answers for now: `asOf` and `knownAt` are not among its parameters. */
export class ClueFilters extends OfObligations {
  @IsOptional() @IsIn(PHASES) phase?: string;
  @IsOptional() @IsString() @Length(1, 40) state?: string;
  @IsOptional() @IsIn(['true', 'false']) open?: string;
  /** Words of the clue or names of its subjects; found only where the person may read content. */
  @IsOptional() @IsString() @Length(1, 200) q?: string;
  @IsOptional() @IsIn(SORTS) sort?: (typeof SORTS)[number];
}

export const clueList = readModel({
  name: 'clues',
  title: { en: 'Clues', zh: '线索' },
  parameters: ClueFilters,
  async answer(reading, parameters) {
    for (const axis of ['asOf', 'knownAt'] as const)
      if (parameters[axis] !== undefined)
        throw badParameter(axis, 'no time: this list answers for now');
    const order = ORDERS[parameters.sort ?? '-discoveredAt'];
    const rows = ({ after, limit }: { after: After; limit: number }) =>
      reading.installation.database.query
        .selectFrom('clues as c')
        .select([
          'c.clue',
          'c.state',
          'c.phase',
          'c.organ',
          'c.receiver',
          'c.source',
          'c.field',
          'c.level',
        ])
        .select(['c.discoveredAt', 'c.lastEventAt', 'c.assigned', 'c.revision', 'c.procedure'])
        .select(['c.nextDue'])
        .select(order.key.as('sortKey'))
        .where(
          and([
            visible(reading, 'list'),
            ofClues(reading, parameters),
            clocked(reading, parameters),
            found(reading, parameters.q),
          ]),
        )
        .where(equals('c.phase', parameters.phase))
        .where(equals('c.state', parameters.state))
        .where(
          equals(
            'c.open',
            parameters.open === undefined ? undefined : Number(parameters.open === 'true'),
          ),
        )
        .where(order.behind(after))
        .orderBy(order.key, order.direction)
        .orderBy('c.clue', order.direction)
        .limit(limit)
        .execute();
    const { page, next } = await paged(
      reading,
      { name: 'clues', parameters },
      { rows, place: ({ sortKey, clue }) => [sortKey, clue] },
    );
    const items = page.map(({ assigned, nextDue, sortKey: _, ...row }) => ({
      ...row,
      nextDue: nextDue === OPEN ? null : nextDue,
      officers: peopleIn(assigned),
    }));
    return { items, ...next };
  },
});

interface Order {
  readonly direction: 'asc' | 'desc';
  readonly key: RawBuilder<string>;
  behind(after: After): RawBuilder<boolean>;
}

const ORDERS: Readonly<Record<(typeof SORTS)[number], Order>> = {
  discoveredAt: by('c.discovered_at', 'asc'),
  '-discoveredAt': by('c.discovered_at', 'desc'),
  '-lastEventAt': by('c.last_event_at', 'desc'),
  // What has no due comes last.
  due: by('c.next_due', 'asc'),
};

function by(column: string, direction: Order['direction']): Order {
  const key = sql<string>`${sql.ref(column)}`;
  const sign = direction === 'asc' ? sql`>` : sql`<`;
  return {
    direction,
    key,
    behind: (after) =>
      after ? sql<boolean>`(${key}, c.clue) ${sign} (${after[0]}, ${after[1]})` : and([]),
  };
}

/** Clues with a running clock of that code now, or that show that colour or a more urgent one. */
function clocked({ now }: Reading, { obligation, colour }: ClueFilters): RawBuilder<boolean> {
  const shown = { red: 'c.red_at', yellow: 'c.yellow_at', blue: 'c.blue_at' } as const;
  const conditions = [
    ...(colour === undefined ? [] : [sql<boolean>`${sql.ref(shown[colour])} < ${now}`]),
    ...(obligation === undefined
      ? []
      : [
          sql<boolean>`exists (select 1 from obligation_spells o where o.clue = c.clue and o.code = ${obligation}
            and o.state = 'open' and o.known_to = '~' and o.happened_from <= ${now} and ${now} < o.happened_to)`,
        ]),
  ];
  return and(conditions);
}

/** A hit tells what a text says or who is named: only where the person may read both. */
function found({ subject }: Reading, q: string | undefined): RawBuilder<boolean> {
  if (q === undefined) return and([]);
  const words = questionWords(q);
  if (words.length === 0) return sql<boolean>`1 = 0`;
  const match = words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ');
  const unmasked = {
    ...subject,
    appointments: subject.appointments.filter(({ role }) => role !== 'auditor'),
  };
  return sql<boolean>`(c.clue in (select s.clue from search s where s._id in
    (select rowid from search__text where search__text match ${match})) and ${visibleSql(unmasked, 'content', 'c')})`;
}
