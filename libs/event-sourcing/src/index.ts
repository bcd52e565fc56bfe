export { canonical, canonicalBytes, type Json } from './canonical.js';
export { type Clock, instantOf, microsOf, nextMicros, recordedAtOf } from './clock.js';
export { type Decider, refuse, type Refusal } from './decider.js';
export {
  type Actor,
  type Attachment,
  type Basis,
  type Data,
  type Draft,
  type Event,
  type HappenedAt,
  idOf,
  kindOf,
  type Position,
  type Precision,
  type Recorded,
  type SealedText,
} from './event.js';
export {
  type Axes,
  corrected,
  type Effective,
  FACT_CORRECTED,
  type FactCorrectedData,
  inEffect,
  merged,
  noEarlier,
  placeOfNext,
} from './fold.js';
export {
  COMMAND_NAMESPACE,
  type CommandIdentity,
  commandIdOf,
  derivedId,
  eventIdOf,
  followUpIdOf,
} from './ids.js';
export { checkDrafts, MemoryStore, receiptOf } from './memory-store.js';
export {
  type Columns,
  type ColumnType,
  type Current,
  derived,
  type Derived,
  type Matter,
  projection,
  type Projection,
  type References,
  type Row,
  type Spell,
  temporal,
  type Temporal,
  type Unseal,
  type Value,
} from './projection.js';
export { illFormedText, SAYS_SOMETHING, saysSomething } from './ill-formed-text.js';
export { IllFormedJson, JSON_LIMITS, readJson } from './read-json.js';
export {
  hex,
  checkLeaf,
  leafOf,
  LogDamaged,
  open,
  seal,
  type SealedEvent,
  type Sha256,
} from './seal.js';
export {
  type Append,
  APPEND_LIMIT_BYTES,
  type EventStore,
  type Head,
  type Receipt,
  type Unwritten,
} from './store.js';
export {
  asOfOf,
  boundedInstant,
  dayEnd,
  dayStart,
  happenedAtOf,
  happenedAtOfAnyYear,
  isZone,
  knownAtOf,
  localDate,
  NotATime,
  outOfYears,
  OutOfYears,
} from './time.js';
export {
  Differs,
  type Given,
  rowsOf,
  same,
  type Sentence,
  type Shown,
  specifying,
} from './testing.js';
export { upcasting, type Upcaster } from './upcast.js';
export type {
  Cells,
  Checkpoint,
  Difference,
  Index,
  Parked,
  ReadDatabase,
  ReadTransaction,
  RowId,
  Stored,
  StoredProjection,
  Table,
} from './runner/read-database.js';
export type { Matters } from './runner/entry.js';
export {
  type Progress,
  type Runner,
  type RunnerOptions,
  type RunnerStatus,
} from './runner/runner.js';
export { createRunner } from './runner/projection-runner.js';
export { columnOf, type Definition, OPEN, type SpellColumns } from './runner/table.js';
