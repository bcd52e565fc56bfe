/** What stands in a cell; what could not be read of it is told in its place. */
export type Cell =
  | {
      readonly text: string;
      /** The day that a number stands for, where it may be one: 2021-03-01. */
      readonly day?: string;
    }
  | { readonly fault: string };

export interface SheetRow {
  /** From 1. */
  readonly line: number;
  /** By column, from 1. Empty cells are absent. */
  readonly cells: ReadonlyMap<number, Cell>;
}

/** The rows of a table in which something stands, in order. */
export interface Sheet {
  readonly rows: readonly SheetRow[];
  /** Days may be written with the day first: 31-10-2021. */
  readonly dayFirst?: true;
  /** `Sheet1!F17`, or `line 17, column 6` of a CSV file. */
  placeOf(line: number, column: number): string;
}

/** The file as such is none that can be read. `place` is empty where it is the whole file. */
export class UnreadableSheet extends Error {
  constructor(
    readonly place: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${place}: expected ${expected}, found ${found}`);
  }
}

export const MOST_BYTES = 10 * 1024 * 1024;
/** Beside the headings. */
export const MOST_ROWS = 20_000;
/** The last column that may hold anything. */
export const MOST_COLUMNS = 100;

/** 6 → `F`, 28 → `AB` */
export function lettersOf(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  const last = String.fromCodePoint(65 + ((column - 1) % 26));
  return rest === 0 ? last : lettersOf(rest) + last;
}
