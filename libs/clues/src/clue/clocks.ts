import { IsIn } from 'class-validator';
import { transition, type Circumstances, type Objection } from '@cluetrail/workflow';
import { before, extending, notRunning, OfObligation, running, unexplained } from '../extending.js';
import { at, without } from '../extensions.js';
import { ruleOf } from '../granting.js';
import { suspensionTooLate } from '../too-late.js';
import { decidesOnOwn, streamsOfCases } from './entrusting.js';
import type { Clue } from './state.js';

export const SUSPENSION_GROUNDS = [
  'force-majeure',
  'awaiting-other-organ',
  'subject-unavailable',
  'hearing',
  'other',
] as const;

export class SuspendClock extends OfObligation {
  @IsIn(SUSPENSION_GROUNDS) ground!: (typeof SUSPENSION_GROUNDS)[number];
}

const row = transition<Clue>();

export const clocks = {
  ...extending<Clue>({
    of: (clue) => clue,
    with: (clue, { asked, answered, extended }) => ({ ...clue, asked, answered, extended }),
    reads: streamsOfCases,
    answersOwn: byHandler,
  }),
  suspendClock: row({
    title: { en: 'Suspend a clock', zh: '中止计时' },
    input: SuspendClock,
    event: 'ClockSuspended',
    reads: (_, clue) => streamsOfCases(clue),
    together: () => ['resumeClock'],
    blocked: byHandler,
    unless: (clue, { obligation }, circumstances) =>
      notRunning(obligation, circumstances) ||
      // A clock that ended while it stood still stops no later one.
      (at(clue.suspended, obligation) !== undefined &&
        running(obligation, circumstances)?.state === 'suspended' &&
        'already-suspended') ||
      before(at(clue.resumed, obligation), circumstances) ||
      (!ruleOf(obligation, circumstances)?.suspendable && 'not-suspendable') ||
      suspensionTooLate(running(obligation, circumstances), circumstances.happenedAt.at) ||
      unexplained(running(obligation, circumstances), circumstances),
    evolve: (clue, { obligation }, { happenedAt }) => ({
      ...clue,
      suspended: { ...clue.suspended, [obligation]: happenedAt },
    }),
  }),
  resumeClock: row({
    title: { en: 'Resume a clock', zh: '恢复计时' },
    input: OfObligation,
    event: 'ClockResumed',
    reads: (_, clue) => streamsOfCases(clue),
    blocked: byHandler,
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

/** Whose time it is neither puts it off nor stops it: nor do those of its case, who are officers of the clue, too. */
function byHandler({ officers, team }: Clue, circumstances: Circumstances): Objection {
  return decidesOnOwn(circumstances, [...officers, ...team]);
}
