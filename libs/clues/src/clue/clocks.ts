import { IsIn, Matches } from 'class-validator';
import { IsCode } from '@cluetrail/access';
import { noEarlier, type HappenedAt } from '@cluetrail/event-sourcing';
import {
  isOne,
  transition,
  type Circumstances,
  type Objection,
  type Standing,
} from '@cluetrail/workflow';
import { extensionOf, isOverdue, type Further } from '@cluetrail/deadlines';
import type { Clue } from './state.js';

export const SUSPENSION_GROUNDS = [
  'force-majeure',
  'awaiting-other-organ',
  'subject-unavailable',
  'hearing',
  'other',
] as const;

/** An obligation of the clue's procedure, by its code. */
export class OfObligation {
  @Matches(/^[a-z][a-zA-Z0-9-]{0,39}$/) obligation!: string;
}

export class SuspendClock extends OfObligation {
  @IsIn(SUSPENSION_GROUNDS) ground!: (typeof SUSPENSION_GROUNDS)[number];
}

export class RefuseExtension extends OfObligation {
  @IsCode() ground!: string;
}

const row = transition<Clue>();

export const clocks = {
  requestExtension: row({
    title: { en: 'Request an extension', zh: '申请延期' },
    input: OfObligation,
    event: 'ExtensionRequested',
    unless: (clue, { obligation }, circumstances) =>
      notRunning(obligation, circumstances) ||
      (at(clue.asked, obligation) !== undefined && 'extension-already-asked') ||
      before(at(clue.answered, obligation), circumstances) ||
      overdue(obligation, circumstances) ||
      exhausted(clue, obligation, circumstances),
    data: (clue, { obligation }) => ({ obligation, ordinal: ordinal(clue, obligation) }),
    evolve: (clue, { obligation }, { actor, onBehalfOf, happenedAt }) => ({
      ...clue,
      asked: { ...clue.asked, [obligation]: { by: actor.personId, onBehalfOf, happenedAt } },
    }),
  }),
  grantExtension: row({
    title: { en: 'Grant the extension', zh: '批准延期' },
    input: OfObligation,
    event: 'ExtensionGranted',
    unless: (clue, { obligation }, circumstances) =>
      answerable(clue, obligation, circumstances) ||
      notRunning(obligation, circumstances) ||
      overdue(obligation, circumstances) ||
      exhausted(clue, obligation, circumstances) ||
      beneath(clue, obligation, circumstances),
    data: (clue, { obligation }, circumstances) => ({
      obligation,
      by: next(clue, obligation, circumstances)?.length,
      ordinal: ordinal(clue, obligation),
    }),
    evolve: (clue, { obligation }, { happenedAt }) => ({
      ...clue,
      asked: without(clue.asked, obligation),
      answered: { ...clue.answered, [obligation]: happenedAt },
      extended: { ...clue.extended, [obligation]: ordinal(clue, obligation) },
    }),
  }),
  refuseExtension: row({
    title: { en: 'Refuse the extension', zh: '不予延期' },
    input: RefuseExtension,
    event: 'ExtensionRefused',
    unless: (clue, { obligation }, circumstances) => answerable(clue, obligation, circumstances),
    evolve: (clue, { obligation }, { happenedAt }) => ({
      ...clue,
      asked: without(clue.asked, obligation),
      answered: { ...clue.answered, [obligation]: happenedAt },
    }),
  }),
  suspendClock: row({
    title: { en: 'Suspend a clock', zh: '中止计时' },
    input: SuspendClock,
    event: 'ClockSuspended',
    unless: (clue, { obligation }, circumstances) =>
      notRunning(obligation, circumstances) ||
      // A clock that ended while it stood still stops no later one.
      (at(clue.suspended, obligation) !== undefined &&
        running(obligation, circumstances)?.state === 'suspended' &&
        'already-suspended') ||
      before(at(clue.resumed, obligation), circumstances) ||
      (!ruleOf(obligation, circumstances)?.suspendable && 'not-suspendable'),
    evolve: (clue, { obligation }, { happenedAt }) => ({
      ...clue,
      suspended: { ...clue.suspended, [obligation]: happenedAt },
    }),
  }),
  resumeClock: row({
    title: { en: 'Resume a clock', zh: '恢复计时' },
    input: OfObligation,
    event: 'ClockResumed',
    unless: (clue, { obligation }, circumstances) =>
      (at(clue.suspended, obligation) === undefined && 'not-suspended') ||
      before(at(clue.suspended, obligation), circumstances) ||
      (running(obligation, circumstances)?.state !== 'suspended' && 'not-suspended'),
    evolve: (clue, { obligation }, { happenedAt }) => ({
      ...clue,
      suspended: without(clue.suspended, obligation),
      resumed: { ...clue.resumed, [obligation]: happenedAt },
    }),
  }),
};

function running(obligation: string, { clocks }: Circumstances) {
  return clocks().findLast(
    ({ code, state }) => code === obligation && (state === 'open' || state === 'suspended'),
  );
}

function notRunning(obligation: string, circumstances: Circumstances): Objection {
  return !running(obligation, circumstances) && 'obligation-not-open';
}

function overdue(obligation: string, circumstances: Circumstances): Objection {
  const clock = running(obligation, circumstances);
  return clock && isOverdue(clock, circumstances.happenedAt.at) && 'extension-too-late';
}

function exhausted(clue: Clue, obligation: string, circumstances: Circumstances): Objection {
  return !next(clue, obligation, circumstances) && 'no-further-extension';
}

/** Each extension of a chain has its own approver: this one is granted by another office, or further up. */
function beneath(
  clue: Clue & Standing,
  obligation: string,
  circumstances: Circumstances,
): Objection {
  const further = next(clue, obligation, circumstances);
  const { role, organId } = circumstances.who;
  const right = further?.by.includes(role) && (further.at === 'above') === (organId !== clue.organ);
  return !right && 'approver-level';
}

function next(clue: Clue, obligation: string, circumstances: Circumstances): Further | undefined {
  const rule = ruleOf(obligation, circumstances);
  return rule && extensionOf(rule, ordinal(clue, obligation));
}

/** Invariant: the one who asked never answers, whatever the procedure says. */
function answerable(clue: Clue, obligation: string, circumstances: Circumstances): Objection {
  const asked = at(clue.asked, obligation);
  if (!asked) return 'extension-not-asked';
  return (
    (isOne(circumstances.who, { personId: asked.by, onBehalfOf: asked.onBehalfOf }) &&
      'four-eyes') ||
    before(asked.happenedAt, circumstances)
  );
}

/** Recorded late, an act of one clock still comes after the one before: folded earlier, it would be lost. */
function before(previous: HappenedAt | undefined, { happenedAt }: Circumstances): Objection {
  return previous && !noEarlier(happenedAt, previous) && 'happened-before-previous';
}

/** Codes come from outside: `constructor` is none of ours. */
function at<T>(entries: { readonly [obligation: string]: T }, obligation: string): T | undefined {
  return Object.hasOwn(entries, obligation) ? entries[obligation] : undefined;
}

function ruleOf(obligation: string, { rules }: Circumstances) {
  return rules.find(({ code }) => code === obligation);
}

function ordinal(clue: Clue, obligation: string): number {
  return (at(clue.extended, obligation) ?? 0) + 1;
}

function without<T>(
  entries: { readonly [obligation: string]: T },
  obligation: string,
): { readonly [obligation: string]: T } {
  return Object.fromEntries(Object.entries(entries).filter(([key]) => key !== obligation));
}
