import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { IsOrganId, Personal } from '@cluetrail/access';
import { localDate } from '@cluetrail/event-sourcing';
import { doerOf, isOne, transition, type Circumstances, type Objection } from '@cluetrail/workflow';
import { streamOfReport } from '../report/state.js';
import { inDispute } from './disputed.js';
import { notAbove, notToBeSent } from './hierarchy.js';
import { headOf, toOwnHead } from './own-head.js';
import type { Allocation, Clue, ClueState } from './state.js';
import { WITH_CASE } from './states.js';
import { NoInput } from './transferred.js';

/** 自办 handled here · 转办 passed on · 交办 assigned, to be reported back · 督办 the same, watched · 协办 handled together. */
export const HANDLING_MODES = ['self', 'forward', 'assign', 'supervise', 'joint'] as const;

export class Allocate {
  @IsIn(HANDLING_MODES) mode!: (typeof HANDLING_MODES)[number];
  /** To whom it goes; needed where it is not handled here. */
  @IsOptional() @IsOrganId() to?: string;
}

export class ProposeAllocation extends Allocate {
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 4000) note?: string;
}

export class SealUp {
  @IsOrganId() to!: string;
}

const row = transition<Clue>();

export const allocated = {
  proposeAllocation: row({
    title: { en: 'Propose an allocation', zh: '拟办' },
    input: ProposeAllocation,
    event: 'AllocationProposed',
    blocked: notToBeAllocated,
    unless: notAPlace,
    evolve: ({ allocation: _, ...clue }) => clue,
  }),
  /** The head decides how the clue is handled: as it was proposed, or otherwise. */
  approveAllocation: row({
    title: { en: 'Decide on the allocation', zh: '批办' },
    input: Allocate,
    event: 'AllocationApproved',
    // What goes elsewhere lies here until it is sent: that is waited for then.
    awaited: ({ allocation }) => !allocation,
    after: ['proposeAllocation', 'approveAllocation'],
    // What was asked before it was proposed may have been corrected since.
    blocked: (clue, circumstances) =>
      (isOne(circumstances.who, doerOf(clue, 'proposeAllocation')) && 'four-eyes') ||
      notToBeAllocated(clue, circumstances),
    unless: (clue, input, circumstances) =>
      notAPlace(clue, input, circumstances) || stillApproved(clue, input, circumstances),
    evolve: ({ allocation: _, ...clue }, { mode, to }) =>
      isHere(mode) ? clue : { ...clue, allocation: { mode, ...(to && { to }) } },
  }),
  rejectAllocation: row({
    title: { en: 'Reject the allocation', zh: '退回拟办意见' },
    input: NoInput,
    event: 'AllocationRejected',
    after: ['proposeAllocation'],
    blocked: (clue, { who }) =>
      (isOne(who, doerOf(clue, 'proposeAllocation')) && 'four-eyes') || approvedAlready(clue),
    evolve: (clue) => clue,
  }),
  /** What a higher organ manages goes up unread: the stub that stays has no content. */
  sealUp: row({
    title: { en: 'Send up sealed', zh: '径送上级' },
    input: SealUp,
    event: 'ClueReferredUpSealed',
    never: WITH_CASE,
    says: { reports: [] },
    reads: (_, { reports }) => reports.map(({ reportId }) => streamOfReport(reportId)),
    blocked: (clue, circumstances) =>
      inDispute(clue, circumstances) || notForAbove(clue, circumstances),
    unless: (clue, { to }, circumstances) =>
      notAbove(to, clue.organ, circumstances) ||
      toOwnHead(clue, to, circumstances) ||
      reportedElsewhere(clue, circumstances),
    // Its reports hold the same content: the process `attaching` tells them.
    data: ({ reports }, input) => ({ ...input, ...(reports.length > 0 && { reports }) }),
    evolve: (clue) => clue,
  }),
};

/** Whose cadre somebody is decides who may handle the clue: it must be known, and not be an organ above. */
function notToBeAllocated(clue: ClueState, circumstances: Circumstances): Objection {
  const { subjects, managedBy } = clue;
  return (
    (subjects.some((one) => managedBy[one] === undefined) && 'managing-organ-unknown') ||
    managedAbove(clue, circumstances)
  );
}

