import type { DatabaseSync } from 'node:sqlite';
import { FULL, messageOf, primaryCodeOf } from './failure.js';

/**
 * `rolled-back`: nothing was written. `unknown`: the commit failed, it may stand after the next start.
 * `stop`: a failed write or sync, after which nothing may be written before the log is reopened.
 */
export type Ended<T> =
  | { readonly ended: 'committed'; readonly value: T }
  | { readonly ended: 'rolled-back' | 'unknown'; readonly cause: string; readonly stop: boolean };

/** Runs `work` in one transaction. Errors of SQLite become values; any other error is rolled back and thrown on. */
export function transact<T>(db: DatabaseSync, work: () => T): Ended<T> {
  let value: T;
  try {
    db.exec('BEGIN IMMEDIATE');
    value = work();
  } catch (error) {
    const undone = rollBack(db);
    if (primaryCodeOf(error) === undefined) throw error;
    return { ended: 'rolled-back', cause: messageOf(error), stop: !undone || !isFull(error) };
  }
  try {
    db.exec('COMMIT');
  } catch (error) {
    // A full disk fails the write of the commit frame itself: that frame is not valid, and writing may go on.
    const undone = rollBack(db);
    return { ended: 'unknown', cause: messageOf(error), stop: !undone || !isFull(error) };
  }
  return { ended: 'committed', value };
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
