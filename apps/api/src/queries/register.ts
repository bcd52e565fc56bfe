import { type RawBuilder, sql } from 'kysely';
import { columnOf, type ColumnType, OPEN } from '@cluetrail/event-sourcing';
import { asKnown } from '@cluetrail/stores';
import type { Candidates, Condition } from './candidates.js';
import { and, equals, filtering, ofClues, visible } from './conditions.js';
import { type Near, narrowed } from './narrow.js';
import { type After, type AskedPage, paged } from './paged.js';
import type { AskedAxes, ClueAxes, OfClues, Page } from './parameters.js';
import type { Reading } from './read-model.js';

/** A projection of clues as it is listed: row by row, each with where its clue stands. */
export interface Register {
  readonly name: string;
  readonly columns: { readonly [field: string]: ColumnType };
  readonly temporal: boolean;
}

export type Cells = Readonly<Record<string, string | number | null>>;

/** A row `r`, and of its clue (of a temporal one: at (T, K)) the organ and the state; of now what rights are decided on. */
export interface Listed {
  readonly row: Cells;
  readonly organ: string;
  readonly state: string;
  readonly assigned: string;
  readonly excluded: string;
  readonly organPath: string;
  readonly receiverPath: string | null;
  readonly level: string;
}

export interface Question {
  /** Of the read model. */
  readonly name: string;
  readonly register: Register;
  readonly parameters: OfClues & Page & ClueAxes & { readonly state?: string };
  /** Fields of the row, the first ones an index of the register; a row has its place by them alone. */
  readonly order: readonly string[];
  readonly direction?: 'asc' | 'desc';
  /** On the row `r`. */
  readonly which?: (axes: AskedAxes) => Condition;
}

/** The rows of a page, in their order, and the two axes where the register knows them. */
export async function listed(reading: Reading, question: Question) {
  const { name, parameters, register, order } = question;
  const { page, next, axes } = await paged(
    reading,
    { name, parameters },
    {
      rows: async (asked) => {
        const near = await nearOf(reading, question, asked.axes);
        const { rows } = await registerRows(reading, { ...question, ...asked, near }).execute(
          reading.installation.database.query,
        );
        return rows.map((cells) => listedOf(register, cells));
      },
      place: ({ row }) => order.map((field) => String(row[field])),
    },
  );
  return { page, next, axes, ...(register.temporal && { echoed: axes }) };
}

/** The few clues in question: those of who asks, or, of what holds only for a time, all that may hold then. */
export function nearOf(
  reading: Reading,
  { register, parameters, which }: Question,
  axes: AskedAxes,
): Promise<Near | undefined> {
  const own = register.temporal ? [holding(register.name, axes, which?.(axes))] : [];
  return narrowed(reading, { action: 'list', of: parameters, own });
}

/**
 * Clues with a row that may hold at (T, K), by the index of its ends: today's knowledge that ends after T, and what was
 * known at K and is not any more. A superset, to shorten the way.
 */
function holding(table: string, { asOf, knownAt }: AskedAxes, which?: Condition): Candidates {
  const rows = (ends: RawBuilder<unknown>) =>
    sql`select r.clue as clue from ${sql.table(table)} r where ${ends} and ${filtering(which ?? and([]))}`;
  return sql`${rows(sql`r.known_to = ${OPEN} and r.happened_to > ${asOf}`)}
    union all ${rows(sql`r.known_to > ${knownAt} and r.known_to < ${OPEN}`)}`;
}

/** Of few clues by their ids, of many by the index of the order. */
export function registerRows(
  reading: Reading,
  question: Question & AskedPage & { readonly near?: Near },
): RawBuilder<Cells> {
  const { register, parameters, which, order, direction = 'asc', axes, near, limit } = question;
  const fields = Object.keys(register.columns).map(
    (field) => sql`${columnIn(field)} as ${sql.ref(field)}`,
  );
  const ordered = order.map((field) => sql`${columnIn(field)} ${sql.raw(direction)}`);
  const standing = register.temporal
    ? sql`left join clue_spells s on s.clue = r.clue and ${asKnown(axes, 's')}`
    : sql``;
  const at = register.temporal ? 's' : 'c';
  const conditions = [
    ...(near ? [near('r.clue')] : []),
    ...(register.temporal ? [asKnown(axes, 'r')] : []),
    visible(reading, 'list'),
    ofClues(reading, parameters),
    filtering(equals(`${at}.state`, parameters.state)),
    filtering(which?.(axes) ?? and([])),
    behind(question),
  ];
  return sql<Cells>`select ${sql.join(fields)}, ${sql.ref(`${at}.organ`)} as "clueOrgan",
    ${sql.ref(`${at}.state`)} as "clueState", c.assigned as "clueAssigned",
    c.excluded as "clueExcluded", c.organ_path as "clueOrganPath",
    c.receiver_path as "clueReceiverPath", c.level as "clueLevel"
    from ${sql.table(register.name)} r cross join clues c ${standing}
    where c.clue = r.clue and ${and(conditions)}
    order by ${sql.join(ordered)} limit ${limit}`;
}

function behind({
  after,
  order,
  register,
  direction,
}: Question & { readonly after: After }): Condition {
  if (!after) return and([]);
  const columns = sql.join(order.map(columnIn));
  const values = after.map((value, index) =>
    register.columns[order[index]].startsWith('integer') ? Number(value) : value,
  );
  const sign = direction === 'desc' ? sql`<` : sql`>`;
  return sql<boolean>`(${columns}) ${sign} (${sql.join(values)})`;
}

function columnIn(field: string): RawBuilder<unknown> {
  return sql.ref(`r.${columnOf(field)}`);
}

function listedOf({ columns }: Register, cells: Cells): Listed {
  const text = (name: string) => String(cells[name] ?? '');
  return {
    row: Object.fromEntries(Object.keys(columns).map((field) => [field, cells[field]])),
    organ: text('clueOrgan'),
    state: text('clueState'),
    assigned: text('clueAssigned'),
    excluded: text('clueExcluded'),
    organPath: text('clueOrganPath'),
    receiverPath: cells.clueReceiverPath === null ? null : text('clueReceiverPath'),
    level: text('clueLevel'),
  };
}
