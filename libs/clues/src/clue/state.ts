import type { HappenedAt } from '@cluetrail/event-sourcing';
import type { Standing } from '@cluetrail/workflow';
import { NO_EXTENSIONS, type Asked, type Extensions } from '../extensions.js';

/** What decisions about a clue depend on: ids, codes and counts, never personal text. */
export interface Clue extends Extensions {
  /** What people call it: `bijie-2021-0042`; absent until an organ takes it on. */
  readonly number?: string;
  readonly subjects: readonly string[];
  /** The organ that manages a subject, where it is known. */
  readonly managedBy: OfPeople;
  /** 职级: of each subject of whom it is known; of one who came with several clues, all that was told. */
  readonly ranks: OfPeople<readonly string[]>;
  /** Who registered it, or brought a report to it, and for whom. */
  readonly intake: readonly string[];
  readonly officers: readonly string[];
  readonly team: readonly string[];
  /** Who was an officer, here or where it was before, and is no more. */
  readonly formerOfficers?: readonly string[];
  /** Who was in the team and was replaced: no more than the team itself does he conclude on its report. */
  readonly formerTeam: readonly string[];
  /** Who verified what was merged into it, or what it is a part of: nor does he conclude on a report here. */
  readonly verifiers?: readonly string[];
  /** Who held talks: he does not conclude them, whoever handles it by then. */
  readonly talkers?: readonly string[];
  /** While a transfer waits to be signed for. */
  readonly receiver?: string;
  /** How the head decided that it is handled, until it is handed on. */
  readonly allocation?: Allocation;
  readonly disposal?: Disposal;
  /** Who signed which digest of the verification report last, and when. */
  readonly signatures: { readonly [personId: string]: Signature };
  readonly outcome?: VerificationOutcome;
  /** A subject has answered since talk and inquiry began, or began again. */
  readonly heard?: true;
  readonly caseId?: string;
  /** Ranks of people who were added to its case, as they were corrected since. */
  readonly ranksInCase?: OfPeople<readonly string[]>;
  /** Cases that were over before it was filed again: of it, of what was merged into it, or of what it is a part of. */
  readonly earlierCases?: readonly string[];
  /** Its case was decided with something to be executed. */
  readonly sanctioned?: true;
  /** The organ that refused the last transfer, until the clue moves on; `disputed` once its refusal is disputed. */
  readonly refusedBy?: string;
  readonly disputed?: true;
  /** Reports that are about this matter. */
  readonly reports: readonly AttachedReport[];
  /** Reports whose reporter has been told of the result, or can't be told. */
  readonly answeredReports: readonly string[];
  /** Who was recused, for good. */
  readonly recused: readonly string[];
  /** Recusals asked for and not yet decided, by officer. */
  readonly recusalAsked: { readonly [personId: string]: Asked };
  /** Supervision notices, by id. */
  readonly notices: { readonly [noticeId: string]: 'issued' | 'answered' | 'lifted' };
  /** In an office at which organ each of them was issued, where that was written down. */
  readonly noticesFrom: { readonly [noticeId: string]: string };
  /** The clue that goes on with what comes here late: this one is the same, was merged into it, or was split. */
  readonly survivor?: string;
  /** The clues that it was split into. */
  readonly parts?: readonly string[];
  /** The clue that it is a part of. */
  readonly splitFrom?: string;
  /** Of a part, or of what was merged in: the organs that had it before, above the one where that was done. */
  readonly cameFrom?: readonly string[];
  /** Clues that were merged into this one and taken in. */
  readonly takenIn?: readonly string[];
  /** Since when each clock stands still. */
  readonly suspended: { readonly [obligation: string]: HappenedAt };
  /** Since when each clock that stood still runs again. */
  readonly resumed: { readonly [obligation: string]: HappenedAt };
}

/** What is known of some people, by their ids. */
export type OfPeople<T = string> = { readonly [personId: string]: T };

export interface Disposal {
  readonly way: DisposalWay;
  readonly approved: boolean;
  /** Who may have proposed it, where no event tells who did. */
  readonly proposers?: readonly string[];
}

export interface Allocation {
  readonly mode: string;
  readonly to?: string;
}

export interface AttachedReport {
  readonly reportId: string;
  readonly realName: boolean;
  /** Who received it, where whoever takes a matter in does not handle it. */
  readonly receivedBy?: readonly string[];
}

export interface Signature {
  readonly digest: string;
  readonly happenedAt: HappenedAt;
}

export type ClueState = Clue & Standing;

export const DISPOSAL_WAYS = ['talkInquiry', 'verify', 'hold', 'close'] as const;
export type DisposalWay = (typeof DISPOSAL_WAYS)[number];

export const VERIFICATION_OUTCOMES = ['file', 'close', 'talk', 'hold', 'refer'] as const;
export type VerificationOutcome = (typeof VERIFICATION_OUTCOMES)[number];

export const NEW_CLUE: Clue = {
  subjects: [],
  managedBy: {},
  ranks: {},
  intake: [],
  officers: [],
  team: [],
  formerTeam: [],
  signatures: {},
  ...NO_EXTENSIONS,
  suspended: {},
  resumed: {},
  reports: [],
  answeredReports: [],
  recused: [],
  recusalAsked: {},
  notices: {},
  noticesFrom: {},
};

/** These from now on; who was one stays known, wherever it goes. */
export function withOfficers(
  { officers: before, formerOfficers = [] }: Pick<Clue, 'officers' | 'formerOfficers'>,
  officers: readonly string[],
): Pick<Clue, 'officers' | 'formerOfficers'> {
  const gone = before.filter((one) => !officers.includes(one));
  if (gone.length === 0) return { officers };
  return { officers, formerOfficers: [...new Set([...formerOfficers, ...gone])] };
}

/** Who wrote on a report, here or where it came from. */
export function verifiersOf({
  team,
  formerTeam,
  verifiers = [],
}: Pick<Clue, 'team' | 'formerTeam' | 'verifiers'>): readonly string[] {
  return [...new Set([...team, ...formerTeam, ...verifiers])];
}

/** The clues in which it went on: their ids. */
export function goesOnIn({ survivor, parts }: Pick<Clue, 'survivor' | 'parts'>): readonly string[] {
  return parts ?? (survivor === undefined ? [] : [survivor]);
}

export function streamOf(clueId: string): string {
  return `clue-${clueId}`;
}
