import type { DatabaseSync } from 'node:sqlite';
import { FULL, messageOf, primaryCodeOf } from './failure.js';

/**
 * `rolled-back`: nothing was written; `full`: since the disk has no room. `unknown`: the commit failed, it may stand
 * after the next start. `stop`: a failed write or sync, after which nothing may be written before the log is reopened.
 */
export type Ended<T> =
  | { readonly ended: 'committed'; readonly value: T }
  | {
      readonly ended: 'rolled-back' | 'unknown';
      readonly cause: string;
      readonly stop: boolean;
      readonly full?: true;
    };

/** Runs `work` in one transaction. Errors of SQLite become values; any other error is rolled back and thrown on. */
export function transact<T>(db: DatabaseSync, work: () => T): Ended<T> {
  let value: T;
  try {
    db.exec('BEGIN IMMEDIATE');
    value = work();
  } catch (error) {
    const undone = rollBack(db);
    if (primaryCodeOf(error) === undefined) throw error;
    return undone && isFull(error)
      ? noRoom(error)
      : { ended: 'rolled-back', cause: messageOf(error), stop: true };
  }
  try {
    db.exec('COMMIT');
  } catch (error) {
    // A full disk fails the write of the commit frame itself, the last one: without it the WAL holds nothing of the
    // transaction, the next one is written over the rest, and writing may go on.
    const undone = rollBack(db);
    return undone && isFull(error)
      ? noRoom(error)
      : { ended: 'unknown', cause: messageOf(error), stop: true };
  }
  return { ended: 'committed', value };
}

function noRoom<T>(error: unknown): Ended<T> {
  return { ended: 'rolled-back', cause: messageOf(error), stop: false, full: true };
}

function rollBack(db: DatabaseSync): boolean {
  try {
    if (db.isTransaction) db.exec('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}

function isFull(error: unknown): boolean {
  return primaryCodeOf(error) === FULL;
}
