import {
  inEffect,
  kindOf,
  type Effective,
  type Matter,
  type References,
} from '@cluetrail/event-sourcing';
import { personList, type AccessRow } from '@cluetrail/access';
import { evolve, initial, type Procedure } from '@cluetrail/workflow';
import { pinnedProcedure } from '../procedures.js';
import { report } from '../report/report.js';
import type { ReportState } from '../report/state.js';
import { clueIn, excludedFromClue, highest, type Around } from './known.js';

/** A report as all its projections look at it. */
export interface KnownReport {
  readonly events: readonly Effective[];
  readonly state: ReportState;
  readonly procedure: Procedure;
}

/** Undefined before the opening event is known, and for a matter of another kind. */
export function knownReport(matter: Matter, references: References): KnownReport | undefined {
  if (kindOf(matter.stream) !== report.kind) return undefined;
  const events = inEffect(matter.events);
  if (events.length === 0) return undefined;
  const state = events.reduce<ReportState>(
    (before, event) => evolve(report, before, event),
    initial(report),
  );
  return { events, state, procedure: pinnedProcedure(state.procedure, references) };
}

/** A clue that is raised raises its reports. */
export function levelOfReport(
  { level, clueIds }: Pick<ReportState, 'level' | 'clueIds'>,
  references: References,
): string {
  return highest([level, ...clueIds.flatMap((id) => clueIn(references, id)?.level ?? [])]);
}

/**
 * It belongs to the organ that received it. Whom it is about never sees it; nor does anybody who may know nothing of a
 * clue that it is part of: it tells what that is about, and who reported it.
 */
export function accessOfReport(
  { organ, level, subjects, clueIds }: ReportState,
  around: Around,
): AccessRow & { readonly of: 'report' } {
  return {
    of: 'report',
    organPath: around.pathOf(organ),
    receiverPath: null,
    level: levelOfReport({ level, clueIds }, around),
    assigned: '',
    excluded: personList([
      ...subjects,
      ...clueIds.flatMap((clueId) => excludedFromClue(clueId, around)),
    ]),
  };
}
