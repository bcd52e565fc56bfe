import { type Event, kindOf } from '@cluetrail/event-sourcing';
import type { AccessRow } from '@cluetrail/access';
import { FEATURES, report, type ClueState, type ReportState } from '@cluetrail/clues';
import { accessRow, type Feature } from '@cluetrail/nest';
import { stateOf, type Standing } from '@cluetrail/workflow';
import type { Installation } from './installation.js';

type House = Pick<Installation, 'engine' | 'references'>;

/** What rights on an instance are decided on, as the row of `clues` says it of a clue. */
export function rowOf(
  { engine, references }: House,
  feature: { accessOf(state: never, around: never): AccessRow },
  state: object & Standing,
): Promise<AccessRow> {
  return accessRow(feature as Feature, state, {
    pathOf: (organ) => references.pathOf(organ),
    load: (stream) => engine.streams.load(stream),
  });
}

export function clueRow(house: House, state: ClueState): Promise<AccessRow> {
  return rowOf(house, FEATURES.clues, state);
}

export function reportRow(house: House, state: ReportState): Promise<AccessRow> {
  return rowOf(house, FEATURES.reports, state);
}

/** Of a report that a clue is linked with; undefined for the clue itself and its other streams. */
export async function linkedReportRow(
  house: House,
  events: readonly Event[],
): Promise<AccessRow | undefined> {
  if (events.length === 0 || kindOf(events[0].stream) !== report.kind) return undefined;
  return reportRow(house, stateOf(report, events));
}

/** Whoever may know nothing of a report, as of one that is about him in another clue, reads nothing of it here either. */
export function isKeptFrom(personId: string, row: AccessRow | undefined): boolean {
  return row?.excluded.includes(`|${personId}|`) === true;
}

/** What rights on the texts of one are decided on where they are read with the other: by the higher of both levels. */
export function raisedTo(level: string | undefined, row: AccessRow): AccessRow {
  return level !== undefined && level > row.level ? { ...row, level } : row; // levels rise with their names
}
