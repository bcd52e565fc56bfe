import type { Effective } from '@cluetrail/event-sourcing';
import type { Obligation } from './obligation.js';
import { type History, Run } from './run.js';

/** What was told of clocks by name, and of which: those that it reached while they ran, as they stood before it. */
export interface ClockAct {
  readonly event: Effective;
  readonly clocks: readonly Obligation[];
}

/** Each act of a clock in the order of folding: what puts it off or stops it, or asks for that. */
export function clockActs(history: History): readonly ClockAct[] {
  const run = new Run(history);
  return history.events.flatMap((event) => {
    const act = ACTS.includes(event.type) ? [{ event, clocks: run.reached(event) }] : [];
    run.apply(event);
    return act;
  });
}

const ACTS: readonly string[] = [
  'ExtensionRequested',
  'ExtensionGranted',
  'ExtensionRefused',
  'ClockSuspended',
  'ClockResumed',
];
