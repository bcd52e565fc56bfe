import type { Event, Json } from '@cluetrail/event-sourcing';
import { transition, type Circumstances, type Doer, type Objection } from '@cluetrail/workflow';
import {
  CORRECTION,
  correctionOf,
  notToBeCorrected,
  targetOf,
  type CorrectFact,
} from '../correcting.js';
import { streamOfReport } from '../report/state.js';
import { beforeReceived } from './answered.js';
import { movedOverJoining } from '../signing.js';
import type { Doers } from './doers.js';
import { factsOf, isFact } from './facts.js';
import type { Subject } from './discovered.js';
import {
  addedBy,
  decidedAbove,
  notTheirRanks,
  rankOfAdded,
  undecidedInCase,
} from './corrected-ranks.js';
import { oneOf, streamsOfCases } from './entrusting.js';
import { notThatWay } from './hierarchy.js';
import { headOf, ownHead } from './own-head.js';
import { notSoSettled } from './settled.js';
import type { AttachedReport, Clue, ClueState } from './state.js';
import { isWithCase } from './states.js';
import { notToBeSubjects } from './subjects.js';
import { behindInCase, isTiedElsewhere, outsideItsCase } from './told-elsewhere.js';

const row = transition<Clue>();

export const corrections = {
  correctFact: row({
    ...CORRECTION,
    says: { approvedBy: [], ofAdded: [] },
    people: (input) => subjectsIn(input).map(({ personId }) => personId),
    reads: (_, clue) => [
      ...streamsOfCases(clue),
      ...clue.reports.map(({ reportId }) => streamOfReport(reportId)),
    ],
    unless: objection,
    data: (clue, input, circumstances) => {
      const ofAdded = addedBy(input, clue, circumstances);
      return {
        ...correctionOf(input, circumstances),
        ...(ofAdded !== undefined && { ofAdded }),
      };
    },
    // What stands on this stream is replaced before it is folded.
    evolve: (clue, { new: rank }, { data: { ofAdded } }) =>
      typeof ofAdded === 'string'
        ? { ...clue, ranksInCase: { ...clue.ranksInCase, [ofAdded]: [String(rank)] } }
        : clue,
  }),
};

function objection(clue: ClueState, input: CorrectFact, circumstances: Circumstances): Objection {
  const target = targetOf(input, circumstances);
  if (!target) return rankOfAdded(clue, input, circumstances);
  const { type } = target;
  const { field } = input;
  if (field === 'happenedAt' && isTiedElsewhere(target)) return 'not-correctable';
  const tellers = [...bringersOf(target), ...behindInCase(target, circumstances)];
  return notToBeCorrected(target, input, {
    ...{ circumstances, tellers, fields: factsOf(type), watching: [circumstances.self] },
    crosses(happenedAt) {
      const moved = { target, happenedAt };
      return (
        beforeReceived(broughtBy(target), happenedAt, circumstances) ||
        movedOverJoining(moved, circumstances) ||
        outsideItsCase(moved, circumstances)
      );
    },
    unless(next, standing) {
      if (!isFact({ type, field, value: next })) return 'not-correctable';
      const subjects = subjectsIn(input);
      const known = [...subjects, ...knownIn(input)];
      return (
        untrue(clue, target, { ...input, new: next }, circumstances) ||
        entrusted(clue, subjects) ||
        ofItsCase(clue, { subjects, instead: standing }, circumstances) ||
        clearsHead(clue, { subjects, instead: standing }, circumstances) ||
        decidedAbove(clue, known, circumstances) ||
        notToBeSubjects(subjects, 'new', circumstances) ||
        undecidedInCase(clue, known, circumstances)
      );
    },
  });
}

/** The reports that came with it: each was received before. */
function broughtBy({ type, data }: Event): readonly string[] {
  if (type === 'ReportAttached') return [String(data.reportId)];
  if (type !== 'ClueDiscovered') return [];
  const reports = (data.reports ?? []) as unknown as readonly AttachedReport[]; // made by the row
  return reports.map(({ reportId }) => reportId);
}

/** Of what a process told here: who brought it in, where that was. */
function bringersOf({ data }: Event): readonly Doer[] {
  const { discover = [], takeOver = [] } = (data.doers ?? {}) as unknown as Doers; // events of other rows have none
  return [...discover, ...takeOver];
}

