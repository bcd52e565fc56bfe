import { join } from 'node:path';
import type { ClientBase } from 'pg';
import { type Clock, hex, LogDamaged } from '@cluetrail/event-sourcing';
import type { AdmissionOptions } from '../shared/admission.js';
import { aheadOf, type Loss } from '../shared/log.js';
import {
  type Ending,
  isBehind,
  type KeysTell,
  logGone,
  lossOf,
  newestAccepted,
  pinIn,
} from '../shared/loss.js';
import { patiently } from '../shared/patience.js';
import { copyFull, copyUnfinished, StoreRefused } from '../shared/store-refused.js';
import { damagedAt, inOrder } from '../shared/places.js';
import { RecordingOrder } from '../shared/recording-order.js';
import { WEEK_MS } from '../shared/scrubber.js';
import { namedBy, Pin, type Pinned } from '../shared/pin.js';
import { type Address, addressOf, readSchemaOf } from './address.js';
import { checkServer, refusing } from './check-server.js';
import type { End } from './decide-group.js';
import { codeOf, isOfFullDisk, messageOf } from './failure.js';
import { Hold } from './hold.js';
import { mayAlter } from './may-alter.js';
import { PostgresLog } from './postgres-log.js';
import { checkRights, checkRole, found, layOut, layOutFor } from './schema.js';
import { LET_GO_MILLIS } from './schema-lock.js';
import { connect, ended, Session } from './session.js';
import { Statements } from './statements.js';

export interface OpenPostgresLog extends Pick<AdmissionOptions, 'before' | 'after'> {
  /** `postgres://user@host:port/database`, with the driver's options and `log=NAME` (default `cluetrail_log`). */
  readonly url: string;
  readonly clock: Clock;
  /** Begin a new log where none stands; needs the right to make a schema. Never over a pin that names events. */
  readonly create: boolean;
  /** Open an unfinished copy, too. Default: false. */
  readonly copying?: boolean;
  /** Holds `pin.json`, by which a database that was set back is known. Without it none is kept. */
  readonly directory?: string;
  /** The directory has served this log before: refuse it without its pin (`pin-missing`). Default: false. */
  readonly expectsPin?: boolean;
  /** Refuse a log that another process has opened alone (`in-use`), and keep out those that come after. Default: false. */
  readonly alone?: boolean;
  /** Open a log that has lost its end: the leaf of its last event, in hexadecimal. See {@link PostgresLog.loss}. */
  readonly acceptLoss?: string;
  /** Of the keys in `directory`: see {@link OpenSqliteLog}. Default: nothing. */
  readonly keys?: KeysTell;
  /** Refuse a server that does not sync its commits (`not-durable`). Default: false. */
  readonly requireDurable?: boolean;
  /** Events at the end of the log that are checked before it opens. Default: 20,000. */
  readonly tail?: number;
  /** Appends that may wait for an answer. Default: 4,096. */
  readonly queueLimit?: number;
  /** Opened alone: how long the scrubber takes to read the whole log again, at most. Default: a week. */
  readonly scrubCycleMs?: number;
  /** An append without an answer by then is `unknown`, one that was not begun `unavailable`. Default: 10,000 ms. */
  readonly timeoutMs?: number;
}

/** Opens a log on PostgreSQL 15 or newer. Rejects with StoreRefused, or with LogDamaged naming the position. */
export async function openPostgresLog(options: OpenPostgresLog): Promise<PostgresLog> {
  const {
    clock,
    directory,
    before,
    after,
    acceptLoss,
    keys,
    copying = false,
    expectsPin = false,
    alone = false,
    tail = 20_000,
    queueLimit = 4096,
    timeoutMs = 10_000,
    scrubCycleMs = WEEK_MS,
  } = options;
  const address = addressOf(options.url);
  const pinFile = directory === undefined ? undefined : join(directory, 'pin.json');
  const pinned = pinFile === undefined ? undefined : pinIn(pinFile, acceptLoss);
  const hold = alone ? new Hold(address) : undefined;
  const session = new Session(address, { timeoutMs, hold });
  try {
    const { end, loss, alters } = await connected(
      address,
      { timeoutMs, copying },
      async (client) => {
        await checkServer(client, address, options.requireDurable ?? false);
        if (alone) await held(session);
        await begun(client, address, { ...options, copying, pinned });
        if (alone) await checkRights(client, address);
        const alters = await mayAlter(client, address.schema);
        const ending = { pinned, keys, acceptLoss, expectsPin };
        const standing = await checked(client, address, { ...ending, tail });
        return { ...standing, alters };
      },
    );
    const pin = pinFile === undefined ? undefined : new Pin(pinFile);
    // That of a loss moves with what is recorded of it.
    if (!loss) pin?.write({ position: Number(end.position), leaf: end.leaf });
    pin?.sync();
    const ahead = pinned && aheadOf(pinned.position, Number(end.position));
    return new PostgresLog(
      {
        ...{ address, clock, pin, ahead, loss, alters, queueLimit, timeoutMs, session },
        ...{ before, after },
        ...(hold && { hold, scrubCycleMs }),
      },
      end,
    );
  } catch (error) {
    await session.drop();
    throw error;
  }
}

async function held(session: Session): Promise<void> {
  await patiently(() => session.connected(), {
    forMillis: LET_GO_MILLIS,
    passes: (error) => error instanceof StoreRefused && error.code === 'in-use',
  });
}

/**
 * Makes the log as the owner of the database, and gives `role` what serving needs: it may add events and move the
 * end, alter nothing, and keep read models beside it. Safe to repeat. Rejects with StoreRefused, and makes nothing then:
 * `role-missing`, and `role-may-alter` where the role could alter events by other rights of its.
 */
