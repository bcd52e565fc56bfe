import type { Client, Pool } from 'pg';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import type { ReadTransaction } from '@cluetrail/event-sourcing';
import { codeOf } from '../postgres-log/failure.js';
import { LET_GO_MILLIS, SchemaLock } from '../postgres-log/schema-lock.js';
import { ended } from '../postgres-log/session.js';
import { patiently } from '../shared/patience.js';
import { StoreRefused } from '../shared/store-refused.js';
import { connectWriter, lent, placeOf, type PostgresPlace, readers } from './postgres-clients.js';
import { Gate } from './gate.js';
import { layOut } from './postgres-laid-out.js';
import { asking, quoted, rewriting } from './postgres-schema.js';
import { Statements } from './postgres-statements.js';
import { pulse } from './pulse.js';
import { Standing } from './standing.js';
import { notOpened } from './unreachable.js';
import { PostgresReadTransaction } from './postgres-transaction.js';
import { type ReadModels, type ReadTables, sumOf, Turns } from './read-models.js';

/** See openReadModels. The schema may be dropped at any time: all of it is built anew from the log. */
export async function openPostgresReadDatabase<Tables = ReadTables>(
  url: string,
): Promise<PostgresReadDatabase<Tables>> {
  const place = placeOf(url);
  const expected = 'read models that no other server keeps';
  const lock = new SchemaLock({ ...place, place: place.shown, expected });
  let client: Client | undefined;
  try {
    client = await patiently(() => connectWriter(place, lock), {
      forMillis: LET_GO_MILLIS,
      passes: isInUse,
    });
    await layOut(client, place.schema);
    return new PostgresReadDatabase<Tables>(place, client, lock);
  } catch (error) {
    if (client) await ended(client);
    if (error instanceof StoreRefused) throw error;
    throw notOpened(place.shown, error);
  }
}

/** The tables are not as this process left them. Who starts anew takes them as they are. */
export class ReadModelsMoved extends Error {
  readonly code = 'read-models-moved';
}

/** Long enough for questions to end that read the table. */
const LOCK_MILLIS = 200;
const PAGE = 2000;

/**
 * One connection that writes, whose session keeps every other server from the schema, and some that only read: each
 * statement sees what was committed before it began.
 */
export class PostgresReadDatabase<Tables = ReadTables> implements ReadModels<Tables> {
  readonly query: Kysely<Tables>;
  private readonly turns = new Turns();
  private readonly gate = new Gate();
  private readonly standing: Standing;
  private readonly losses = new Set<() => void>();
  private readonly pool: Pool;
  private writer: Writer | undefined;
  private closing: Promise<void> | undefined;
  private busy = false;
  /** The number of this process's last transaction that moved the tables; undefined where it cannot know. */
  private lastTurn: number | undefined;

  constructor(
    private readonly place: PostgresPlace,
    client: Client,
    private readonly lock: SchemaLock,
  ) {
    this.standing = new Standing(place.shown);
    this.writer = this.writerOf(client);
    const { standing, gate } = this;
    this.pool = readers(place, (ask) => standing.answered(() => gate.pass(ask)));
    const dialect = new PostgresDialect({ pool: lent(this.pool, place) });
    this.query = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
  }

