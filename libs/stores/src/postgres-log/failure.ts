/** Five characters by which PostgreSQL names an error; undefined where the connection, not the server, failed. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

/** What a second try may cure, once nothing of the first stands. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  return code === SERIALIZATION_FAILURE || code === DEADLOCK;
}

export const DISK_FULL = '53100';
