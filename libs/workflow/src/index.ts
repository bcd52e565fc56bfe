export { doerIn, doerOf, doersOf, isAmong, isOne, peopleOf } from './doers.js';
export {
  PROCEDURE_PUBLISHED,
  procedureIn,
  type ProcedurePublished,
  publishedBy,
} from './published.js';
export {
  COUNTERSIGN,
  type Countersigned,
  isBeyond,
  isOfTime,
  type Off,
  offOf,
  standingFor,
  timeIn,
} from './backdating.js';
export { type Entry, type FollowUp, type Given, type ProcessManager } from './process-manager.js';
export {
  decide,
  type Decided,
  type Decision,
  open,
  type OpenCommand,
  type Situation,
} from './decide.js';
export { whenAnswering } from './in-order.js';
export type { ItsClocks } from './its-clocks.js';
export { type InputFault, notAnObject, readInput } from './input.js';
export { parseProcedure, type Vocabulary } from './parse-procedure.js';
export {
  type Edge,
  edgeOf,
  type Fault,
  type LegalBasis,
  type Procedure,
  stateTitle,
  targetOf,
} from './procedure.js';
export type { Published } from './published-rules.js';
export {
  type Around,
  type At,
  type Capacity,
  type Circumstances,
  type Doer,
  type InputClass,
  type Objection,
  type Standing,
  SYSTEM,
  transition,
  type Transition,
  type Words,
} from './transition.js';
export { isAwaited, isKeptFromAll, isOptional, mayBeAwaited } from './awaited.js';
export { aboveBoth, headedBy, organsFor } from './places.js';
export { fieldsOf } from './spoken-of.js';
export { ofSupposed, supposed } from './supposed.js';
export { deadEnds, reachedFrom, type Way, waysOf } from './ways.js';
export {
  commandOf,
  evolve,
  initial,
  isEnded,
  NONE,
  phaseOf,
  type StateOf,
  stateOf,
  type Table,
  type Workflow,
  workflow,
} from './workflow.js';
export { readYaml, type YamlFile } from './yaml-file.js';
