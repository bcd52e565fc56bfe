import {
  type AskedAxes,
  axesOf,
  badParameter,
  type ClueAxes,
  limitOf,
  type Page,
} from './parameters.js';
import type { Reading } from './read-model.js';

/** The keys of the last row of the page before, in the order of the list; absent on the first page. */
export type After = readonly string[] | undefined;

export interface AskedPage {
  readonly after: After;
  readonly limit: number;
  readonly axes: AskedAxes;
}

export interface Listing<R> {
  /** At most `limit` rows behind `after`, in the list's fixed order. */
  rows(asked: AskedPage): Promise<readonly R[]>;
  /** What `after` is to be for what follows this row. */
  place(row: R): readonly string[];
}

export interface Paged<R> {
  readonly page: readonly R[];
  readonly next?: { readonly next: string };
  readonly axes: AskedAxes;
}

/**
 * A page, and the cursor of the next one where there is one. The cursor is sealed, holds the moment of the first page,
 * and is bound to its question: with other filters it is refused.
 */
export async function paged<R>(
  reading: Reading,
  { name, parameters }: { readonly name: string; readonly parameters: Page & ClueAxes },
  { rows, place }: Listing<R>,
): Promise<Paged<R>> {
  const question = questionOf(name, parameters);
  const limit = limitOf(parameters);
  const opened =
    parameters.page === undefined ? undefined : openedAt(reading, question, parameters.page);
  const axes = opened?.axes ?? axesOf(reading, parameters);
  const found = await rows({ after: opened?.after, axes, limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  if (found.length <= limit || last === undefined) return { page, axes };
  const { asOf, knownAt } = axes;
  const next = reading.cursors.seal(JSON.stringify([question, asOf, knownAt, ...place(last)]));
  return { page, axes, next: { next } };
}

function openedAt({ cursors }: Reading, question: string, page: string) {
  const text = cursors.open(page);
  const [of, asOf, knownAt, ...after]: string[] = text === undefined ? [] : JSON.parse(text);
  if (of !== question) throw badParameter('page', 'a cursor of this very question');
  return { after, axes: { asOf, knownAt } };
}

/** The question without its page: what a cursor is bound to. */
function questionOf(name: string, { page: _, limit: __, ...rest }: Page): string {
  return JSON.stringify([name, Object.entries(rest).sort()]);
}

/** Rows of several tables by their places, as each table answers its own. */
export function inOrder<R>(rows: readonly R[], place: (row: R) => readonly string[]): R[] {
  return rows
    .map((row) => ({ row, at: place(row) }))
    .sort((a, b) => compared(a.at, b.at))
    .map(({ row }) => row);
}

function compared(a: readonly string[], b: readonly string[]): number {
  const index = a.findIndex((key, at) => key !== b[at]);
  return index < 0 ? 0 : a[index] < b[index] ? -1 : 1;
}