/** What the command that told the fact would refuse of this value by itself. */
function untrue(
  clue: ClueState,
  { type, organ = '', data }: Event,
  { field, new: next }: CorrectFact,
  circumstances: Circumstances,
): Objection {
  if (type === 'ClueTransferred') {
    const [from, to] = [organ, String(data.to)].map((one) => circumstances.heir(one));
    return notThatWay({ direction: String(next), organ: from, to }, circumstances);
  }
  if (type === 'ClueSplitOff' || type === 'ClueMergedIn')
    return field === 'ranks'
      ? notTheirRanks({ subjects: data.subjects, ranks: next }, circumstances)
      : notManaging({ subjects: data.subjects, managedBy: next }, circumstances);
  return type === 'ClueSettled' && notSoSettled(clue, String(next), circumstances);
}

/** Where the subjects are told by their ids: who manages each, by organs that there are. */
function notManaging(
  { subjects, managedBy }: { readonly subjects: Json; readonly managedBy: Json },
  { knowsOrgan }: Circumstances,
): Objection {
  const ids = Array.isArray(subjects) ? subjects : [];
  for (const [personId, organ] of Object.entries(Object(managedBy) as object)) {
    if (!ids.includes(personId)) return 'not-a-subject';
    if (typeof organ !== 'string' || !knowsOrgan(organ))
      return { code: 'no-such-organ', detail: { field: `new.${personId}` } };
  }
  return false;
}

/** The same as it is told of subjects that stand there with all that is known of them. */
function knownIn({ field, new: next }: CorrectFact): readonly Subject[] {
  const known = Object.entries(Object(next) as object);
  if (field === 'managedBy')
    return known.map(([personId, organ]) => ({ personId, managingOrganId: String(organ) }));
  if (field !== 'ranks') return [];
  return known.flatMap(([personId, codes]) =>
    [codes].flat().map((rankCode) => ({ personId, rankCode: String(rankCode) })),
  );
}

/** Those that a correction puts in the place of others; none where it is about something else, or ill-formed. */
function subjectsIn({ field, new: next }: CorrectFact): readonly Subject[] {
  const right = field === 'subjects' && isFact({ type: 'ClueDiscovered', field, value: next });
  return right ? (next as unknown as Subject[]) : []; // the input class has let it through
}

function entrusted({ officers, team }: Clue, subjects: readonly Subject[]): Objection {
  const people = subjects.map(({ personId }) => personId);
  return oneOf('officer-is-subject', { people, among: [...officers, ...team] });
}

/**
 * The case is about those whom it was filed for, whatever is known of them by now: whoever it decides on would be another.
 * A case that decides nothing waits for nobody.
 */
function ofItsCase(
  { state }: ClueState,
  { subjects, instead }: { subjects: readonly Subject[]; instead: Json },
  { rolesFor }: Circumstances,
): Objection {
  if (subjects.length === 0 || !isWithCase(state) || rolesFor('recordDecision').length === 0)
    return false;
  const before = instead as unknown as readonly Subject[]; // subjects stand there, or there were none to be put in their place
  return idsOf(before).join() !== idsOf(subjects).join() && 'subjects-in-case';
}

/** That it is not about whom it was, though he decides where it is, is for an organ above him to say. */
function clearsHead(
  { organ }: ClueState,
  { subjects, instead }: { subjects: readonly Subject[]; instead: Json },
  circumstances: Circumstances,
): Objection {
  if (subjects.length === 0) return false;
  const stay = idsOf(subjects);
  const before = instead as unknown as readonly Subject[]; // subjects stand there, or there were none to be put in their place
  const gone = idsOf(before).filter((one) => !stay.includes(one));
  const { who, above } = circumstances;
  const headed = headOf({ organ, subjects: gone }, circumstances);
  const isAbove = headed && above(headed.organ).includes(who.organId ?? '');
  return !isAbove && ownHead({ organ, subjects: gone }, circumstances);
}

function idsOf(subjects: readonly Subject[]): readonly string[] {
  return subjects.map(({ personId }) => personId).toSorted();
}
