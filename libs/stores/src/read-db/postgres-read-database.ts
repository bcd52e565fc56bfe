import type { Client, Pool } from 'pg';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import type { ReadTransaction } from '@cluetrail/event-sourcing';
import { connectWriter, type PostgresPlace, readers } from './postgres-clients.js';
import { layOut } from './postgres-laid-out.js';
import { asking, quoted, rewriting } from './postgres-schema.js';
import { Statements } from './postgres-statements.js';
import { PostgresReadTransaction, WHOLE } from './postgres-transaction.js';
import { type ReadModels, type ReadTables, sumOf, Turns } from './read-models.js';

export interface OpenPostgresReadDatabase {
  /** `postgres://…` */
  readonly url: string;
  /** Its own, made where the role may. Default: `cluetrail_read`. */
  readonly schema?: string;
}

/**
 * Opens (or makes) the read models in a schema of their own, which may be dropped at any time. Rejects with
 * {@link ReadSchemaRefused} where that schema holds other things, and with the errors of `pg`.
 */
export async function openPostgresReadDatabase<Tables = ReadTables>({
  url,
  schema = 'cluetrail_read',
}: OpenPostgresReadDatabase): Promise<PostgresReadDatabase<Tables>> {
  const place = { url, schema };
  const client = await connectWriter(place);
  try {
    await layOut(client, schema);
    return new PostgresReadDatabase<Tables>(place, client);
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** Another process has moved the tables on: there must be one that projects. */
export class ReadModelsTaken extends Error {
  readonly code = 'read-models-taken';
}

/** Long enough for questions to end that read the table. */
const LOCK_MILLIS = 200;
const PAGE = 2000;

/** One connection that writes, and some that only read: each statement sees what was committed before it began. */
export class PostgresReadDatabase<Tables = ReadTables> implements ReadModels<Tables> {
  readonly query: Kysely<Tables>;
  private readonly turns = new Turns();
  private readonly pool: Pool;
  private writer: Writer | undefined;
  private closing: Promise<void> | undefined;
  /** The checkpoints as this process has left them; undefined where it cannot know. */
  private left: string | undefined;

  constructor(
    private readonly place: PostgresPlace,
    client: Client,
  ) {
    this.writer = this.writerOf(client);
    this.pool = readers(place);
    const dialect = new PostgresDialect({ pool: this.pool });
    this.query = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
  }

  transaction<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return this.inTransaction(async (statements) => {
      const before = await checkpointsOf(statements);
      if (this.left !== undefined && this.left !== before)
        throw new ReadModelsTaken(
          `read models in ${this.place.schema}: expected them as this process left them, found that another one works on them or that the server has lost some`,
        );
      const tx = new PostgresReadTransaction(statements);
      const result = await work(tx);
      await tx.flush();
      return { result, left: await checkpointsOf(statements) };
    });
  }

  vacuumNeeded(): Promise<boolean> {
    return this.inTransaction(async (statements) => {
      const found = await statements.run('select 1 from _chores');
      return { result: found.length > 0 };
    });
  }

  /** Rewrites the tables that hold text in clear: neither their files nor the write-ahead log keep what was deleted. */
  async vacuum(): Promise<boolean> {
    try {
      return await this.inTransaction(async (statements) => {
        await statements.script(`set local lock_timeout to ${LOCK_MILLIS}`);
        const inClear = await statements.run(
          'select name, full_text from _projections where in_clear order by name',
        );
        for (const { name, full_text: words } of inClear) {
          const table = String(name);
          await statements.script(`lock table ${quoted(table)}`);
          await statements.script(rewriting(table));
          for (const one of asking(table, words as string[])) await statements.script(one); // text[]
        }
        await statements.forget();
        await statements.run(`delete from _chores where name = 'vacuum'`);
        return { result: true };
      });
    } catch (error) {
      if (codeOf(error) === LOCK_NOT_AVAILABLE) return false;
      throw error;
    }
  }

  checksum(): Promise<Readonly<Record<string, string>>> {
    return this.inTransaction(async (statements) => {
      const names = await statements.run('select name from _projections order by name');
      const sums: Record<string, string> = {};
      for (const { name } of names)
        sums[String(name)] = await sumOf(this.lines(statements, String(name)));
      return { result: sums };
    });
  }

  dump(name: string): Promise<readonly string[]> {
    return this.inTransaction(async (statements) => {
      const lines: string[] = [];
      for await (const line of this.lines(statements, name)) lines.push(line);
      return { result: lines };
    });
  }

  async close(): Promise<void> {
    this.closing ??= this.end();
    await this.closing;
  }

  private async end(): Promise<void> {
    await this.turns.ended();
    await this.writer?.client.end();
    await this.pool.end();
  }

  private async *lines(statements: Statements, name: string): AsyncGenerator<string> {
    const found = await statements.run(
      `select column_name from information_schema.columns
       where table_schema = $1 and table_name = $2 and column_name <> '_id' order by ordinal_position`,
      [this.place.schema, name],
    );
    const columns = found.map((row) => String(row.column_name));
    const list = columns.map(quoted).join(', ');
    const order = columns.map((column) => `${quoted(column)} nulls first`).join(', ');
    await statements.script(
      `declare dumped cursor for select ${list} from ${quoted(name)} order by ${order}`,
    );
    for (;;) {
      const rows = await statements.page(`fetch ${PAGE} from dumped`);
      for (const row of rows) yield JSON.stringify(columns.map((column) => row[column]));
      if (rows.length < PAGE) break;
    }
    await statements.script('close dumped');
  }

  /** `left`: the checkpoints, where the work may have moved them. */
  private inTransaction<T>(
    work: (statements: Statements) => Promise<{ result: T; left?: string }>,
  ): Promise<T> {
    return this.turns.take(async () => {
      const { client, statements } = await this.connected();
      await client.query('begin');
      try {
        const { result, left = this.left } = await work(statements);
        await client.query('commit');
        this.left = left;
        return result;
      } catch (error) {
        await this.abandon(client, error);
        throw error;
      }
    });
  }

  private async connected(): Promise<Writer> {
    if (this.closing) throw new Error('database is not open');
    this.writer ??= this.writerOf(await connectWriter(this.place));
    return this.writer;
  }

  private writerOf(client: Client): Writer {
    client.once('end', () => {
      if (this.writer?.client === client) this.writer = undefined;
    });
    return { client, statements: new Statements(client) };
  }

  /** A connection that cannot even roll back is given up; the next transaction makes another. */
  private async abandon(client: Client, error: unknown): Promise<void> {
    try {
      await client.query('rollback');
    } catch {
      this.writer = undefined;
      // Whether a commit was carried out nobody knows.
      this.left = undefined;
      await client.end().catch(() => undefined);
    }
    if (!(error instanceof ReadModelsTaken)) return;
    this.left = undefined;
  }
}

interface Writer {
  readonly client: Client;
  readonly statements: Statements;
}

/** Locked: whoever else would move them waits until this transaction ends. */
async function checkpointsOf(statements: Statements): Promise<string> {
  const found = await statements.run(
    `select id, name, position::text, leaf, ${WHOLE} as whole from _projections p
     order by id for update of p`,
  );
  return JSON.stringify(found.map((row) => Object.values(row)));
}

const LOCK_NOT_AVAILABLE = '55P03';

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
