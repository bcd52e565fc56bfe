import type { Event } from './event.js';

/** Flat values only: they become columns of one table. */
export type Value = string | number | null;
export type Row = { readonly [column: string]: Value };
/** `text?` may be null. Integers also carry booleans as 0 and 1. */
export type ColumnType = 'text' | 'text?' | 'integer' | 'integer?';
export type Columns<R extends Row> = { readonly [C in keyof R]: ColumnType };

interface Shape<R extends Row> {
  /** Table name, snake_case. */
  readonly name: string;
  /** A change of what the rows say is a new version: its table is built anew from the log. */
  readonly version: number;
  readonly columns: Columns<R>;
  readonly indexes?: readonly (readonly (keyof R & string)[])[];
  /**
   * Text columns to be searched by word: the read database keeps an index of them beside the table. Words are what
   * spaces part: a projection of Chinese text writes its bigrams with spaces between.
   */
  readonly fullText?: readonly (keyof R & string)[];
  /** Holds personal text in clear: a read database keeps it out of its backups and copies where it can. */
  readonly inClear?: true;
}

/**
 * The clear text at a path (`reason`, `data.summary`, `data.subjects.0.name`) of an event whose field is sealed;
 * undefined when nothing stands there or its key was destroyed. Only the projections `search` and `people` may ask.
 */
export type Unseal = (event: Event, path: string) => string | undefined;

/** From the stream's current row set (0..n flat rows) to its next one. Handlers see events only: no clock, no I/O. */
export interface Projection<R extends Row = Row> extends Shape<R> {
  readonly kind: 'projection';
  readonly on: {
    readonly [type: string]: (rows: readonly R[], event: Event, unseal: Unseal) => readonly R[];
  };
}

/** Events of other streams as known at this point of the log; each look-up makes the matter depend on that stream. */
export interface References {
  events(stream: string): readonly Event[];
}

/** All that is known of one clue: its stream and the streams it is linked with, upcast, in order of version. */
export interface Matter {
  readonly stream: string;
  readonly events: readonly Event[];
  readonly linked: readonly { readonly stream: string; readonly events: readonly Event[] }[];
}

/** A row that holds from `happenedFrom` (inclusive) to `happenedTo` (exclusive, null = open) on the axis of facts. */
export interface Spell<R extends Row> {
  readonly happenedFrom: string;
  readonly happenedTo: string | null;
  readonly row: R;
}

/**
 * Rows that follow from the whole of a matter, rerun at each of its events and at each event of a stream it looked up.
 * `temporal: true`: `of` answers spells over the axis of facts, the runner keeps them over the axis of knowledge,
 * so that a question (asOf, knownAt) is one indexed look-up. `of` must be a function of its arguments alone.
 */
export type Derived<R extends Row = Row> = Current<R> | Temporal<R>;

export interface Current<R extends Row = Row> extends Shape<R> {
  readonly kind: 'derived';
  readonly temporal: false;
  of(matter: Matter, references: References, unseal: Unseal): readonly R[];
}

export interface Temporal<R extends Row = Row> extends Shape<R> {
  readonly kind: 'derived';
  readonly temporal: true;
  of(matter: Matter, references: References, unseal: Unseal): readonly Spell<R>[];
}

export function projection<R extends Row>(shape: Omit<Projection<R>, 'kind'>): Projection<R> {
  return { kind: 'projection', ...shape };
}

export function derived<R extends Row>(
  shape: Shape<R> & { of(matter: Matter, references: References, unseal: Unseal): readonly R[] },
): Current<R> {
  return { kind: 'derived', temporal: false, ...shape };
}

export function temporal<R extends Row>(
  shape: Shape<R> & {
    of(matter: Matter, references: References, unseal: Unseal): readonly Spell<R>[];
  },
): Temporal<R> {
  return { kind: 'derived', temporal: true, ...shape };
}
