import { codeOf, messageOf } from '../postgres-log/failure.js';
import { StoreRefused } from '../shared/store-refused.js';

/**
 * A question about what lies at `place`, for messages. Rejects with StoreRefused `read-models-unreadable` where its
 * server is away, ends, starts or is full: asked again later, it may be answered.
 */
export async function reached<T>(place: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    const found = messageOf(error);
    throw new StoreRefused(
      'read-models-unreadable',
      `${place}: expected an answer, found "${found}"`,
      { found: codeOf(error) ?? found },
    );
  }
}

export function notOpened(place: string, error: unknown): StoreRefused {
  const found = messageOf(error);
  return new StoreRefused(
    'read-models-unreadable',
    `${place}: expected to open it, found "${found}"`,
    { found: codeOf(error) ?? found },
  );
}

function isUnreachable(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) return code.startsWith('08') || PASSING.has(code);
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isUnreachable);
  return (
    ('code' in error && NETWORK.has(String(error.code))) ||
    /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout)/.test(
      error.message,
    )
  );
}

/** Shut down, crashed, not ready yet; too many connections. */
const PASSING = new Set(['57P01', '57P02', '57P03', '53300']);
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH']);
