import { limitOf, badParameter, type Page } from './parameters.js';
import type { Reading } from './read-model.js';

/** The keys of the last row of the page before, in the order of the list; absent on the first page. */
export type After = readonly string[] | undefined;

export interface Listing<R> {
  /** At most `limit` rows behind `after`, in the list's fixed order. */
  rows(asked: { readonly after: After; readonly limit: number }): Promise<readonly R[]>;
  /** What `after` is to be for what follows this row. */
  place(row: R): readonly string[];
}

/**
 * A page, and the cursor of the next one where there is one. The cursor is sealed, and bound to its question: with
 * other filters it is refused.
 */
export async function paged<R>(
  reading: Reading,
  { name, parameters }: { readonly name: string; readonly parameters: Page },
  { rows, place }: Listing<R>,
): Promise<{ readonly page: readonly R[]; readonly next?: { readonly next: string } }> {
  const question = questionOf(name, parameters);
  const limit = limitOf(parameters);
  const found = await rows({ after: opened(reading, question, parameters.page), limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  if (found.length <= limit || last === undefined) return { page };
  return { page, next: { next: reading.cursors.seal(JSON.stringify([question, ...place(last)])) } };
}

function opened({ cursors }: Reading, question: string, page: string | undefined): After {
  if (page === undefined) return undefined;
  const text = cursors.open(page);
  const [of, ...keys]: string[] = text === undefined ? [] : JSON.parse(text);
  if (of !== question) throw badParameter('page', 'a cursor of this very question');
  return keys;
}

/** The question without its page: what a cursor is bound to. */
function questionOf(name: string, { page: _, limit: __, ...rest }: Page): string {
  return JSON.stringify([name, Object.entries(rest).sort()]);
}
