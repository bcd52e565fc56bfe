import type { Event } from '@cluetrail/event-sourcing';
import type { ClockAct } from '@cluetrail/deadlines';
import type { Circumstances, Objection } from '@cluetrail/workflow';
import { extensionTooLate, suspensionTooLate } from './too-late.js';

/**
 * A corrected time, of an act of a clock or of what begins or ends one, leaves each act to the clock that it was an act of:
 * elsewhere it would be lost, or put off what it was not meant for. Nor does it leave past the due what was in time, and
 * would not be taken now. `watching`: the instances whose clocks watch the corrected stream.
 */
export function outOfItsClock(
  { clockActs }: Pick<Circumstances, 'clockActs'>,
  { correction, watching }: { readonly correction: Event; readonly watching: readonly string[] },
): Objection {
  return watching
    .map((stream) => firstOut(clockActs(stream), clockActs(stream, correction)))
    .find(Boolean);
}

function firstOut(before: readonly ClockAct[], after: readonly ClockAct[]): Objection {
  const then = new Map(after.map((act) => [act.event.eventId, act]));
  return before
    .map((act) => {
      const next = then.get(act.event.eventId);
      return (isElsewhere(act, next) && 'happened-before-previous') || pastDue(act, next);
    })
    .find(Boolean);
}

/** One that was lost before may find its clock again. */
function isElsewhere({ clocks }: ClockAct, next: ClockAct | undefined): boolean {
  if (clocks.length === 0) return false;
  const found = next?.clocks ?? [];
  return found.length !== clocks.length || !clocks.every((one) => found.some(isSame(one)));
}

type Identity = Pick<ClockAct['clocks'][number], 'key' | 'startEventId'>;

/** Counted anew, or begun by another of the events that begin it, it is the same clock. */
function isSame(one: Identity): (other: Identity) => boolean {
  return ({ key, startEventId }) => key === one.key || startEventId === one.startEventId;
}

function pastDue(act: ClockAct, next: ClockAct | undefined): Objection {
  const late = next && tooLate(next);
  return late && !tooLate(act) && late;
}

function tooLate({ event, clocks }: ClockAct): Objection {
  const judge = JUDGES[event.type];
  return judge && clocks.map((clock) => judge(clock, event.happenedAt.at)).find(Boolean);
}

const JUDGES: { readonly [type: string]: typeof extensionTooLate | undefined } = {
  ExtensionRequested: extensionTooLate,
  ExtensionGranted: extensionTooLate,
  ClockSuspended: suspensionTooLate,
};
