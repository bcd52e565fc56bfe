import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { emmettPostgres, emmettSqlite } from './peers.mjs';

/**
 * Emmett as sides of a measure, `{ name, peer, open(directory) }`; none where it is not installed. On one connection that
 * is kept, before which callers take turns: it would mix the transactions of two at once into one. A connection for each
 * operation, as it opens them by itself, is slower and now and then refuses an append (`SQL statements in progress`).
 */
export const emmettOnSqlite = emmettSqlite ? [{ name: 'emmett', peer: true, open: openFile }] : [];

/** With the pool of connections that it opens by itself; `open(url)`. */
export const emmettOnPostgres = emmettPostgres
  ? [{ name: 'emmett', peer: true, open: openDatabase }]
  : [];

async function openFile(directory) {
  const fileName = join(directory, 'emmett.db');
  const connection = emmettSqlite.sqliteConnection({ fileName });
  await expectSynced(connection);
  const connectionOptions = { singleton: true, connection };
  const store = emmettSqlite.getSQLiteEventStore({ fileName, connectionOptions });
  await store.schema.migrate();
  return new InTurn(store, async () => {
    connection.close();
    // Its close answers nobody; what it still does must not slow the next side down.
    for (let tries = 0; existsSync(`${fileName}-wal`) && tries < 1000; tries++) await sleep(5);
  });
}

/** It asks for WAL without waiting for the answer. */
async function expectSynced(connection) {
  let journal;
  for (let tries = 0; journal !== 'wal' && tries < 100; tries++) {
    if (tries > 0) await sleep(5);
    [{ journal_mode: journal }] = await connection.query('pragma journal_mode');
  }
  const [{ synchronous }] = await connection.query('pragma synchronous');
  if (journal !== 'wal' || synchronous !== FULL)
    throw new Error(`bench: expected Emmett on wal and full, found ${journal}, ${synchronous}`);
}

const FULL = 2;

async function openDatabase(url) {
  let settings;
  const onAfterSchemaCreated = async ({ connection: { client } }) => {
    const { rows } = await client.query(
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit`,
    );
    [settings] = rows;
  };
  const store = emmettPostgres.getPostgreSQLEventStore(url, { hooks: { onAfterSchemaCreated } });
  await store.schema.migrate();
  if (settings.fsync !== 'on' || settings.commit !== 'on')
    throw new Error(
      `bench: expected commits of Emmett that are synced, found ${JSON.stringify(settings)}`,
    );
  return new EmmettLog(store, () => store.close());
}

/** As much of the product's log as the bench asks for. */
class EmmettLog {
  constructor(store, close) {
    this.store = store;
    this.close = close;
  }

  async append(stream, version, events) {
    const messages = events.map(messageOf);
    await this.store.appendToStream(stream, messages, { expectedStreamVersion: BigInt(version) });
    return { outcome: 'appended' };
  }

  async read(stream) {
    const { state } = await this.store.aggregateStream(stream, {
      initialState: () => [],
      evolve(events, message) {
        events.push(eventOf(message));
        return events;
      },
    });
    return state;
  }

  /** The same streams as the product's; that it gives back what was put in is checked. */
  async take(streams, product) {
    for (const stream of streams) {
      const events = (await product.read(stream)).map(({ event }) => event);
      await this.append(stream, 0, events);
      if (!isDeepStrictEqual(await this.read(stream), events))
        throw new Error(`bench: expected the events of ${stream} from Emmett, found others`);
    }
  }
}

class InTurn extends EmmettLog {
  last = Promise.resolve();

  append(...parameters) {
    this.last = this.last.then(() => super.append(...parameters));
    return this.last;
  }
}

/** The whole event, its id as that of the message; stream and type have columns of their own there. */
function messageOf({ eventId, stream: _, type, ...data }) {
  return { type, data, metadata: { messageId: eventId } };
}

function eventOf({ type, data, metadata }) {
  return { ...data, eventId: metadata.messageId, stream: metadata.streamName, type };
}
