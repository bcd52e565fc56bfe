export { accessRow, type Around } from './access-row.js';
export { type Answer } from './answers.js';
export { clocksOf, together } from './clocks.js';
export { CommandEngine } from './command-engine.js';
export {
  type Cause,
  type CommandRequest,
  type Feature,
  type Giver,
  type Surroundings,
} from './feature.js';
export { type FollowUpRow, followUps, FollowUpWorker, type OwedFollowUps } from './follow-ups.js';
export { type Loaded, LoadedStreams } from './loaded-streams.js';
export { Occasion, Opening } from './occasion.js';
export { openedBy } from './origin.js';
export { OwedWork } from './owed-work.js';
export { type Could, Past } from './past.js';
export { referenceStreams, type ReferenceStreamRow } from './reference-streams.js';
export { type OwedEntry, Registers } from './registers.js';
export { ReferenceData } from './reference-data.js';
export { type EngineOptions } from './situation.js';
export {
  commandClassOf,
  EngineModule,
  WorkflowCommand,
  WorkflowModule,
} from './workflow.module.js';