  transaction<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return this.turns.take(async () => {
      const before = this.lastTurn;
      // Where it fails, nobody may know whether it was carried out.
      this.lastTurn = undefined;
      const { result, turn } = await this.inTransaction(async (statements) => {
        const tx = new PostgresReadTransaction(statements, this.gate);
        const taken = await this.takeTurn(statements, tx, before);
        const answer = await work(tx);
        await tx.flush();
        return { result: answer, turn: taken };
      });
      this.lastTurn = turn;
      this.standing.found();
      return result;
    });
  }

  vacuumNeeded(): Promise<boolean> {
    return this.alone(async (statements) => {
      const found = await statements.run('select 1 from _chores');
      return found.length > 0;
    });
  }

  /** Rewrites the tables that hold text in clear: neither their files nor the write-ahead log keep what was deleted. */
  async vacuum(): Promise<boolean> {
    try {
      return await this.alone(async (statements) => {
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
        return true;
      });
    } catch (error) {
      if (codeOf(error) === LOCK_NOT_AVAILABLE) return false;
      throw error;
    }
  }

  onLost(listener: () => void): () => void {
    this.losses.add(listener);
    // Between two looks nobody listens.
    if (!this.writer) listener();
    return () => void this.losses.delete(listener);
  }

  checksum(): Promise<Readonly<Record<string, string>>> {
    return this.alone(async (statements) => {
      const names = await statements.run('select name from _projections order by name');
      const sums: Record<string, string> = {};
      for (const { name } of names)
        sums[String(name)] = await sumOf(this.lines(statements, String(name)));
      return sums;
    });
  }

  dump(name: string): Promise<readonly string[]> {
    return this.alone(async (statements) => {
      const lines: string[] = [];
      for await (const line of this.lines(statements, name)) lines.push(line);
      return lines;
    });
  }

  async close(): Promise<void> {
    this.closing ??= this.end();
    await this.closing;
  }

  private async end(): Promise<void> {
    await this.turns.ended();
    if (this.writer) await ended(this.writer.client);
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

  /** Others wait for this transaction. What a crash of the server has emptied is dropped, to be built anew. */
  private async takeTurn(
    statements: Statements,
    tx: PostgresReadTransaction,
    before: number | undefined,
  ): Promise<number> {
    const [{ number, lost }] = await statements.run(TURN);
    const turn = Number(number);
    const emptied = lost as readonly string[]; // text[]
    const { shown } = this.place;
    if (before !== undefined && turn !== before + 1)
      throw new ReadModelsMoved(
        `${shown}: expected to be the only process that brings them up to date, found another one`,
      );
    if (before !== undefined && emptied.length > 0)
      throw new ReadModelsMoved(
        `${shown}: expected the tables as they were left, found that a crash of the server has emptied ${emptied.join(', ')}`,
      );
    for (const name of emptied) await tx.drop(name);
    return turn;
  }

  private alone<T>(work: (statements: Statements) => Promise<T>): Promise<T> {
    return this.turns.take(() => this.inTransaction(work));
  }

  private async inTransaction<T>(work: (statements: Statements) => Promise<T>): Promise<T> {
    const { client, statements } = await this.connected();
    this.busy = true;
    try {
      await client.query('begin');
      const result = await work(statements);
      await client.query('commit');
      return result;
    } catch (error) {
      await this.rollback(client);
      throw error;
    } finally {
      this.busy = false;
      this.gate.open();
    }
  }

  private async connected(): Promise<Writer> {
    if (this.closing) throw new Error('database is not open');
    if (this.writer) return this.writer;
    try {
      this.writer = this.writerOf(await connectWriter(this.place, this.lock));
      await this.meetTables(this.writer);
      return this.writer;
    } catch (error) {
      if (isInUse(error)) this.standing.lost(error);
      throw error;
    }
  }

  /** Held again, they are asked from at once where nothing has changed; else the next transaction finds out. */
  private async meetTables({ statements }: Writer): Promise<void> {
    if (this.lastTurn === undefined) return;
    const [{ number, lost }] = await statements.run(`select number, ${EMPTIED} from _turn`);
    const emptied = lost as readonly string[]; // text[]
    if (Number(number) === this.lastTurn && emptied.length === 0) this.standing.found();
  }

  private writerOf(client: Client): Writer {
    const rest = pulse(client, () => this.busy);
    client.once('end', () => {
      rest();
      if (this.writer?.client !== client || this.closing) return;
      this.writer = undefined;
      this.standing.lost();
      for (const listener of this.losses) listener();
    });
    return { client, statements: new Statements(client) };
  }

  /** A connection that cannot even do that is given up; the next transaction makes another. */
  private async rollback(client: Client): Promise<void> {
    try {
      await client.query('rollback');
    } catch {
      this.writer = undefined;
      this.standing.lost();
      await ended(client);
    }
  }
}

interface Writer {
  readonly client: Client;
  readonly statements: Statements;
}

function isInUse(error: unknown): error is StoreRefused {
  return error instanceof StoreRefused && error.code === 'in-use';
}

const EMPTIED = `array(
  select name::text from _projections p where in_clear
  and not exists (select from _whole where projection = p.id)) as lost`;
const TURN = `update _turn set number = number + 1 returning number, ${EMPTIED}`;

const LOCK_NOT_AVAILABLE = '55P03';
