import { canonical, type Json } from '@cluetrail/event-sourcing';
import { isOne, readInput, type Circumstances, type Objection } from '@cluetrail/workflow';
import type { CaseState } from '../case/state.js';
import { Subject } from './discovered.js';
import type { Clue, ClueState } from './state.js';
import { isWithCase } from './states.js';
import { decidedByNobody, noSuchRank } from './subjects.js';

/** A fact of the case that is corrected here, since its clue knows the ranks by which it is decided. */
export interface OfCase {
  readonly targetEventId: string;
  readonly field: string;
  readonly old: Json;
  readonly new: Json;
}

/** Whose rank an event of the case told, when it added him; undefined where it is no such event. */
export function addedBy(
  { targetEventId }: Pick<OfCase, 'targetEventId'>,
  clue: ClueState,
  { other }: Pick<Circumstances, 'other'>,
): string | undefined {
  const told = Object.entries(caseOf(clue, { other })?.ranksTold ?? {});
  return told.find(([, { eventId }]) => eventId === targetEventId)?.[0];
}

/** Of somebody who was added to the case; by others than those who added him, like every fact. */
export function rankOfAdded(
  clue: ClueState,
  input: OfCase,
  circumstances: Circumstances,
): Objection {
  const personId = addedBy(input, clue, circumstances);
  const file = caseOf(clue, circumstances);
  if (personId === undefined || !file) return 'no-such-fact';
  if (isOne(circumstances.who, file.ranksTold?.[personId].by)) return 'four-eyes';
  const [standing] = clue.ranksInCase?.[personId] ?? file.ranks[personId] ?? [];
  if (input.field !== 'rankCode' || standing === undefined) return 'not-correctable';
  if (canonical(input.old) !== canonical(standing)) return 'old-value-differs';
  const read = readInput(Subject, { personId, rankCode: input.new });
  if ('faults' in read) return 'not-correctable';
  const ranked = [{ personId, rankCode: standing }, read.input];
  return (
    noSuchRank(read.input.rankCode, 'new', circumstances) ||
    decidedAbove(clue, ranked, circumstances) ||
    decidedByNobody(read.input.rankCode, clue.organ, circumstances)
  );
}

function caseOf({ state, caseId }: ClueState, { other }: Pick<Circumstances, 'other'>) {
  if (!isWithCase(state) || caseId === undefined) return undefined;
  return other(`case-${caseId}`) as CaseState | undefined; // its stream's name says a case
}

/** Where the subjects are told by their ids: ranks that there are, each of somebody who came there. */
export function notTheirRanks(
  { subjects, ranks }: { readonly subjects: Json; readonly ranks: Json },
  circumstances: Circumstances,
): Objection {
  const ids = Array.isArray(subjects) ? subjects : [];
  for (const [personId, codes] of Object.entries(Object(ranks) as object)) {
    if (!ids.includes(personId)) return 'not-a-subject';
    if (!Array.isArray(codes) || codes.length === 0) return 'not-correctable';
    for (const rankCode of codes) {
      if ('faults' in readInput(Subject, { personId, rankCode })) return 'not-correctable';
      const unknown = noSuchRank(String(rankCode), `new.${personId}`, circumstances);
      if (unknown) return unknown;
    }
  }
  return false;
}

/** By a rank on which nobody decides its case would stand still. */
export function undecidedInCase(
  { state, organ }: ClueState,
  subjects: readonly Subject[],
  circumstances: Circumstances,
): Objection {
  if (!isWithCase(state)) return false;
  return subjects
    .map(({ rankCode }) => decidedByNobody(rankCode, organ, circumstances))
    .find(Boolean);
}

/**
 * Whose the matter is to decide follows from these facts: who would decide less by them, or more, does not correct them.
 * Where nothing is above, a rank beyond all tiers is corrected all the same: by nobody else it could be.
 */
export function decidedAbove(
  { managedBy, ranks }: Clue,
  next: readonly Subject[],
  { who: { organId = '' }, above, decidesOn }: Circumstances,
): Objection {
  if (next.length === 0) return false;
  const told = [...Object.values(ranks).flat(), ...next.flatMap(({ rankCode }) => rankCode ?? [])];
  const organs = [
    ...Object.values(managedBy),
    ...next.flatMap(({ managingOrganId }) => managingOrganId ?? []),
  ];
  return (
    ((above(organId).length > 0 && told.some((rank) => !decidesOn(organId, rank))) ||
      organs.some((one) => above(organId).includes(one))) &&
    'decided-above'
  );
}
