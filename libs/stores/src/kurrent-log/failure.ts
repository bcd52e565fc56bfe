/**
 * What an error of the driver means for us.
 * `not-leader`: nothing was done, another node will do it · `not-handled`: nothing was done · `lost`: it may have been
 * done · `refused`: nothing was done, and asking again will not help · `no-place`: no record begins at this position.
 */
export type FailureKind =
  | 'not-leader'
  | 'not-handled'
  | 'lost'
  | 'refused'
  | 'conflict'
  | 'missing'
  | 'deleted'
  | 'no-place';

export class KurrentFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
  ) {
    super(message);
    this.name = 'KurrentFailure';
  }
}

/** What a node that restarts or a change of leaders gives: it goes by, and a read may be done again. */
export function passing(error: unknown): boolean {
  return error instanceof KurrentFailure && PASSING.has(error.kind);
}

/** The leader is elsewhere, and nothing was done: also an append may be sent again. */
export function elsewhere(error: unknown): boolean {
  return error instanceof KurrentFailure && error.kind === 'not-leader';
}

const PASSING: ReadonlySet<FailureKind> = new Set(['not-leader', 'not-handled', 'lost']);

// Codes of gRPC: the driver's own classes come for some calls and not for others, the codes come always.
const INVALID_ARGUMENT = 3;
const CERTAIN = new Set([INVALID_ARGUMENT, 5, 6, 7, 9, 11, 12, 16]);
const UNAVAILABLE = 14;

/** Sentences of UNAVAILABLE after which the request cannot have reached the log. */
const NOT_SENT =
  /no connection established|ECONNREFUSED|name resolution failed|server is not ready|server is too busy/i;

/** Normalises by gRPC code and, where the server names its exception, by that name. */
export function failureOf(error: unknown): KurrentFailure {
  if (error instanceof KurrentFailure) return error;
  const { code, message } = factsOf(error);
  const failure = (kind: FailureKind) => new KurrentFailure(kind, message);
  switch (nameOf(error)) {
    case 'not-leader':
      return failure('not-leader');
    case 'wrong-expected-version':
      return failure('conflict');
    case 'stream-not-found':
      return failure('missing');
    case 'stream-deleted':
      return failure('deleted');
    case 'access-denied':
    case 'invalid-argument':
    case 'maximum-append-size-exceeded':
      return failure('refused');
  }
  // The second: another call's failure made the driver connect anew, and this one had not begun.
  if (/no leader info|closed before call started/i.test(message)) return failure('not-leader');
  if (/failed to discover/i.test(message)) return failure('not-handled');
  if (code === UNAVAILABLE) return failure(NOT_SENT.test(message) ? 'not-handled' : 'lost');
  if (code === INVALID_ARGUMENT && /invalid position/i.test(message)) return failure('no-place');
  return failure(code !== undefined && CERTAIN.has(code) ? 'refused' : 'lost');
}

function factsOf(error: unknown): { code: number | undefined; message: string } {
  if (typeof error !== 'object' || error === null)
    return { code: undefined, message: String(error) };
  const code = 'code' in error && typeof error.code === 'number' ? error.code : undefined;
  const message = 'message' in error ? String(error.message) : String(error);
  return { code, message };
}

/** The driver's `type`, or the server's exception in the metadata of an error that the driver left as it came. */
function nameOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('type' in error && typeof error.type === 'string' && error.type !== 'unknown')
    return error.type;
  if (!('metadata' in error)) return undefined;
  const { metadata } = error;
  if (typeof metadata !== 'object' || metadata === null || !('get' in metadata)) return undefined;
  return typeof metadata.get === 'function' ? metadata.get('exception')[0]?.toString() : undefined;
}
