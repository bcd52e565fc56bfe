import type { HappenedAt } from '@cluetrail/event-sourcing';
import type { Standing } from '@cluetrail/workflow';

/** What decisions about a clue depend on: ids, codes and counts, never personal text. */
export interface Clue {
  readonly subjects: readonly string[];
  readonly officers: readonly string[];
  readonly team: readonly string[];
  /** While a transfer waits to be signed for. */
  readonly receiver?: string;
  readonly disposal?: { readonly way: DisposalWay; readonly approved: boolean };
  /** Who signed which digest of the verification report. */
  readonly signatures: { readonly [personId: string]: string };
  readonly outcome?: VerificationOutcome;
  readonly caseId?: string;
  /** Extension asked for and not yet answered, by obligation. */
  readonly asked: { readonly [obligation: string]: Asked };
  /** How often each obligation was extended. */
  readonly extended: { readonly [obligation: string]: number };
  /** Since when each clock stands still. */
  readonly suspended: { readonly [obligation: string]: HappenedAt };
}

export interface Asked {
  readonly by: string;
  readonly happenedAt: HappenedAt;
}

export type ClueState = Clue & Standing;

export const DISPOSAL_WAYS = ['talkInquiry', 'verify', 'hold', 'close'] as const;
export type DisposalWay = (typeof DISPOSAL_WAYS)[number];

export const VERIFICATION_OUTCOMES = ['file', 'close', 'talk', 'hold', 'refer'] as const;
export type VerificationOutcome = (typeof VERIFICATION_OUTCOMES)[number];

export const NEW_CLUE: Clue = {
  subjects: [],
  officers: [],
  team: [],
  signatures: {},
  asked: {},
  extended: {},
  suspended: {},
};
