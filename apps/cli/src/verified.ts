import type { ToldVerification } from '../../api/src/index.js';
import { directoryOf, keyFileOf, placeOf } from './asked-place.js';
import { connect, type Connection } from './connection.js';
import { Failure } from './failure.js';
import { followed } from './progress.js';
import { type Reaching, show } from './reaching.js';

interface Found {
  readonly ok?: boolean;
}

/**
 * What the server finds, and in which store; where none can open the log, for damage or for its pin, what stands there,
 * place by place.
 */
export async function verified(options: Reaching): Promise<Found> {
  let connection: Connection;
  try {
    connection = await connect({ ...options, looks: true });
  } catch (error) {
    return closed(options, error);
  }
  try {
    const lines = await connection.send('POST', '/admin/verify');
    return (await followed(lines, { title: 'verify', quiet: options.json })) as Found; // our own server's answer
  } finally {
    await connection.close();
  }
}

async function closed(options: Reaching, why: unknown): Promise<Found> {
  if (!(why instanceof Failure)) throw why;
  if (!LOOKED_INTO.has(why.code)) throw toldOf(why, options);
  const { ok, ...found } = await placeByPlace(options, why);
  // Its pin, or how long it is, can be wrong where every event is right.
  if (ok && !OF_KEYS.has(why.code))
    throw toldOf(
      refusalLike(why, `every event of ${found.store} is what its leaf says`),
      options,
      found,
    );
  const keys = await missingBeside(options, why);
  const told = { opened: false, ...namedOf(why), ...found, ...keys };
  return { ...told, ok: false };
}

/** Where not even a page of it can be read, the refusal has said all there is to say. */
async function placeByPlace(options: Reaching, why: Failure): Promise<ToldVerification> {
  const { StoreRefused } = await import('@cluetrail/stores');
  const { verifyClosed } = await import('../../api/src/index.js');
  try {
    return await verifyClosed(directoryOf(options), await placeOf(options));
  } catch (error) {
    throw error instanceof StoreRefused ? toldOf(why, options) : error;
  }
}

/** Of which events: the refusal names the first stream that it met. */
async function missingBeside(options: Reaching, { code }: Failure) {
  if (code !== 'keys-behind') return {};
  const { missingInClosed } = await import('../../api/src/index.js');
  const asked = { ...(await placeOf(options)), keyFile: keyFileOf(options) };
  const missing = await missingInClosed(directoryOf(options), asked);
  return missing && { keys: { missing } };
}

/** People read its line; machines, which read standard output, have it there as well. */
function toldOf(failure: Failure, options: Reaching, found: object = {}): Failure {
  if (options.json) show({ ok: false, opened: false, ...namedOf(failure), ...found }, options);
  return failure;
}

function namedOf({ code, message: refused }: Failure) {
  return { code, refused };
}

function refusalLike({ message, exitCode, code }: Failure, more: string): Failure {
  return new Failure(`${message}; ${more}`, exitCode, code);
}

/** They say nothing about the log. */
const OF_KEYS: ReadonlySet<string | undefined> = new Set([
  ...['keys-missing', 'keys-behind', 'keys-damaged', 'keys-unreadable'],
  ...['key-file-missing', 'key-wrong'],
]);

/** Where the events themselves may say what happened to a log that is refused. */
const LOOKED_INTO: ReadonlySet<string | undefined> = new Set([
  'log-damaged',
  'pin-missing',
  'pin-damaged',
  'behind-pin',
  'log-behind-keys',
  'other-log',
  ...OF_KEYS,
]);