export async function preparePostgresLog({
  url,
  role,
}: {
  url: string;
  role: string;
}): Promise<Prepared> {
  checkRole(role);
  const address = addressOf(url);
  const { place, schema } = address;
  return connected(address, { timeoutMs: CONNECT_MILLIS, copying: false }, async (client) => {
    await checkServer(client, address, false);
    const log = (await found(client, address)) === 'absent' ? 'made' : 'stood';
    await layOutFor(client, address, role);
    return { store: place, log, readModels: `schema ${readSchemaOf(schema)}`, role };
  });
}

/** What serves now, and what was made for it. */
export interface Prepared {
  readonly store: string;
  /** Whether it was made now. */
  readonly log: 'made' | 'stood';
  /** Where the role may keep them. */
  readonly readModels: string;
  readonly role: string;
}

const CONNECT_MILLIS = 10_000;

async function connected<T>(
  address: Address,
  { timeoutMs, copying }: { readonly timeoutMs: number; readonly copying: boolean },
  work: (client: ClientBase) => Promise<T>,
): Promise<T> {
  try {
    const client = await patiently(() => connect(address, timeoutMs), {
      forMillis: timeoutMs,
      // A server that starts, or does not listen yet.
      passes: (error) => codeOf(error) === '57P03' || codeOf(error) === undefined,
    });
    try {
      return await work(client);
    } finally {
      await ended(client);
    }
  } catch (error) {
    if (error instanceof StoreRefused || error instanceof LogDamaged) throw error;
    const message = messageOf(error);
    if (copying && isOfFullDisk(error)) throw copyFull(message);
    throw new StoreRefused(
      'log-unreadable',
      `${address.place}: expected to open it, found "${message}"`,
      { found: codeOf(error) ?? message },
    );
  }
}

interface Beginning extends Pick<OpenPostgresLog, 'create' | 'directory' | 'keys'> {
  readonly copying: boolean;
  readonly pinned?: Pinned;
}

async function begun(
  client: ClientBase,
  address: Address,
  { create, copying, pinned, keys, directory }: Beginning,
): Promise<void> {
  const standing = await found(client, address);
  if (standing === 'unfinished' && !copying) throw copyUnfinished(address.place);
  if (standing !== 'absent') return;
  if (create && !pinned?.position) {
    if (directory !== undefined && keys && keys.reached > 0) throw logGone(directory, keys.reached);
    return layOut(client, address);
  }
  throw new StoreRefused(
    'log-missing',
    `${address.place}: expected a log, found none${namedBy(pinned)}`,
    { place: address.place, expected: String(pinned?.position ?? 0), found: 'none' },
  );
}

/** Events of the stream `log`, at most. */
const LOSSES = 1000;

/** Where the log ends, once its pin and its last events hold. */
async function checked(
  client: ClientBase,
  { schema, place }: Address,
  { tail, ...asked }: Omit<Ending, 'found'> & { readonly tail: number },
): Promise<{ readonly end: End; readonly loss?: Loss }> {
  const { pinned } = asked;
  const statements = new Statements(schema);
  const { head: end, last: standing } = await statements.ends(client);
  if (!end) throw statements.headless();
  const refuse = refusing(place);
  // Before its pin: where the events stand none is lost, and where they alone are gone its head still names them.
  if (standing !== end.position) throw otherHead(place, { found: end.position, standing });
  const position = Number(end.position);
  const before = isBehind(asked, position)
    ? newestAccepted((await statements.stream(client, 'log', 1, LOSSES)).events)
    : undefined;
  const loss = lossOf({ ...asked, before, found: { position, leaf: hex(end.leaf) } });
  if (!loss && pinned && pinned.position > 0 && pinned.position <= position) {
    const after = BigInt(pinned.position - 1);
    const page = await statements.behind(client, after, 1);
    const [{ leaf: there }] = inOrder(page, { after, head: end.position });
    const leaf = hex(there);
    if (leaf !== pinned.leaf)
      refuse('other-log', `leaf ${pinned.leaf} of its pin at position ${pinned.position}`, leaf);
  }
  const leaf = await tailLeaf(client, statements, { end, tail: BigInt(Math.max(tail, 1)) });
  if (end.position > 0n && leaf !== hex(end.leaf))
    refuse('log-damaged', `leaf ${hex(end.leaf)} at its end`, leaf);
  return { end, loss };
}

/** Checks the last events: leaves, places, order. Answers the leaf of the very last, empty where there is none. */
async function tailLeaf(
  client: ClientBase,
  statements: Statements,
  { end: { position: head }, tail }: { readonly end: End; readonly tail: bigint },
): Promise<string> {
  const order = new RecordingOrder();
  let last = head > tail ? head - tail : 0n;
  let leaf = '';
  // It says whether times have to rise.
  const first = last > 0n ? await statements.behind(client, 0n, 1) : [];
  for (const { event } of first) order.problemOf(event, () => event);
  while (last < head) {
    // What others write meanwhile lies behind this end.
    const rows = await statements.behind(client, last, Math.min(1000, Number(head - last)));
    for (const { position, event, leaf: own } of inOrder(rows, { after: last, head })) {
      const problem = order.problemOf(event, () => event);
      if (problem !== undefined) throw damagedAt(position, problem);
      last = position;
      leaf = hex(own);
    }
  }
  return leaf;
}

function otherHead(
  place: string,
  { found, standing }: { found: bigint; standing: bigint },
): StoreRefused {
  const why = standing > 0n ? 'where its last event stands' : 'since it holds no event';
  return new StoreRefused(
    'log-damaged',
    `${place}: expected its head at position ${standing}, ${why}, found it at position ${found}`,
    { position: String(found), expected: String(standing), found: String(found) },
  );
}
