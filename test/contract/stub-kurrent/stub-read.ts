import { Metadata, type ServerWritableStream, status } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import {
  caughtUpMessage,
  checkpointMessage,
  confirmationMessage,
  eventMessage,
  notFoundMessage,
} from './messages.js';
import type { StubDatabase, StubRecord } from './stub-database.js';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** Answers a read of a stream or of $all; ends the call. */
export async function answerRead(database: StubDatabase, call: ReadCall): Promise<void> {
  const options = call.request.getOptions();
  const named = options?.getStream()?.getStreamIdentifier()?.getStreamName_asU8();
  const backwards = options?.getReadDirection() === 1;
  const count = Number(options?.getCount());
  const found = named
    ? streamRead(database, call, { stream: Buffer.from(named).toString(), backwards })
    : allRead(database, call, backwards);
  if (!found) return;
  await writeAll(call, found.slice(0, count).map(eventMessage));
  call.end();
}

function streamRead(
  database: StubDatabase,
  call: ReadCall,
  { stream, backwards }: { stream: string; backwards: boolean },
): readonly StubRecord[] | undefined {
  if (database.isTombstoned(stream)) {
    fail(call, status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
      exception: 'stream-deleted',
      'stream-name': stream,
    });
    return undefined;
  }
  const visible = database.visible(stream);
  if (visible.length === 0) {
    call.write(notFoundMessage(stream));
    call.end();
    return undefined;
  }
  const options = call.request.getOptions()?.getStream();
  if (!options?.hasRevision()) return backwards ? visible.toReversed() : visible;
  const from = BigInt(options.getRevision());
  return backwards
    ? visible.filter(({ revision }) => revision <= from).reverse()
    : visible.filter(({ revision }) => revision >= from);
}

function allRead(
  database: StubDatabase,
  call: ReadCall,
  backwards: boolean,
): readonly StubRecord[] | undefined {
  const { records } = database;
  const from = placeOf(call);
  if (from === 'start') return backwards ? [] : records;
  if (from === 'end') return backwards ? records.toReversed() : [];
  if (!database.isPlace(from)) {
    fail(call, status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');
    return undefined;
  }
  return backwards
    ? records.filter(({ position }) => position < from).reverse()
    : records.slice(indexFrom(records, from));
}

/** History behind the place asked for, then live, until the call ends. Checkpoints come every few records. */
export async function answerSubscription(database: StubDatabase, call: ReadCall): Promise<void> {
  const from = placeOf(call);
  if (typeof from === 'bigint' && !database.isPlace(from))
    return fail(call, status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');
  const { records } = database;
  let last = from === 'start' ? -1n : from === 'end' ? (records.at(-1)?.position ?? -1n) : from;
  const wanted = filterOf(call.request);
  call.write(confirmationMessage());
  let live = false;
  while (!call.cancelled && !call.destroyed) {
    const page = records.slice(indexFrom(records, last + 1n)).slice(0, 100);
    await writeAll(call, page.filter(wanted).map(eventMessage));
    last = page.at(-1)?.position ?? last;
    if (page.length > 0) call.write(checkpointMessage(last));
    else if (!live) live = call.write(caughtUpMessage()) || true;
    else await appendedOrEnd(database, call);
  }
}

function appendedOrEnd(database: StubDatabase, call: ReadCall): Promise<void> {
  return until(call, ['cancelled', 'close'], (wake) => database.onAppended(wake));
}

function drainedOrEnd(call: ReadCall): Promise<void> {
  return until(call, ['drain', 'cancelled', 'close']);
}

function until(
  call: ReadCall,
  events: readonly string[],
  also: (wake: () => void) => () => void = () => () => undefined,
): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      stop();
      for (const event of events) call.off(event, wake);
      resolve();
    };
    const stop = also(wake);
    for (const event of events) call.on(event, wake);
  });
}

function placeOf(call: ReadCall): 'start' | 'end' | bigint {
  const all = call.request.getOptions()?.getAll();
  if (all?.hasPosition()) return BigInt(all.getPosition()?.getCommitPosition() ?? 0);
  return all?.hasEnd() ? 'end' : 'start';
}

function filterOf(request: ReadReq): (record: StubRecord) => boolean {
  const prefixes = request.getOptions()?.getFilter()?.getStreamIdentifier()?.getPrefixList() ?? [];
  return ({ stream }) =>
    prefixes.length === 0 || prefixes.some((prefix) => stream.startsWith(prefix));
}

/** The first index at or behind a position: a log is long, and read in pages. */
function indexFrom(records: readonly StubRecord[], position: bigint): number {
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (records[middle].position < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function writeAll(call: ReadCall, messages: readonly ReadResp[]): Promise<void> {
  for (const message of messages) {
    if (call.cancelled || call.destroyed) return;
    if (!call.write(message)) await drainedOrEnd(call);
  }
}

export function fail(
  call: ReadCall,
  code: number,
  details: string,
  fields: Readonly<Record<string, string>> = {},
): void {
  call.emit('error', errorOf(code, details, fields));
}

export function errorOf(
  code: number,
  details: string,
  fields: Readonly<Record<string, string>> = {},
): Error & { code: number; details: string; metadata: Metadata } {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(fields)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
}
