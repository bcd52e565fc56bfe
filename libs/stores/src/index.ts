export { openSqliteLog, type OpenSqliteLog } from './sqlite-log/open-sqlite-log.js';
export type { Problem, Verification } from './sqlite-log/messages.js';
export { type SqliteLog } from './sqlite-log/sqlite-log.js';
export { StoreRefused, type RefusedCode, type RefusedDetail } from './sqlite-log/store-refused.js';
export { openKurrentLog, type OpenKurrentLog } from './kurrent-log/open-kurrent-log.js';
export { type KurrentLog } from './kurrent-log/kurrent-log.js';
export { asKnown } from './read-db/as-known.js';
export {
  openReadDatabase,
  type ReadTables,
  type SqliteReadDatabase,
} from './read-db/sqlite-read-database.js';
