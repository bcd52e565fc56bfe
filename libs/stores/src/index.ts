export { openSqliteLog, type OpenSqliteLog } from './sqlite-log/open-sqlite-log.js';
export type { Log, Loss, Problem, Verification } from './shared/log.js';
export { type KeysTell, logGone, newestAccepted, notBehind } from './shared/loss.js';
export { type SqliteLog } from './sqlite-log/sqlite-log.js';
export { StoreRefused, type RefusedCode, type RefusedDetail } from './shared/store-refused.js';
export {
  checkSource,
  type Copied,
  copyLog,
  type CopyProgress,
  CopyRefused,
  type Side,
  sided,
  sideOf,
} from './copy-log.js';
export { openKurrentLog, type OpenKurrentLog } from './kurrent-log/open-kurrent-log.js';
export { type KurrentLog } from './kurrent-log/kurrent-log.js';
export { stands } from './shared/stands.js';
export { makeDirectory, takeAway } from './shared/make-directory.js';
export { holderOf, holds } from './shared/holder.js';
export { asKnown } from './read-db/as-known.js';
export {
  checkReadModelsAnswer,
  checkReadModelsAt,
  discardReadModels,
  openReadModels,
} from './read-db/open-read-models.js';
export type { ReadModels, ReadTables } from './read-db/read-models.js';
export { verifyClosedLog } from './verify-log.js';
export {
  openLog,
  isSamePlace,
  kindOfStore,
  nameOfPlace,
  directoryOf,
  type OpenLog,
} from './open-log.js';
export {
  openPostgresLog,
  preparePostgresLog,
  type OpenPostgresLog,
} from './postgres-log/open-postgres-log.js';
export { type PostgresLog } from './postgres-log/postgres-log.js';
