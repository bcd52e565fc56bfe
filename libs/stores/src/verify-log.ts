import { directoryOf, kindOfStore } from './open-log.js';
import type { Verification } from './shared/log.js';
import { StoreRefused } from './shared/store-refused.js';

/**
 * Checks every event of a log that cannot be opened, since some of it is damaged: the opening names the first place, this
 * all of them. Nothing is written. Rejects with StoreRefused where it cannot be read at all, or may be in use.
 */
export async function verifyClosedLog(store: string): Promise<Verification> {
  switch (kindOfStore(store)) {
    case 'sqlite': {
      const { verifyClosedFile } = await import('./sqlite-log/verify-closed.js');
      return verifyClosedFile(directoryOf(store));
    }
    case 'postgres': {
      const { verifyClosedTables } = await import('./postgres-log/verify-closed.js');
      return verifyClosedTables(store);
    }
    default:
      throw new StoreRefused(
        'no-store',
        `store: expected one on SQLite or PostgreSQL, found ${kindOfStore(store)}`,
      );
  }
}
