import { sql } from 'kysely';
import { localDate } from '@cluetrail/event-sourcing';
import { asKnown } from '@cluetrail/stores';
import type { Words } from '@cluetrail/workflow';
import { and, equals, filtering, ofClues, peopleIn, visible } from './conditions.js';
import { type Near, narrowed } from './narrow.js';
import { type AskedPage, inOrder, paged } from './paged.js';
import type { AskedAxes, Colour } from './parameters.js';
import {
  behind,
  colourAt,
  coloured,
  type ObligationQuestion,
  type SpellRow,
} from './clock-rows.js';
import type { Reading } from './read-model.js';
import { reportObligationRows } from './report-rows.js';

/** One running clock. Days are local to the obligation's due day. */
export interface ObligationItem {
  /** What owes it: a clue, or a report, whether or not a clue names it. */
  readonly clue?: string;
  readonly report?: string;
  /** Of a clue: what people call it. */
  readonly number?: string | null;
  /** Code and ordinal: `verify#1`. */
  readonly obligation: string;
  readonly code: string;
  readonly title: Words;
  readonly due: string;
  readonly dueOn: string;
  /** Positive = overdue by so many days, negative = still to go. */
  readonly daysOverdue: number;
  readonly colour: Colour | null;
  /** Of the clue at (T, K), like its state; of a report now. */
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
      rows: (asked) => clocksOfAll(reading, { ...question, ...asked, near }),
      place: (row) => placeOf(row),
    },
  );
  return { items: page.map((row) => itemOf(reading, axes.asOf, row)), ...next, ...axes };
}

/** Those of clues and those of reports in one order. */
async function clocksOfAll(
  reading: Reading,
  asked: ObligationQuestion & AskedPage & { near?: Near },
): Promise<readonly SpellRow[]> {
  const clues: readonly SpellRow[] = await obligationRows(reading, asked).execute();
  // Reports have no officers.
  const reports: readonly SpellRow[] =
    asked.parameters.officer === undefined
      ? await reportObligationRows(reading, asked).execute()
      : [];
  return inOrder([...clues, ...reports], placeOf).slice(0, asked.limit);
}

function placeOf({ due, clue, report, obligation }: SpellRow): readonly string[] {
  return [due ?? '', clue ?? report ?? '', obligation];
}

/** The rows of a page: of few clues by their ids, of many by the index of what is due. */
export function obligationRows(
  reading: Reading,
  { parameters, dueIs, axes, after, limit, near }: ObligationQuestion & AskedPage & { near?: Near },
) {
  const running = and([sql`o.state = 'open'`, dueIs(axes)]);
  return (
    reading.installation.database.query
      .selectFrom('obligationSpells as o')
      .innerJoin('clues as c', 'c.clue', 'o.clue')
      .leftJoin('clueSpells as s', (join) =>
        join.onRef('s.clue', '=', 'o.clue').on(asKnown(axes, 's')),
      )
      .select(['o.clue', 'c.number', 'o.obligation', 'o.code', 'o.due', 'o.dueOn', 'o.provisional'])
      .select(['o.blueAt', 'o.yellowAt', 'o.redAt', 's.organ', 's.state', 'c.assigned'])
      .select(['c.procedure', 'c.procedureVersion'])
      .where(near ? and([near('o.clue'), filtering(running)]) : running)
      .where(asKnown(axes, 'o'))
      .where(and([visible(reading, 'list'), ofClues(reading, parameters)]))
      // What a report owes is told of the report.
      .where(filtering(sql`o.watch <> 'report'`))
      .where(equals('o.code', parameters.obligation))
      .where(coloured(parameters.colour, axes.asOf))
      .where(behind(after))
      .orderBy('o.due')
      .orderBy('o.clue')
      .orderBy('o.obligation')
      .limit(limit)
  );
}

function itemOf({ installation, zone }: Reading, asOf: string, row: SpellRow): ObligationItem {
  const { references } = installation;
  const { clue, report, obligation, code, assigned } = row;
  const rules = references.procedure(row.procedure, row.procedureVersion)?.obligations ?? [];
  const organ = row.organ ?? '';
  const dueOn = row.dueOn ?? '';
  const today = localDate(asOf, references.directory.organ(organ)?.zone ?? zone);
  return {
    ...(clue === undefined ? { report } : { clue, number: row.number ?? null }),
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
