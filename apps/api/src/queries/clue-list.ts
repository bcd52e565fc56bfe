import { type RawBuilder, sql } from 'kysely';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { OPEN } from '@cluetrail/event-sourcing';
import { clue, PHASES, questionWords } from '@cluetrail/clues';
import { type Condition, numbered, type States, withWords } from './candidates.js';
import { and, equals, filtering, ofClues, peopleIn, readable, visible } from './conditions.js';
import { type Near, narrowed } from './narrow.js';
import { colourAt, coloured } from './clock-rows.js';
import { type After, type AskedPage, paged } from './paged.js';
import { type Colour, IsColour, IsObligationCode, PagedClues, says } from './parameters.js';
import { type Reading, readModel } from './read-model.js';

export const SORTS = ['-discoveredAt', 'discoveredAt', '-lastEventAt', 'due'] as const;

/** Answers for now. */
export class ClueFilters extends PagedClues {
  @IsObligationCode() obligation?: string;
  @IsColour() colour?: Colour;
  @IsOptional() @IsIn(PHASES) phase?: string;
  @IsOptional() @IsIn(Object.keys(clue.states)) state?: string;
  @IsOptional() @IsIn(['true', 'false']) open?: string;
  @IsOptional()
  @IsString()
  @Length(1, 80)
  @says('what people call a clue, whole: bijie-2021-0042')
  number?: string;
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @says(
    'words of its texts or names of its subjects, all of which must be there; found only where one may read both',
  )
  q?: string;
  @IsOptional() @IsIn(SORTS) sort?: (typeof SORTS)[number];
}

export const clueList = readModel({
  name: 'clues',
  title: { en: 'Clues', zh: '线索' },
  about: 'clues that one may list, newest first',
  parameters: ClueFilters,
  async answer(reading, parameters) {
    const words = questionWords(parameters.q ?? '');
    const near = await narrowed(reading, {
      action: 'list',
      of: parameters,
      states: statesAsked(parameters),
      own: [
        ...(words.length === 0 ? [] : [withWords(words)]),
        ...(parameters.number === undefined ? [] : [numbered(parameters.number)]),
      ],
    });
    const { page, next, axes } = await paged(
      reading,
      { name: 'clues', parameters },
      {
        rows: (asked) => clueRows(reading, { parameters, near, ...asked }).execute(),
        place: ({ sortKey, clue: id }) => [sortKey, id],
      },
    );
    const items = page.map(
      ({ officers, nextDue, blueAt, yellowAt, redAt, sortKey: _, ...row }) => ({
        ...row,
        nextDue: nextDue === OPEN ? null : nextDue,
        colour: colourAt({ blueAt, yellowAt, redAt }, axes.asOf),
        officers: peopleIn(officers),
      }),
    );
    return { items, ...next };
  },
});

/** The rows of a page: of few clues by their ids, of many by the index of the order. */
export function clueRows(
  reading: Reading,
  { parameters, near, after, limit, axes }: { parameters: ClueFilters; near?: Near } & AskedPage,
) {
  const { number, phase, state, open, q, sort = '-discoveredAt' } = parameters;
  const order = ORDERS[sort];
  return reading.installation.database.query
    .selectFrom('clues as c')
    .select([
      'c.clue',
      'c.number',
      'c.state',
      'c.phase',
      'c.organ',
      'c.receiver',
      'c.source',
      'c.field',
    ])
    .select(['c.level', 'c.discoveredAt', 'c.lastEventAt', 'c.officers', 'c.revision'])
    .select(['c.procedure', 'c.nextDue', 'c.blueAt', 'c.yellowAt', 'c.redAt'])
    .select(order.key.as('sortKey'))
    .where(near ? near('c.clue') : and([]))
    .where(and([visible(reading, 'list'), ofClues(reading, parameters)]))
    .where(and(q === undefined ? [] : [found(q), readable(reading)]))
    .where(filtering(and([equals('c.phase', phase), equals('c.state', state)])))
    .where(filtering(equals('c.number', number)))
    .where(filtering(equals('c.open', open === undefined ? undefined : Number(open === 'true'))))
    .where(filtering(coloured(parameters.colour, axes.asOf, 'c')))
    .where(running(parameters.obligation, axes.asOf))
    .where(order.behind(after))
    .orderBy(order.key, order.direction)
    .orderBy('c.clue', order.direction)
    .limit(limit);
}

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

function statesAsked({ state, phase }: ClueFilters): States | undefined {
  if (state !== undefined) return [state];
  if (phase === undefined) return undefined;
  return Object.entries(clue.states).flatMap(([name, one]) => (one.phase === phase ? [name] : []));
}

function running(obligation: string | undefined, asOf: string): Condition {
  if (obligation === undefined) return and([]);
  return filtering(sql`exists (select 1 from obligation_spells o where o.clue = c.clue and o.known_to = '~'
    and o.happened_from <= ${asOf} and ${asOf} < o.happened_to
    and ${filtering(sql`o.state = 'open' and o.code = ${obligation}`)})`);
}

/** A hit tells what a text says or who is named. */
function found(q: string): Condition {
  const words = questionWords(q);
  return words.length === 0 ? sql<boolean>`1 = 0` : filtering(sql`c.clue in (${withWords(words)})`);
}
