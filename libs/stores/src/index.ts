export { openSqliteLog, type OpenSqliteLog } from './sqlite-log/open-sqlite-log.js';
export type { Log, Problem, Verification } from './shared/log.js';
export { type SqliteLog } from './sqlite-log/sqlite-log.js';
export { StoreRefused, type RefusedCode, type RefusedDetail } from './shared/store-refused.js';
export { type Copied, copyLog, type CopyProgress, CopyRefused } from './copy-log.js';
export { openKurrentLog, type OpenKurrentLog } from './kurrent-log/open-kurrent-log.js';
export { type KurrentLog } from './kurrent-log/kurrent-log.js';
export { asKnown } from './read-db/as-known.js';
export {
  openReadDatabase,
  type ReadTables,
  type SqliteReadDatabase,
} from './read-db/sqlite-read-database.js';
