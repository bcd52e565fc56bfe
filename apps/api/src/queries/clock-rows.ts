import { type RawBuilder, sql } from 'kysely';
import type { Condition } from './candidates.js';
import { and } from './conditions.js';
import type { After } from './paged.js';
import type { AskedAxes, Colour, OfObligations } from './parameters.js';

export interface ObligationQuestion {
  readonly parameters: OfObligations;
  /** On the spell `o`. */
  readonly dueIs: (axes: AskedAxes) => Condition;
}

/** A running clock as the tables tell it. */
export interface SpellRow {
  readonly clue?: string;
  readonly report?: string;
  readonly number?: string | null;
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
  // Null shows nothing: true or false, never null.
  const shown = (column: string) => {
    const at = sql.ref(`${row}.${column}`);
    return sql<boolean>`(${at} is not null and ${at} < ${asOf})`;
  };
  const [red, yellow, blue] = ['red_at', 'yellow_at', 'blue_at'].map(shown);
  if (colour === 'red') return red;
  if (colour === 'yellow') return sql<boolean>`(${yellow} and not ${red})`;
  return colour === 'blue' ? sql<boolean>`(${blue} and not ${yellow} and not ${red})` : and([]);
}

export function behind(after: After, id = 'o.clue'): RawBuilder<boolean> {
  if (!after) return and([]);
  const [due, clue, obligation] = after;
  return sql<boolean>`(o.due, ${sql.ref(id)}, o.obligation) > (${due}, ${clue}, ${obligation})`;
}
