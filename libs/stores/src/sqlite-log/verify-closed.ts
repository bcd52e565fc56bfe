import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Verification } from '../shared/log.js';
import { errorOf, failureOf } from './failure.js';
import { LOOK, missingBeside, removeEmpty } from './inspection.js';
import { LogFile } from './log-file.js';
import { verified } from './verification.js';

/** Reads `events.db` of a directory, by a connection that can write nothing. */
export function verifyClosedFile(directory: string): Verification {
  const file = join(directory, 'events.db');
  const made = missingBeside(file);
  try {
    const db = new DatabaseSync(file, { readOnly: true });
    try {
      db.exec(LOOK);
      // The last event may be the damaged one.
      const log = new LogFile(db, ({ position, leaf }) => ({ position, leaf, micros: 0 }));
      const found = verified(log);
      for (const beside of made) removeEmpty(beside);
      return found;
    } finally {
      db.close();
    }
  } catch (error) {
    throw errorOf(failureOf(error));
  }
}
