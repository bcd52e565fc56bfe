import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ReadDatabase, Value } from '@cluetrail/event-sourcing';

/** Tables as {@link ReadModels.query} names them: a projection's row type by its name. */
export type ReadTables = { readonly [table: string]: { readonly [field: string]: Value } };

/**
 * A read database that is also asked. One SQL for all of them: text is compared byte by byte, booleans are 0 and 1, and
 * besides what both SQLite and PostgreSQL know there are `julianday(instant)` and, beside a table with full text,
 * `TABLE__text(words)`: the `rowid`s, equal to `_id`, of the rows that hold every one of the words, which spaces part.
 */
export interface ReadModels<Tables = ReadTables> extends ReadDatabase {
  /** For read models. Tables and columns may be named in camelCase; rows come back in camelCase. */
  readonly query: Kysely<Tables>;
  /** The rows of a projection in canonical order, each a line of JSON: [column, …] values without the row's number. */
  dump(name: string): Promise<readonly string[]>;
}

/** Name of the full-text index beside a table. */
export function fullTextOf(table: string): string {
  return `${table}__text`;
}

/** Of a dump, in hexadecimal: the same log gives the same sum on every database. */
export async function sumOf(lines: Iterable<string> | AsyncIterable<string>): Promise<string> {
  const hash = createHash('sha256');
  for await (const line of lines) hash.update(line).update('\n');
  return hash.digest('hex');
}

/** One piece of work at a time, in the order of asking. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const run = this.last.then(work);
    this.last = run.catch(() => undefined);
    return run;
  }

  /** Resolves when all that was asked before has ended. */
  async ended(): Promise<void> {
    await this.last;
  }
}
