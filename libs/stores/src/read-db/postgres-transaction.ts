import type {
  Checkpoint,
  Difference,
  Parked,
  ReadTransaction,
  Stored,
  StoredProjection,
  Table,
} from '@cluetrail/event-sourcing';
import type { Gate } from './gate.js';
import { PostgresRows } from './postgres-rows.js';
import { creating, dropping, renaming } from './postgres-schema.js';
import type { Found, Statements } from './postgres-statements.js';

/** One transaction on the one writing connection. */
export class PostgresReadTransaction implements ReadTransaction {
  private readonly rows: PostgresRows;

  /** Saved all at once, at the end. */
  private readonly checkpoints = new Map<string, Checkpoint>();
  /** Which of some streams are watched, by projection: one answer for all that ask of the same. */
  private watchedOf: { readonly streams: string; readonly by: Map<string, string[]> } | undefined;

  /** `gate`: of the questions, closed by whoever replaces tables and opened when the transaction has ended. */
  constructor(
    private readonly statements: Statements,
    private readonly gate: Gate,
  ) {
    this.rows = new PostgresRows(statements);
  }

  async projections(): Promise<readonly StoredProjection[]> {
    const found = await this.statements.run(
      'select name, signature, position::text, leaf from _projections',
    );
    return found.map(({ name, signature, position, leaf }) => ({
      name: String(name),
      signature: String(signature),
      checkpoint: { position: BigInt(String(position)), leaf: String(leaf) },
    }));
  }

  async recreate(table: Table): Promise<void> {
    await this.drop(table.name);
    const { name, signature, inClear, fullText } = table;
    const [{ id }] = await this.statements.run(
      `insert into _projections (name, signature, position, leaf, in_clear, full_text)
       values ($1, $2, 0, '', $3, $4) returning id`,
      [name, signature, inClear, fullText],
    );
    if (inClear) await this.statements.run('insert into _whole (projection) values ($1)', [id]);
    await this.statements.script(creating(table));
  }

  async drop(name: string): Promise<void> {
    await this.flush();
    for (const [table, column] of [
      ...(['_watches', '_parked', '_whole'] as const).map((one) => [one, 'projection'] as const),
      ['_projections', 'id'] as const,
    ])
      await this.statements.run(`delete from ${table} where ${column} = ${ID}`, [name]);
    await this.statements.script(dropping(name));
    await this.statements.forget();
  }

  async replace(name: string, by: string): Promise<void> {
    // A question that holds one table and waits for another would wait in a circle with us.
    await this.gate.close();
    await this.drop(name);
    const [row] = await this.statements.run(
      'update _projections set name = $1 where name = $2 returning full_text',
      [name, by],
    );
    await this.statements.script(renaming(by, name, row.full_text as string[])); // text[]
    await this.statements.forget();
  }

  async saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void> {
    this.checkpoints.set(name, checkpoint);
  }

  load(table: Table, stream: string, knownSince?: string): Promise<readonly Stored[]> {
    return this.rows.load(table, stream, knownSince);
  }

  async write(table: Table, difference: Difference): Promise<void> {
    this.rows.write(table, difference);
  }

  /** To be called before the transaction is committed. */
  async flush(): Promise<void> {
    await this.rows.flush();
    await this.flushCheckpoints();
  }

  async watching(projection: string, matter: string): Promise<readonly string[]> {
    const found = await this.statements.run(
      `select stream from _watches where projection = ${ID} and matter = $2 order by stream`,
      [projection, matter],
    );
    return texts(found, 'stream');
  }

  async watch(
    projection: string,
    matter: string,
    { added, removed }: { added: readonly string[]; removed: readonly string[] },
  ): Promise<void> {
    this.watchedOf = undefined;
    if (added.length > 0)
      await this.statements.run(
        `insert into _watches (projection, matter, stream) select ${ID}, $2, unnest($3::text[])
         on conflict do nothing`,
        [projection, matter, added],
      );
    if (removed.length > 0)
      await this.statements.run(
        `delete from _watches where projection = ${ID} and matter = $2 and stream = any($3::text[])`,
        [projection, matter, removed],
      );
  }

  async watched(projection: string, streams: readonly string[]): Promise<readonly string[]> {
    const key = JSON.stringify(streams);
    if (this.watchedOf?.streams !== key) {
      const found = await this.statements.run(
        `select p.name, s as stream from _projections p cross join unnest($1::text[]) s where exists
         (select from _watches w where w.projection = p.id and w.stream = s)`,
        [streams],
      );
      const by = Map.groupBy(found, ({ name }) => String(name));
      this.watchedOf = {
        streams: key,
        by: new Map([...by].map(([name, rows]) => [name, texts(rows, 'stream')])),
      };
    }
    return this.watchedOf.by.get(projection) ?? [];
  }

  async watchers(
    projection: string,
    stream: string,
    { after, limit }: { after: string; limit: number },
  ): Promise<readonly string[]> {
    const found = await this.statements.run(
      `select matter from _watches where projection = ${ID} and stream = $2 and matter > $3
       order by matter limit $4`,
      [projection, stream, after, limit],
    );
    return texts(found, 'matter');
  }

  async park({ projection, stream, position, error }: Parked): Promise<void> {
    await this.statements.run(
      `insert into _parked (projection, stream, position, error) values (${ID}, $2, $3, $4)
       on conflict (projection, stream) do update
       set position = excluded.position, error = excluded.error`,
      [projection, stream, position, error.replaceAll('\0', '')],
    );
  }

  async unpark(projection: string, stream: string): Promise<void> {
    await this.statements.run(`delete from _parked where projection = ${ID} and stream = $2`, [
      projection,
      stream,
    ]);
  }

  async parked(): Promise<readonly Parked[]> {
    const found = await this.statements.run(
      `select name, stream, q.position::text, error from _parked q
       join _projections on _projections.id = q.projection
       order by q.position, name, stream`,
    );
    return found.map(({ name, stream, position, error }) => ({
      projection: String(name),
      stream: String(stream),
      position: BigInt(String(position)),
      error: String(error),
    }));
  }

  async needVacuum(): Promise<void> {
    await this.statements.run(
      `insert into _chores (name) values ('vacuum') on conflict do nothing`,
    );
  }

  private async flushCheckpoints(): Promise<void> {
    if (this.checkpoints.size === 0) return;
    const saved = [...this.checkpoints];
    this.checkpoints.clear();
    await this.statements.run(
      `update _projections p set position = v.position, leaf = v.leaf
       from unnest($1::text[], $2::bigint[], $3::text[]) v (name, position, leaf)
       where p.name = v.name`,
      [
        saved.map(([name]) => name),
        saved.map(([, { position }]) => position),
        saved.map(([, { leaf }]) => leaf),
      ],
    );
  }
}

const ID = '(select id from _projections where name = $1)';

function texts(rows: readonly Found[], column: string) {
  return rows.map((row) => String(row[column]));
}
