import { type RawBuilder, sql } from 'kysely';
import { localDate } from '@cluetrail/event-sourcing';
import { asKnown } from '@cluetrail/stores';
import type { Words } from '@cluetrail/workflow';
import type { Condition } from './candidates.js';
import { and, equals, filtering, ofClues, peopleIn, visible } from './conditions.js';
import { type Near, narrowed } from './narrow.js';
import { type After, type AskedPage, paged } from './paged.js';
import type { AskedAxes, Colour, OfObligations } from './parameters.js';
import type { Reading } from './read-model.js';

/** One running clock of one clue. Days are local to the obligation's due day. */
export interface ObligationItem {
  readonly clue: string;
  /** Code and ordinal: `verify#1`. */
  readonly obligation: string;
  readonly code: string;
  readonly title: Words;
  readonly due: string;
  readonly dueOn: string;
  /** Positive = overdue by so many days, negative = still to go. */
  readonly daysOverdue: number;
  readonly colour: Colour | null;
  /** Of the clue at (T, K), like its state. */
  readonly organ: string;
  readonly state: string;
  /** Of now. */
  readonly officers: readonly string[];
  readonly provisional: boolean;
}

export interface ObligationList extends AskedAxes {
  readonly items: readonly ObligationItem[];
  readonly next?: string;
}

export interface ObligationQuestion {
  readonly parameters: OfObligations;
  /** On the spell `o`. */
  readonly dueIs: (axes: AskedAxes) => Condition;
}

/** Running clocks at (T, K) whose due lies as `dueIs` says, by due. */
export async function obligationList(
  reading: Reading,
  name: string,
  question: ObligationQuestion,
): Promise<ObligationList> {
  const { parameters } = question;
  const near = await narrowed(reading, { action: 'list', of: parameters });
  const { page, next, axes } = await paged(
    reading,
    { name, parameters },
    {
      rows: (asked) => obligationRows(reading, { ...question, ...asked, near }).execute(),
      place: (row) => [row.due ?? '', row.clue, row.obligation],
    },
  );
  return { items: page.map((row) => itemOf(reading, axes.asOf, row)), ...next, ...axes };
}

/** The rows of a page: of few clues by their ids, of many by the index of what is due. */
export function obligationRows(
  reading: Reading,
  { parameters, dueIs, axes, after, limit, near }: ObligationQuestion & AskedPage & { near?: Near },
) {
  const running = and([sql`o.state = 'open'`, dueIs(axes)]);
  return reading.installation.database.query
    .selectFrom('obligationSpells as o')
    .innerJoin('clues as c', 'c.clue', 'o.clue')
    .leftJoin('clueSpells as s', (join) =>
      join.onRef('s.clue', '=', 'o.clue').on(asKnown(axes, 's')),
    )
    .select(['o.clue', 'o.obligation', 'o.code', 'o.due', 'o.dueOn', 'o.provisional'])
    .select(['o.blueAt', 'o.yellowAt', 'o.redAt', 's.organ', 's.state', 'c.assigned'])
    .select(['c.procedure', 'c.procedureVersion'])
    .where(near ? and([near('o.clue'), filtering(running)]) : running)
    .where(asKnown(axes, 'o'))
    .where(and([visible(reading, 'list'), ofClues(reading, parameters)]))
    .where(equals('o.code', parameters.obligation))
    .where(coloured(parameters.colour, axes.asOf))
    .where(behind(after))
    .orderBy('o.due')
    .orderBy('o.clue')
    .orderBy('o.obligation')
    .limit(limit);
}

interface SpellRow {
  readonly clue: string;
  readonly obligation: string;
  readonly code: string;
  readonly due: string | null;
  readonly dueOn: string | null;
  readonly provisional: number;
  readonly blueAt: string | null;
  readonly yellowAt: string | null;
  readonly redAt: string | null;
  readonly organ: string | null;
  readonly state: string | null;
  readonly assigned: string;
  readonly procedure: string;
  readonly procedureVersion: number;
}

function itemOf({ installation, zone }: Reading, asOf: string, row: SpellRow): ObligationItem {
  const { references } = installation;
  const { clue, obligation, code, assigned } = row;
  const rules = references.procedure(row.procedure, row.procedureVersion)?.obligations ?? [];
  const organ = row.organ ?? '';
  const dueOn = row.dueOn ?? '';
  const today = localDate(asOf, references.directory.organ(organ)?.zone ?? zone);
  return {
    clue,
    obligation,
    code,
    title: rules.find((rule) => rule.code === code)?.title ?? { en: code, zh: code },
    due: row.due ?? '',
    dueOn,
    daysOverdue: Math.round((Date.parse(today) - Date.parse(dueOn)) / 86_400_000),
    colour: colourAt(row, asOf),
    organ,
    state: row.state ?? '',
    officers: peopleIn(assigned),
    provisional: row.provisional === 1,
  };
}

/** The most urgent one that shows; null = none. */
export function colourAt(
  { redAt, yellowAt, blueAt }: Pick<SpellRow, 'redAt' | 'yellowAt' | 'blueAt'>,
  asOf: string,
): Colour | null {
  if (redAt !== null && redAt < asOf) return 'red';
  if (yellowAt !== null && yellowAt < asOf) return 'yellow';
  return blueAt !== null && blueAt < asOf ? 'blue' : null;
}

/** The same in SQL, for the row of that name. */
export function coloured(colour: Colour | undefined, asOf: string, row = 'o'): RawBuilder<boolean> {
  const shown = (column: string) =>
    sql<boolean>`coalesce(${sql.ref(`${row}.${column}`)} < ${asOf}, 0)`;
  const [red, yellow, blue] = ['red_at', 'yellow_at', 'blue_at'].map(shown);
  if (colour === 'red') return red;
  if (colour === 'yellow') return sql<boolean>`(${yellow} and not ${red})`;
  return colour === 'blue' ? sql<boolean>`(${blue} and not ${yellow} and not ${red})` : and([]);
}

function behind(after: After): RawBuilder<boolean> {
  if (!after) return and([]);
  const [due, clue, obligation] = after;
  return sql<boolean>`(o.due, o.clue, o.obligation) > (${due}, ${clue}, ${obligation})`;
}
