import { type RawBuilder, sql } from 'kysely';
import { localDate } from '@cluetrail/event-sourcing';
import type { Words } from '@cluetrail/workflow';
import { and, equals, ofClues, peopleIn, visible } from './conditions.js';
import { type After, paged } from './paged.js';
import { asKnown } from '@cluetrail/stores';
import { type AskedAxes, axesOf, echoed, type OfObligations } from './parameters.js';
import type { Reading } from './read-model.js';

/** One running clock of one clue. Days are local to the obligation's due day. */
export interface ObligationItem {
  readonly clue: string;
  readonly obligation: string;
  readonly title: Words;
  readonly due: string;
  readonly dueOn: string;
  /** Positive = overdue by so many days, negative = still to go. */
  readonly daysOverdue: number;
  readonly colour: 'blue' | 'yellow' | 'red' | null;
  readonly organ: string;
  readonly state: string;
  readonly officers: readonly string[];
  readonly provisional: boolean;
}

export interface ObligationList {
  readonly items: readonly ObligationItem[];
  readonly next?: string;
  readonly asOf: string;
  readonly knownAt: string;
}

/** Running clocks at (T, K) whose due lies as `dueIs` says, by due. */
export async function obligationList(
  reading: Reading,
  name: string,
  {
    parameters,
    dueIs,
  }: { parameters: OfObligations; dueIs: (axes: AskedAxes) => RawBuilder<boolean> },
): Promise<ObligationList> {
  const axes = axesOf(reading, parameters);
  // Omitted, "now" would move from page to page: the first page's instant stays.
  let at = axes;
  const rows = ({ after, limit }: { after: After; limit: number }) => {
    at = after?.[3] === undefined ? axes : { ...axes, asOf: after[3] };
    return reading.installation.database.query
      .selectFrom('obligationSpells as o')
      .innerJoin('clues as c', 'c.clue', 'o.clue')
      .select(['o.clue', 'o.obligation', 'o.code', 'o.due', 'o.dueOn', 'o.provisional'])
      .select(['o.blueAt', 'o.yellowAt', 'o.redAt', 'c.organ', 'c.state', 'c.assigned'])
      .select(['c.procedure', 'c.procedureVersion'])
      .where(asKnown(at, 'o'))
      .where('o.state', '=', 'open')
      .where(and([dueIs(at), visible(reading, 'list'), ofClues(reading, parameters)]))
      .where(equals('o.code', parameters.obligation))
      .where(coloured(parameters.colour, at.asOf))
      .where(behind(after))
      .orderBy('o.due')
      .orderBy('o.clue')
      .orderBy('o.obligation')
      .limit(limit)
      .execute();
  };
  const { page, next } = await paged(
    reading,
    { name, parameters },
    { rows, place: (row) => [row.due ?? '', row.clue, row.obligation, at.asOf] },
  );
  return {
    items: page.map((row) => itemOf(reading, at.asOf, row)),
    ...next,
    ...echoed(reading, at),
  };
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
  readonly organ: string;
  readonly state: string;
  readonly assigned: string;
  readonly procedure: string;
  readonly procedureVersion: number;
}

function itemOf({ installation, zone }: Reading, asOf: string, row: SpellRow): ObligationItem {
  const { references } = installation;
  const rules = references.procedure(row.procedure, row.procedureVersion)?.obligations ?? [];
  const title = rules.find(({ code }) => code === row.code)?.title ?? {
    en: row.code,
    zh: row.code,
  };
  const dueOn = row.dueOn ?? '';
  const today = localDate(asOf, references.directory.organ(row.organ)?.zone ?? zone);
  return {
    clue: row.clue,
    obligation: row.obligation,
    title,
    due: row.due ?? '',
    dueOn,
    daysOverdue: Math.round((Date.parse(today) - Date.parse(dueOn)) / 86_400_000),
    colour: colourOf(row, asOf),
    organ: row.organ,
    state: row.state,
    officers: peopleIn(row.assigned),
    provisional: row.provisional === 1,
  };
}

function colourOf({ redAt, yellowAt, blueAt }: SpellRow, asOf: string): ObligationItem['colour'] {
  if (redAt !== null && redAt < asOf) return 'red';
  if (yellowAt !== null && yellowAt < asOf) return 'yellow';
  return blueAt !== null && blueAt < asOf ? 'blue' : null;
}

/** The same in SQL: the most urgent colour is that one. */
function coloured(colour: OfObligations['colour'], asOf: string): RawBuilder<boolean> {
  const shown = (column: string) => sql<boolean>`coalesce(${sql.ref(column)} < ${asOf}, 0)`;
  const [red, yellow, blue] = ['o.red_at', 'o.yellow_at', 'o.blue_at'].map(shown);
  if (colour === 'red') return red;
  if (colour === 'yellow') return sql<boolean>`(${yellow} and not ${red})`;
  return colour === 'blue' ? sql<boolean>`(${blue} and not ${yellow} and not ${red})` : and([]);
}

function behind(after: After): RawBuilder<boolean> {
  if (!after) return and([]);
  const [due, clue, obligation] = after;
  return sql<boolean>`(o.due, o.clue, o.obligation) > (${due}, ${clue}, ${obligation})`;
}
