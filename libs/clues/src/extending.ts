import { Matches } from 'class-validator';
import { IsCode } from '@cluetrail/access';
import { noEarlier, type HappenedAt } from '@cluetrail/event-sourcing';
import {
  isOne,
  transition,
  type Circumstances,
  type Objection,
  type Standing,
} from '@cluetrail/workflow';
import { lastDueOf, type Obligation } from '@cluetrail/deadlines';
import { at, type Extensions, without } from './extensions.js';
import { beneath, beneathAll, exhausted, next, noneAbove, ordinal } from './granting.js';
import { extensionTooLate } from './too-late.js';

/** An obligation of the procedure, by its code. */
export class OfObligation {
  @Matches(/^[a-z][a-zA-Z0-9-]{0,39}$/) obligation!: string;
}

export class RefuseExtension extends OfObligation {
  @IsCode() ground!: string;
}

/** Where a state keeps them. */
interface Kept<S> {
  of(state: S): Extensions;
  with<T extends S>(state: T, extensions: Extensions): T;
  /** Streams on which its clocks begin and end, beside its own. */
  reads?(state: S): readonly string[];
  /** What speaks against whoever answers, where it is known who handles the matter. */
  answersOwn?(state: S, circumstances: Circumstances): Objection;
}

/** 延期: asked for, and granted or refused by another, on the stream whose clock it is. */
export function extending<S extends object>(kept: Kept<S>) {
  return { ...asking(kept), ...answering(kept) };
}

function asking<S extends object>(kept: Kept<S>) {
  const row = transition<S>();
  return {
    requestExtension: row({
      title: { en: 'Request an extension', zh: '申请延期' },
      input: OfObligation,
      event: 'ExtensionRequested',
      reads: (_, state) => kept.reads?.(state) ?? [],
      says: { ordinal: [] },
      together: () => [['grantExtension', 'refuseExtension']],
      unless: (state, { obligation }, circumstances) =>
        notRunning(obligation, circumstances) ||
        metSince(obligation, circumstances) ||
        (waits(kept.of(state), obligation, circumstances) && 'extension-already-asked') ||
        before(at(kept.of(state).answered, obligation), circumstances) ||
        overdue(obligation, circumstances) ||
        exhausted(kept.of(state), obligation, circumstances),
      data: (state, { obligation }) => ({
        obligation,
        ordinal: ordinal(kept.of(state), obligation),
      }),
      evolve: (state, { obligation }, { actor, onBehalfOf, happenedAt }) =>
        kept.with(state, {
          ...kept.of(state),
          asked: {
            ...kept.of(state).asked,
            [obligation]: { by: actor.personId, onBehalfOf, happenedAt },
          },
        }),
    }),
  };
}

function answering<S extends object>(kept: Kept<S>) {
  const row = transition<S>();
  const blocked = kept.answersOwn;
  const grants = (state: S & Standing, circumstances: Circumstances) =>
    kept.answersOwn?.(state, circumstances) ||
    beneathAll(state, kept.of(state), waiting(kept.of(state), circumstances), circumstances);
  return {
    grantExtension: row({
      title: { en: 'Grant the extension', zh: '批准延期' },
      input: OfObligation,
      event: 'ExtensionGranted',
      reads: (_, state) => kept.reads?.(state) ?? [],
      awaited: (state, around) => waitsForAny(kept.of(state), around),
      says: { ordinal: [], by: [] },
      blocked: grants,
      unless: (state, { obligation }, circumstances) =>
        answerable(kept.of(state), obligation, circumstances) ||
        notRunning(obligation, circumstances) ||
        lapsed(kept.of(state), obligation, circumstances) ||
        overdue(obligation, circumstances) ||
        exhausted(kept.of(state), obligation, circumstances) ||
        noneAbove(state, kept.of(state), obligation, circumstances) ||
        beneath(state, kept.of(state), obligation, circumstances) ||
        unexplained(running(obligation, circumstances), circumstances),
      data: (state, { obligation }, circumstances) => ({
        obligation,
        by: next(kept.of(state), obligation, circumstances)?.length,
        ordinal: ordinal(kept.of(state), obligation),
      }),
      evolve: (state, { obligation }, { happenedAt }) =>
        kept.with(state, {
          ...answeredAt(kept.of(state), obligation, happenedAt),
          extended: {
            ...kept.of(state).extended,
            [obligation]: ordinal(kept.of(state), obligation),
          },
        }),
    }),
    refuseExtension: row({
      title: { en: 'Refuse the extension', zh: '不予延期' },
      input: RefuseExtension,
      event: 'ExtensionRefused',
      reads: (_, state) => kept.reads?.(state) ?? [],
      awaited: (state, around) => waitsForAny(kept.of(state), around),
      blocked,
      unless: (state, { obligation }, circumstances) =>
        answerable(kept.of(state), obligation, circumstances) ||
        lapsed(kept.of(state), obligation, circumstances),
      evolve: (state, { obligation }, { happenedAt }) =>
        kept.with(state, answeredAt(kept.of(state), obligation, happenedAt)),
    }),
  };
}

