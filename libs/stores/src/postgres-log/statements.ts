import type pg from 'pg';
import type { Receipt, Recorded } from '@cluetrail/event-sourcing';
import { StoreRefused } from '../shared/store-refused.js';
import type { Asked, End, NewEvent, Standing } from './decide-group.js';
import { type LogRow, receiptOf, recordedOf, type UncheckedRow } from './row.js';

/** A page ends with the row that reaches this many bytes: a row may hold up to 1 MiB. */
const PAGE_BYTES = 1024 * 1024;

/** `more`: others may follow. */
interface Page {
  readonly events: Recorded[];
  readonly more: boolean;
}

/** The text of every statement, for one schema; prepared once per connection. */
export class Statements {
  constructor(private readonly schema: string) {}

  /** Begins a transaction and keeps every other writer out until it ends. One way to the server and back. */
  async begin(client: pg.ClientBase): Promise<End> {
    const results: unknown = await client.query(
      `BEGIN; SELECT position, leaf, micros FROM ${this.schema}.log_head WHERE one FOR UPDATE`,
    );
    const [, { rows }] = results as [unknown, pg.QueryResult<HeadRow>]; // one for each statement
    return endOf(this.one(rows));
  }

  async end(client: pg.ClientBase): Promise<End> {
    const { rows } = await client.query<HeadRow>({
      name: 'end',
      text: `SELECT position, leaf, micros FROM ${this.schema}.log_head WHERE one`,
    });
    return endOf(this.one(rows));
  }

  /** Where the log ends, undefined where no row says so, and the last position that really stands; of one moment. */
  async ends(client: pg.ClientBase): Promise<{ head?: End; last: bigint }> {
    const { rows } = await client.query<(HeadRow | Record<keyof HeadRow, null>) & { last: string }>(
      `SELECT position, leaf, micros, last
       FROM (SELECT coalesce(max(position), 0) AS last FROM ${this.schema}.events) AS standing
         LEFT JOIN ${this.schema}.log_head ON one`,
    );
    const [row] = rows;
    const last = BigInt(row.last);
    return row.position === null ? { last } : { head: endOf(row), last };
  }

  /** The row that says where the log ends. Throws StoreRefused `log-damaged` where somebody took it away. */
  private one(rows: readonly HeadRow[]): HeadRow {
    const [row] = rows;
    if (!row) throw this.headless();
    return row;
  }

  headless(): StoreRefused {
    return new StoreRefused(
      'log-damaged',
      `schema ${this.schema}: expected one row of log_head, found none`,
      { expected: 'one row of log_head', found: 'none' },
    );
  }

  /** What stands of the ids and streams of a group. Throws LogDamaged where such an event is not what was written. */
  async standing(client: pg.ClientBase, group: readonly Asked[]): Promise<Standing> {
    const ids = group.flatMap(({ drafts }) => drafts.map(({ event }) => event.eventId));
    const streams = [...new Set(group.map(({ stream }) => stream))];
    const { rows } = await client.query<
      [stream: string | null, version: number | null, ...row: LogRow | [null, null, null]]
    >({
      name: 'standing',
      text: `
        SELECT wanted.stream,
          (SELECT max(version) FROM ${this.schema}.events WHERE stream = wanted.stream),
          NULL::bigint, NULL::bytea, NULL::bytea
        FROM unnest($1::text[]) AS wanted (stream)
        UNION ALL
        SELECT NULL, NULL, position, leaf, bytes FROM ${this.schema}.events WHERE id = ANY ($2::uuid[])`,
      values: [streams, ids],
      rowMode: 'array',
    });
    const versions = new Map<string, number>();
    const found = new Map<string, Receipt>();
    for (const [stream, version, position, leaf, bytes] of rows) {
      if (stream !== null) versions.set(stream, version ?? 0);
      else if (position !== null) {
        const receipt = receiptOf(recordedOf([position, leaf, bytes]));
        found.set(receipt.eventId, receipt);
      }
    }
    return { ids: found, versions };
  }

  /** Puts events at the end, and moves the end. */
  async insert(client: pg.ClientBase, events: readonly NewEvent[], end: End): Promise<void> {
    await client.query({
      name: 'insert',
      text: `
        WITH moved AS (
          UPDATE ${this.schema}.log_head SET position = $1, leaf = $2, micros = $3
          WHERE one RETURNING position)
        ${this.insertion}`,
      values: [end.position, end.leaf, end.micros, ...columnsOf(events)],
    });
  }

  /** Throws unless the transaction stands wherever it has to. */
  async commit(client: pg.ClientBase): Promise<void> {
    const { command } = await unwarned(client, () => client.query('COMMIT'));
    if (command !== 'COMMIT') throw new Error(`expected COMMIT, found ${command}`);
  }

  /**
   * All of it in one way to the server and back: events behind the end that this process knows, if that is still the
   * end, no such id stands, and the streams are as long as expected. False: nothing was written.
   */
  async append(client: pg.ClientBase, { known, versions, events, end }: Behind): Promise<boolean> {
    const { rowCount } = await unwarned(client, () =>
      client.query({
        name: 'append',
        // The snapshot is at least as new as the known end: where that is still the end once its row is locked, what
        // was found before still holds.
        text: `
          WITH fitting AS (
            SELECT FROM unnest($11::text[], $12::integer[]) AS wanted (stream, version)
            HAVING NOT EXISTS (SELECT FROM ${this.schema}.events WHERE id = ANY ($6::uuid[]))
              AND bool_and(wanted.version = coalesce(
                (SELECT max(version) FROM ${this.schema}.events WHERE stream = wanted.stream), 0))),
          moved AS (
            UPDATE ${this.schema}.log_head SET position = $1, leaf = $2, micros = $3
            WHERE one AND position = $13 AND leaf = $14 AND EXISTS (SELECT FROM fitting) RETURNING position),
          written AS (${this.insertion})
          SELECT FROM moved`,
        values: [
          ...[end.position, end.leaf, end.micros],
          ...columnsOf(events),
          ...[[...versions.keys()], [...versions.values()]],
          ...[known.position, known.leaf],
        ],
      }),
    );
    return rowCount === 1;
  }

