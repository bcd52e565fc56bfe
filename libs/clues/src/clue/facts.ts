import type { Json } from '@cluetrail/event-sourcing';
import { readInput, type InputClass } from '@cluetrail/workflow';
import { SuspendClock } from './clocks.js';
import { Discover } from './discovered.js';
import { SplitOff } from './joined.js';
import { TakeMerged } from './merged-in.js';
import { Close, Settle } from './settled.js';
import { TakeOver } from './taken-over.js';
import { Transfer } from './transferred.js';
import { RecordVerificationStep } from './verified.js';

/** True for a field that may be corrected and a value that the command itself would have taken. */
export function isFact({ type, field, value }: { type: string; field: string; value: Json }) {
  const fact = FACTS[type];
  if (!fact?.fields.includes(field)) return false;
  const read = readInput<object>(fact.input, { [field]: value });
  return 'input' in read || !read.faults.some(({ path }) => path.split(/[.[]/)[0] === field);
}

export function factsOf(type: string): readonly string[] {
  return FACTS[type]?.fields ?? [];
}

interface Fact {
  readonly input: InputClass<object>;
  readonly fields: readonly string[];
}

/**
 * Beside `happenedAt`: what somebody wrote down wrongly. Who is appointed, what was decided and what was signed is no
 * such fact: it changes by its own command, with its own four eyes.
 */
const FACTS: { readonly [type: string]: Fact | undefined } = {
  ClueDiscovered: { input: Discover, fields: ['source', 'field', 'violationTypes', 'subjects'] },
  ClueTakenOver: { input: TakeOver, fields: ['source', 'discoveredOn', 'subjects'] },
  ClueSplitOff: { input: SplitOff, fields: ['managedBy', 'ranks'] },
  ClueMergedIn: { input: TakeMerged, fields: ['managedBy', 'ranks'] },
  ClueTransferred: { input: Transfer, fields: ['direction'] },
  VerificationStepRecorded: { input: RecordVerificationStep, fields: ['kind'] },
  ClockSuspended: { input: SuspendClock, fields: ['ground'] },
  ClueClosed: { input: Close, fields: ['ground'] },
  ClueSettled: { input: Settle, fields: ['outcome'] },
};