/** It goes up sealed, and in no other way. */
export function managedAbove(
  { subjects, managedBy, organ }: ClueState,
  { above }: Circumstances,
): Objection {
  const found = subjects
    .map((one) => managedBy[one])
    .find((manager) => above(organ).includes(manager));
  return found !== undefined && { code: 'managed-above', detail: { found } };
}

/**
 * 径送上级 destroys what stands here: only for what an organ above manages, be it the head of this one, or may manage,
 * as long as nobody has looked into it. Nor is it an answer to an organ above, which has sent it here.
 */
function notForAbove(clue: ClueState, circumstances: Circumstances): Objection {
  if (cameFromAbove(clue, circumstances)) return 'came-from-above';
  const { subjects, managedBy, organ, state, takenIn } = clue;
  const isUnread = state === 'registered' && takenIn === undefined;
  const isForAbove =
    managedAbove(clue, circumstances) ||
    headOf(clue, circumstances) !== undefined ||
    (isUnread && subjects.some((one) => managedBy[one] === undefined));
  return !isForAbove && { code: 'not-managed-above', detail: { organ } };
}

/** It was an organ above that had it before, or that designated this one. */
function cameFromAbove(clue: ClueState, circumstances: Circumstances): boolean {
  const designated = circumstances.history().some(({ type }) => type === 'JurisdictionDesignated');
  return designated || sentFrom(clue, circumstances).length > 0;
}

/** The organs above that had it before, or designated who has it: as it is itself, or what it is a part of. */
export function sentFrom(
  { organ, cameFrom = [] }: ClueState,
  { above, heir, history }: Circumstances,
): readonly string[] {
  const had = history().flatMap(({ type, actor, organ: at = '' }) =>
    [at, ...(type === 'JurisdictionDesignated' ? [actor.organId ?? ''] : [])].map(heir),
  );
  return above(organ).filter((one) => [...cameFrom, ...had].includes(one));
}

/** What another organ received is not for this one to destroy. Which report it is, is not told. */
function reportedElsewhere({ reports, organ }: ClueState, { known }: Circumstances): Objection {
  const isElsewhere = reports.some(({ reportId }) => {
    const report = known(streamOfReport(reportId));
    return report !== undefined && report.state !== 'sealedUp' && report.organ !== organ;
  });
  return isElsewhere && 'report-received-elsewhere';
}

/** As long as it may go where that was approved, nobody puts off by a new decision that it goes. */
function stillApproved(
  clue: ClueState,
  { mode }: Allocate,
  circumstances: Circumstances,
): Objection {
  const { allocation } = clue;
  const isOpen = isHere(mode) || !allocation || notAPlace(clue, allocation, circumstances);
  return !isOpen && approvedAlready(clue);
}

function approvedAlready(clue: ClueState): Objection {
  const { allocation, actsAt } = clue;
  const { personId: found = '' } = doerOf(clue, 'approveAllocation') ?? {};
  const { approveAllocation: on } = actsAt;
  const since = on ? localDate(on.at, on.zone) : '';
  return (
    allocation && { code: 'already-allocated', detail: { found, since, to: allocation.to ?? '' } }
  );
}

/**
 * At another organ, which must be named; handled together with one that may be; or here, where it goes to nobody.
 */
function notAPlace(clue: ClueState, { mode, to }: Allocation, c: Circumstances): Objection {
  const { organ } = clue;
  if (mode === 'self' && to !== undefined) return 'stays-here';
  if (!isHere(mode)) {
    if (to === undefined) return { code: 'required', detail: { field: 'to' } };
    return notToBeSent(clue, to, c) || toOwnHead(clue, to, c);
  }
  return (to !== undefined && !c.knowsOrgan(to) && 'no-such-organ') || toOwnHead(clue, organ, c);
}

function isHere(mode: string): boolean {
  return mode === 'self' || mode === 'joint';
}