  private get insertion(): string {
    return `
      INSERT INTO ${this.schema}.events (position, stream, version, id, leaf, bytes)
      SELECT moved.position - cardinality($4::text[]) + n, stream, version, id,
        substring($9::bytea FROM 32 * n::integer - 31 FOR 32), substring($10::bytea FROM start FOR length)
      FROM moved, unnest($4::text[], $5::integer[], $6::uuid[], $7::integer[], $8::integer[])
        WITH ORDINALITY AS new (stream, version, id, start, length, n)`;
  }

  /** Events of one stream from a version on. */
  async stream(
    client: pg.ClientBase | pg.Pool,
    stream: string,
    from: number,
    limit: number,
  ): Promise<Page> {
    const { rows } = await client.query<LogRow>({
      name: 'stream',
      text: paged(
        'position, leaf, bytes',
        'version',
        `FROM ${this.schema}.events WHERE stream = $1 AND version >= $2 ORDER BY version LIMIT $3`,
      ),
      values: [stream, from, limit],
      rowMode: 'array',
    });
    return pageOf(rows, limit);
  }

  /** Events behind a position. */
  async behind(client: pg.ClientBase | pg.Pool, after: bigint, limit: number): Promise<Recorded[]> {
    const { rows } = await client.query<LogRow>({
      name: 'behind',
      text: paged(
        'position, leaf, bytes',
        'position',
        `FROM ${this.schema}.events WHERE position > $1 ORDER BY position LIMIT $2`,
      ),
      values: [after, limit],
      rowMode: 'array',
    });
    return rows.map(recordedOf);
  }

  /** The same with what the columns repeat, unchecked: for a verification. */
  async unchecked(client: pg.ClientBase, after: bigint, limit: number) {
    const { rows } = await client.query<UncheckedRow>({
      name: 'unchecked',
      text: paged(
        'position, leaf, bytes, stream, version, id',
        'position',
        `FROM ${this.schema}.events WHERE position > $1 ORDER BY position LIMIT $2`,
      ),
      values: [after, limit],
      rowMode: 'array',
    });
    return rows;
  }

  /** Rings for every process that listens. */
  async tell(client: pg.ClientBase, { position, leaf, micros }: End): Promise<void> {
    const news = `${position} ${micros} ${Buffer.from(leaf).toString('hex')}`;
    await client.query({
      name: 'tell',
      text: 'SELECT pg_notify($1, $2)',
      values: [this.channel, news],
    });
  }

  get channel(): string {
    return this.schema;
  }
}

/** `versions`: the lengths that the streams of a group are expected to have. */
export interface Behind {
  readonly known: End;
  readonly versions: ReadonlyMap<string, number>;
  readonly events: readonly NewEvent[];
  readonly end: End;
}

/** Where a log ends, as a notification tells it. */
export function endOfNews(news: string): End {
  const [position, micros, leaf] = news.split(' ');
  return endOf({ position, micros, leaf: Buffer.from(leaf, 'hex') });
}

/** A wait for a standby that was called off is a success to PostgreSQL, with a warning. */
async function unwarned<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  const warnings: string[] = [];
  const hear = ({ message }: { message?: string }) => warnings.push(message ?? 'a warning');
  client.on('notice', hear);
  try {
    const done = await work();
    if (warnings.length > 0) throw new Error(`expected a commit, found ${warnings.join(', ')}`);
    return done;
  } finally {
    client.off('notice', hear);
  }
}

/** Leaves and bytes end to end: an array of either would go as text, at twice its length. */
function columnsOf(events: readonly NewEvent[]): unknown[] {
  const lengths = events.map(({ bytes }) => bytes.length);
  let next = 1;
  const starts = lengths.map((length) => (next += length) - length);
  return [
    events.map(({ stream }) => stream),
    events.map(({ version }) => version),
    events.map(({ eventId }) => eventId),
    ...[starts, lengths],
    Buffer.concat(events.map(({ leaf }) => leaf)),
    Buffer.concat(events.map(({ bytes }) => bytes)),
  ];
}

interface HeadRow {
  readonly position: string;
  readonly leaf: Buffer;
  readonly micros: string;
}

function endOf({ position, leaf, micros }: HeadRow): End {
  return { position: BigInt(position), leaf: new Uint8Array(leaf), micros: Number(micros) };
}

/** At least one row, and no more once a page's bytes are reached. */
function paged(columns: string, order: string, wanted: string): string {
  return `
    SELECT ${columns} FROM (
      SELECT *, sum(octet_length(bytes))
        OVER (ORDER BY ${order} ROWS UNBOUNDED PRECEDING) - octet_length(bytes) AS before
      FROM (SELECT * ${wanted}) AS wanted) AS summed
    WHERE before < ${PAGE_BYTES} ORDER BY ${order}`;
}

function pageOf(rows: readonly LogRow[], limit: number): Page {
  const events = rows.map(recordedOf);
  const size = events.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return { events, more: rows.length === limit || size >= PAGE_BYTES };
}
