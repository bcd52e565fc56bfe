import { addressOf, readSchemaOf } from '../postgres-log/address.js';
import type { SchemaLock } from '../postgres-log/schema-lock.js';
import { ended } from '../postgres-log/session.js';
import { Client, type ClientConfig, Pool, type PoolClient, types } from 'pg';
import { notOpened, reached } from './unreachable.js';

export interface PostgresPlace {
  readonly connectionString: string;
  readonly schema: string;
  /** For messages: without a password. */
  readonly shown: string;
}

/** Where the read models of an address lie; what it leaves out is taken from PGPASSWORD and its like. */
export function placeOf(url: string): PostgresPlace {
  const { connectionString, schema: log, place } = addressOf(url);
  const schema = readSchemaOf(log);
  return { connectionString, schema, shown: place.replace(`schema ${log}`, `schema ${schema}`) };
}

/** Readers at a time; more wait. */
const READERS = 8;
const CONNECT_MILLIS = 5000;
/** Longer than any question or any step of a rebuilding takes; a server that fell silent is not waited for beyond. */
const ANSWER_MILLIS = { question: 60_000, write: 600_000 };

/**
 * The one connection that writes, and holds the schema. What the last moments before a crash wrote is written again from
 * the log. Rejects with StoreRefused `in-use`.
 */
export async function connectWriter(place: PostgresPlace, lock: SchemaLock): Promise<Client> {
  const client = new Client({
    ...configOf(place, 'cluetrail read models'),
    query_timeout: ANSWER_MILLIS.write,
  });
  ignoreLoss(client);
  try {
    await client.connect();
    await client.query(
      `set search_path to ${place.schema}; set default_transaction_read_only to off;
       set synchronous_commit to off; set client_min_messages to warning`,
    );
    await lock.take(client);
    return client;
  } catch (error) {
    await ended(client);
    throw error;
  }
}

/** Rejects with StoreRefused `read-models-unreadable` where there is no such server, database or way in. */
export async function checkAnswers(url: string): Promise<void> {
  const place = placeOf(url);
  const client = new Client(configOf(place, 'cluetrail read models'));
  ignoreLoss(client);
  try {
    await client.connect();
  } catch (error) {
    throw notOpened(place.shown, error);
  } finally {
    await ended(client);
  }
}

/** By which a question is asked. */
type Answered = <T>(ask: () => Promise<T>) => Promise<T>;

/** Some that only read. Compiling a question would take longer than answering it. */
export function readers(place: PostgresPlace, answered: Answered): Pool {
  const pool = new Pool({
    ...configOf(place, 'cluetrail queries'),
    max: READERS,
    query_timeout: ANSWER_MILLIS.question,
    onConnect: (client) =>
      client.query(
        `set search_path to ${place.schema}; set default_transaction_read_only to on; set jit to off`,
      ) as unknown as Promise<void>, // its answer is awaited only
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    ignoreLoss(client);
    asking(client, (ask) => answered(() => reached(place.shown, ask)));
  });
  return pool;
}

/** As the query builder takes one of {@link readers}. */
export function lent(pool: Pool, { shown }: PostgresPlace) {
  return {
    options: pool.options,
    connect: () => reached(shown, () => pool.connect()),
    end: () => pool.end(),
  };
}

/** Who asks next is told of a connection that was lost; nobody else can do anything about it. */
function ignoreLoss(client: Client | PoolClient): void {
  client.on('error', () => undefined);
}

function asking(client: PoolClient, answered: Answered): void {
  const query = client.query.bind(client) as (...words: readonly unknown[]) => unknown; // its forms are many
  // As the query builder asks.
  const asked = (...words: readonly unknown[]): unknown =>
    words.length === 2 && Array.isArray(words[1])
      ? answered(async () => query(...words))
      : query(...words);
  client.query = asked as typeof client.query;
}

const BIGINT = 20;
const NUMERIC = 1700;

/** Integers of rows are safe integers, and so are counts and sums of them. */
function configOf({ connectionString }: PostgresPlace, name: string): ClientConfig {
  return {
    connectionString,
    application_name: name,
    connectionTimeoutMillis: CONNECT_MILLIS,
    keepAlive: true,
    types: {
      getTypeParser: (id, format) =>
        id === BIGINT || id === NUMERIC ? Number : types.getTypeParser(id, format),
    },
  };
}
