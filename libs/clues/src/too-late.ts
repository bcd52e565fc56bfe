import { isOverdue, isStoppedLate, type Obligation } from '@cluetrail/deadlines';
import type { Objection } from '@cluetrail/workflow';

/** A clock that stands still shows no due; where it had passed before, no time is put to it either. */
export function extensionTooLate(clock: Obligation | undefined, at: string): Objection {
  return clock && (isOverdue(clock, at) || isStoppedLate(clock)) && 'extension-too-late';
}

/** What was missed is owed as it is: to stop its clock would move a due that has passed. */
export function suspensionTooLate(clock: Obligation | undefined, at: string): Objection {
  return (
    clock &&
    isOverdue(clock, at) && {
      code: 'suspension-too-late',
      detail: { expected: clock.due ?? '', found: at },
    }
  );
}
