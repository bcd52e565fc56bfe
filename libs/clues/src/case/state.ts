import type { Doer, Standing } from '@cluetrail/workflow';
import type { OfPeople, Signature } from '../clue/state.js';

/** What decisions about a case depend on. */
/** 处分执行: a case is decided as long as something is left to execute, and executed as soon as nothing is. */
export const BY_WHAT_IS_LEFT = {
  says: { clueIds: [], left: ['some', 'none'] },
  into: { field: 'left', cases: { some: ['decided'], none: ['executed'] } },
} as const;

export interface Case {
  readonly clueIds: readonly string[];
  readonly officers: readonly string[];
  /** Who investigated it once and does no more. */
  readonly former: readonly string[];
  /** Officers who left and whom nobody replaced yet. */
  readonly vacated: readonly string[];
  /** Who was recused, for good. */
  readonly recused: readonly string[];
  readonly subjects: readonly string[];
  readonly ranks: OfPeople<readonly string[]>;
  /** Of people who were added to it with their ranks: by which event, and by whom. */
  readonly ranksTold?: OfPeople<{ readonly eventId: string; readonly by: Doer }>;
  /** Who signed which digest of the report last, and when. */
  readonly signatures: { readonly [personId: string]: Signature };
  /** Who adjudicates it. */
  readonly panel: readonly string[];
  /** Who adjudicated it once: he never investigates it. */
  readonly judges: readonly string[];
  /** It has come before those who adjudicate. */
  readonly handedOver?: true;
  /** Those who adjudicate wait for something that was missing. */
  readonly deferred?: true;
  /** How often it was returned for a supplement. */
  readonly supplements: number;
  /** People about whom something was decided that is not executed yet. */
  readonly toExecute: readonly string[];
  /** The organ in an office of which it was decided or withdrawn. */
  readonly decidingOrgan?: string;
}

export type CaseState = Case & Standing;
