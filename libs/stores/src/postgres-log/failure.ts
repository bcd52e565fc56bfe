import { LogDamaged } from '@cluetrail/event-sourcing';
import { StoreRefused } from '../shared/store-refused.js';

/** Five characters by which PostgreSQL names an error; undefined where the connection, not the server, failed. */
export function codeOf(error: unknown): string | undefined {
  // Errors of the system have codes too, EPIPE among them; only those of the server say how severe they are.
  const said = isObject(error) && 'severity' in error && 'code' in error;
  return said && typeof error.code === 'string' ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  if (!isObject(error)) return String(error);
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0)
    return messageOf(error.errors[0]);
  return 'message' in error ? String(error.message) : String(error);
}

// Not instanceof: Node's own errors can come from another realm.
function isObject(error: unknown): error is object {
  return typeof error === 'object' && error !== null;
}

/** The log does not end where this process left it: nothing is written any more. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof StoreRefused && error.code === 'overtaken';
}

/** The driver's own word for a connection that ended. */
export function isBroken(error: unknown): boolean {
  return /^Connection terminated|^read E|^write E/.test(messageOf(error));
}

/** Class 57P is a server that is being ended, 08 a broken connection; an error without a code never reached one. */
export function isLost(error: unknown): boolean {
  if (error instanceof StoreRefused || error instanceof LogDamaged) return false;
  const code = codeOf(error);
  return code === undefined || /^(57P|08|53300)/.test(code);
}

const DISK_FULL = '53100';
/** What the first session of a database says there, without a code of its own. */
const NO_ROOM_FOR_FIRST = 'could not write init file';

/** The disk of the server's tables has no room. One without room for its write-ahead log ends the server instead. */
export function isOfFullDisk(error: unknown): boolean {
  return codeOf(error) === DISK_FULL || messageOf(error) === NO_ROOM_FOR_FIRST;
}

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

/** A table, a schema or a column that is not there any more, or pages and indexes that make no sense. */
export function isDamage(error: unknown): boolean {
  return /^(42P01|3F000|42703|XX00[12])$/.test(codeOf(error) ?? '');
}

/** What a second try may cure, once nothing of the first stands. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  return code === SERIALIZATION_FAILURE || code === DEADLOCK;
}

/**
 * Whether an error tells that its transaction left nothing: one about data, limits or state. One of a server that is
 * being ended (57), of its system (58) or of its insides (XX) can also come after the commit.
 */
export function isUndone(error: unknown): boolean {
  return /^(2[2-8]|40|42|5[345])/.test(codeOf(error) ?? '');
}
