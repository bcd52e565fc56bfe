import type pg from 'pg';
import { open, type Receipt, type Recorded } from '@cluetrail/event-sourcing';
import { sha256 } from '../shared/sha256.js';
import type { Asked, End, NewEvent, Standing } from './decide-group.js';

/** A row of the log as the driver gives it: position in decimal. */
type LogRow = [position: string, leaf: Buffer, bytes: Buffer];

/** A page ends with the row that reaches this many bytes: a row may hold up to 1 MiB. */
const PAGE_BYTES = 1024 * 1024;

/** The text of every statement, for one schema; prepared once per connection. */
export class Statements {
  constructor(private readonly schema: string) {}

  /** Begins a transaction and keeps every other writer out until it ends. One way to the server and back. */
  async begin(client: pg.ClientBase): Promise<End> {
    const results: unknown = await client.query(
      `BEGIN; SELECT position, leaf, micros FROM ${this.schema}.log_head FOR UPDATE`,
    );
    const [, { rows }] = results as [unknown, pg.QueryResult<HeadRow>]; // one for each statement
    return endOf(rows[0]);
  }

  async end(client: pg.ClientBase): Promise<End> {
    const { rows } = await client.query<HeadRow>({
      name: 'end',
      text: `SELECT position, leaf, micros FROM ${this.schema}.log_head`,
    });
    return endOf(rows[0]);
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

  /** Puts events at the end, moves the end, and rings for every process once it stands. */
  async insert(client: pg.ClientBase, events: readonly NewEvent[], end: End): Promise<void> {
    await client.query({
      name: 'insert',
      text: `
        WITH written AS (
          INSERT INTO ${this.schema}.events (position, stream, version, id, leaf, bytes)
          SELECT * FROM unnest($1::bigint[], $2::text[], $3::integer[], $4::uuid[], $5::bytea[], $6::bytea[])),
        moved AS (UPDATE ${this.schema}.log_head SET position = $7, leaf = $8, micros = $9)
        SELECT pg_notify($10, $11)`,
      values: [
        events.map(({ position }) => position),
        events.map(({ stream }) => stream),
        events.map(({ version }) => version),
        events.map(({ eventId }) => eventId),
        events.map(({ leaf }) => leaf),
        events.map(({ bytes }) => bytes),
        ...[end.position, end.leaf, end.micros],
        ...[this.channel, `${end.position} ${Buffer.from(end.leaf).toString('hex')}`],
      ],
    });
  }

  /**
   * Throws unless the commit stands wherever it has to. A wait for a standby that was called off is a success to
   * PostgreSQL, with a warning.
   */
  async commit(client: pg.ClientBase): Promise<void> {
    const warnings: string[] = [];
    const hear = ({ message }: { message?: string }) => warnings.push(message ?? 'a warning');
    client.on('notice', hear);
    const { command } = await client.query('COMMIT');
    client.off('notice', hear);
    const found = [...(command === 'COMMIT' ? [] : [command]), ...warnings];
    if (found.length > 0) throw new Error(`expected COMMIT, found ${found.join(', ')}`);
  }

  /** Events of one stream, in order of version; whole ones up to a page. `full`: more may follow. */
  async stream(client: pg.ClientBase | pg.Pool, stream: string, from: number, limit: number) {
    const { rows } = await client.query<LogRow>({
      name: 'stream',
      text: paged(`FROM ${this.schema}.events WHERE stream = $1 AND version >= $2`, 'version', 3),
      values: [stream, from, limit],
      rowMode: 'array',
    });
    return rows.map(recordedOf);
  }

  /** Events behind a position. */
  async behind(client: pg.ClientBase | pg.Pool, after: bigint, limit: number): Promise<Recorded[]> {
    const { rows } = await client.query<LogRow>({
      name: 'behind',
      text: paged(`FROM ${this.schema}.events WHERE position > $1`, 'position', 2),
      values: [after, limit],
      rowMode: 'array',
    });
    return rows.map(recordedOf);
  }

  /** The same with what the columns repeat, unchecked: for a verification. */
  async unchecked(client: pg.ClientBase, after: bigint, limit: number) {
    const { rows } = await client.query<
      [...row: LogRow, stream: string, version: number, id: string]
    >({
      text: `SELECT position, leaf, bytes, stream, version, id FROM ${this.schema}.events
        WHERE position > $1 ORDER BY position LIMIT $2`,
      values: [after, limit],
      rowMode: 'array',
    });
    return rows;
  }

  get channel(): string {
    return this.schema;
  }
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
function paged(from: string, order: string, limit: number): string {
  return `
    SELECT position, leaf, bytes FROM (
      SELECT position, leaf, bytes,
        sum(octet_length(bytes)) OVER (ORDER BY ${order}) - octet_length(bytes) AS before
      FROM (SELECT position, leaf, bytes, ${order === 'position' ? '' : `${order}, `}1 AS one
        ${from} ORDER BY ${order} LIMIT $${limit}) AS wanted) AS summed
    WHERE before < ${PAGE_BYTES} ORDER BY position`;
}

/** Throws {@link LogDamaged}. */
export function recordedOf([position, leaf, bytes]: LogRow): Recorded {
  return open({ position: BigInt(position), leaf: plain(leaf), bytes: plain(bytes) }, sha256);
}

/** The driver's Buffer as what it is, without a copy. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

function receiptOf({ position, event }: Recorded): Receipt {
  const { eventId, stream, version, recordedAt } = event;
  return { eventId, stream, version, position, recordedAt };
}
