import { hash } from 'node:crypto';
import pg from 'pg';
import { door, systemClock } from './house.mjs';

const { leafOf, nextMicros, recordedAtOf, seal } = await door('libs/event-sourcing');
const SCHEMA = 'cluetrail_log';

/**
 * What one would write by hand over pg: the same bytes, leaves, tables and indexes, and the same promise that nothing
 * ever appears behind a position already read. It has no look-up of known ids or versions (the unique indexes would
 * throw), rings no bell, is bound by nothing and does not tell unknown from unavailable.
 */
export class RawPostgres {
  versions = new Map();

  static async open(url) {
    const raw = new RawPostgres();
    raw.client = new pg.Client(url);
    await raw.client.connect();
    return raw;
  }

  /** One transaction and one sync for the whole group. */
  async append(drafts) {
    const results = await this.client.query(
      `BEGIN; SELECT position, micros FROM ${SCHEMA}.log_head FOR UPDATE`,
    );
    const [{ position, micros }] = results[1].rows;
    const events = drafts.map((draft) => this.#sealed(draft));
    await this.client.query({
      name: 'insert',
      text: `WITH written AS (INSERT INTO ${SCHEMA}.events (position, stream, version, id, leaf, bytes)
          SELECT * FROM unnest($1::bigint[], $2::text[], $3::integer[], $4::uuid[], $5::bytea[], $6::bytea[]))
        UPDATE ${SCHEMA}.log_head SET position = $7, leaf = $8, micros = $9`,
      values: [
        events.map((_, index) => Number(position) + index + 1),
        ...this.#columns(events),
        ...[Number(position) + events.length, events.at(-1).leaf, Math.max(this.micros, micros)],
      ],
    });
    await this.client.query('COMMIT');
  }

  /** Without that promise: positions from a sequence, one statement. */
  async appendAnyhow(drafts) {
    const events = drafts.map((draft) => this.#sealed(draft));
    await this.client.query({
      name: 'anyhow',
      text: `INSERT INTO ${SCHEMA}.events (position, stream, version, id, leaf, bytes)
        SELECT nextval('${SCHEMA}.anyhow'), * FROM
          unnest($1::text[], $2::integer[], $3::uuid[], $4::bytea[], $5::bytea[])`,
      values: this.#columns(events),
    });
  }

  async read(stream) {
    const { rows } = await this.client.query({
      name: 'stream',
      text: `SELECT position, leaf, bytes FROM ${SCHEMA}.events WHERE stream = $1 ORDER BY version`,
      values: [stream],
    });
    return rows.map(opened);
  }

  /** Page by page, so that all events are never in memory at once: `each` sees every one. */
  async readAll(each) {
    for (let after = 0; ;) {
      const { rows } = await this.client.query({
        name: 'behind',
        text: `SELECT position, leaf, bytes FROM ${SCHEMA}.events
          WHERE position > $1 ORDER BY position LIMIT 1000`,
        values: [after],
      });
      for (const row of rows) each(opened(row));
      if (rows.length === 0) return;
      after = rows.at(-1).position;
    }
  }

  close() {
    return this.client.end();
  }

  #sealed(draft) {
    const version = (this.versions.get(draft.stream) ?? 0) + 1;
    this.versions.set(draft.stream, version);
    this.micros = nextMicros(this.micros ?? 0, systemClock.nowMicros());
    const { bytes, leaf } = seal(draft, { version, recordedAt: recordedAtOf(this.micros) }, sha256);
    return { stream: draft.stream, version, id: draft.eventId, leaf, bytes };
  }

  #columns(events) {
    return ['stream', 'version', 'id', 'leaf', 'bytes'].map((name) =>
      events.map((event) => event[name]),
    );
  }
}

function opened({ leaf, bytes }) {
  if (Buffer.compare(leafOf(bytes, sha256), leaf) !== 0) throw new Error('bench: a leaf differs');
  return JSON.parse(decoder.decode(bytes));
}

function sha256(bytes) {
  return hash('sha256', bytes, 'buffer');
}

const decoder = new TextDecoder();
