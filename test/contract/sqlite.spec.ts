import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteLog, type SqliteLog } from '@cluetrail/stores';
import { eventStoreContract } from './event-store.contract.js';

eventStoreContract('SQLite', async (clock) => {
  const directory = mkdtempSync(join(tmpdir(), 'cluetrail-contract-'));
  let store: SqliteLog = await openSqliteLog({ directory, clock, create: true });
  const reopen = async (): Promise<SqliteLog> => {
    await store.close();
    return (store = await openSqliteLog({ directory, clock, create: false, tail: 0 }));
  };
  return {
    store,
    reopen,
    damage: async (position) => {
      await store.close();
      flipBit(join(directory, 'events.db'), position);
      return reopen();
    },
    dispose: async () => {
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
});

/** Alters a byte as only someone with the file in hands can: without the trigger that guards the table. */
function flipBit(file: string, position: bigint): void {
  const db = new DatabaseSync(file);
  const row = db.prepare('SELECT bytes FROM events WHERE position = ?').get(position);
  const bytes = row?.bytes;
  if (!(bytes instanceof Uint8Array)) throw new Error(`no event at position ${position}`);
  bytes[40] ^= 1;
  db.exec('DROP TRIGGER events_no_update');
  db.prepare('UPDATE events SET bytes = ? WHERE position = ?').run(bytes, position);
  db.close();
}
