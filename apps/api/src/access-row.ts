import type { AccessRow } from '@cluetrail/access';
import { FEATURES, type ClueState, type ReportState } from '@cluetrail/clues';
import { accessRow, type Feature } from '@cluetrail/nest';
import type { Standing } from '@cluetrail/workflow';
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