/**
 * A request is for the clock that ran when it was made, and lapses with it: nobody answers it for the next one, nor as if he
 * had answered before what was owed was done. That would hide that it was late.
 */
function lapsed(all: Extensions, obligation: string, circumstances: Circumstances): Objection {
  const now = { ...circumstances, clocks: circumstances.clocksNow };
  const isOver = [circumstances, now].some((clocks) => !waits(all, obligation, clocks));
  return isOver && 'extension-not-asked';
}

/** Told late, it is of a clock that ran then; what is owed no more is not put off afterwards. */
function metSince(obligation: string, circumstances: Circumstances): Objection {
  const key = running(obligation, circumstances)?.key;
  const isOwed = circumstances.clocksNow().some((one) => one.key === key && one.endedAt === null);
  return !isOwed && 'obligation-not-open';
}

type Clocks = Pick<Circumstances, 'self' | 'clocks' | 'clockActs'>;

export function waitsForAny(all: Extensions, clocks: Clocks): boolean {
  return waiting(all, clocks).length > 0;
}

function waiting(all: Extensions, clocks: Clocks): readonly string[] {
  return Object.keys(all.asked).filter((obligation) => waits(all, obligation, clocks));
}

function waits({ asked }: Extensions, obligation: string, clocks: Clocks): boolean {
  if (!at(asked, obligation)) return false;
  const { self, clockActs } = clocks;
  const request = clockActs().findLast(
    ({ event: { type, stream, data } }) =>
      type === 'ExtensionRequested' && stream === self && data.obligation === obligation,
  );
  const meant = request?.clocks.map(({ key }) => key) ?? [];
  return clocks.clocks().some(({ key, endedAt }) => endedAt === null && meant.includes(key));
}

function answeredAt(all: Extensions, obligation: string, happenedAt: HappenedAt): Extensions {
  return {
    ...all,
    asked: without(all.asked, obligation),
    answered: { ...all.answered, [obligation]: happenedAt },
  };
}

export function running(obligation: string, { clocks }: Circumstances) {
  return clocks().findLast(
    ({ code, state }) => code === obligation && (state === 'open' || state === 'suspended'),
  );
}

/** The obligations that nothing has met or ended yet, here or on what belongs to it, also where they stand still. */
export function owed({ clocks }: Circumstances): readonly string[] {
  return clocks().flatMap(({ code, endedAt }) => (endedAt === null ? [code] : []));
}

export function notRunning(obligation: string, circumstances: Circumstances): Objection {
  return !running(obligation, circumstances) && 'obligation-not-open';
}

function overdue(obligation: string, circumstances: Circumstances): Objection {
  return extensionTooLate(running(obligation, circumstances), circumstances.happenedAt.at);
}

/** What is recorded after the due that it moves, as if it had happened before, hides that it was late: somebody says why. */
export function unexplained(
  clock: Obligation | undefined,
  { happenedAt, now, saysWhy }: Circumstances,
): Objection {
  const due = clock && lastDueOf(clock);
  const isLate = due !== undefined && happenedAt.at <= due && due < now;
  return isLate && !saysWhy && { code: 'required', detail: { field: 'reason' } };
}

/** Invariant: the one who asked never answers, whatever the procedure says. */
function answerable(all: Extensions, obligation: string, circumstances: Circumstances): Objection {
  const asked = at(all.asked, obligation);
  if (!asked) return 'extension-not-asked';
  return (
    (isOne(circumstances.who, { personId: asked.by, onBehalfOf: asked.onBehalfOf }) &&
      'four-eyes') ||
    before(asked.happenedAt, circumstances)
  );
}

/** Recorded late, an act of one clock still comes after the one before: folded earlier, it would be lost. */
export function before(previous: HappenedAt | undefined, { happenedAt }: Circumstances): Objection {
  return previous && !noEarlier(happenedAt, previous) && 'happened-before-previous';
}
