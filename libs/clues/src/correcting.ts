import { IsDefined, IsUUID, Matches } from 'class-validator';
import { isSealedText } from '@cluetrail/access';
import {
  canonical,
  corrected,
  FACT_CORRECTED,
  NotATime,
  type Data,
  type Event,
  type HappenedAt,
  type Json,
} from '@cluetrail/event-sourcing';
import {
  doerIn,
  isOne,
  SYSTEM,
  transition,
  type Circumstances,
  type Doer,
  type Objection,
} from '@cluetrail/workflow';
import { outOfItsClock } from './corrected-clocks.js';
import { misplaced, moved, standingOf, valueOf } from './corrected-times.js';

/** `old` must be what stands there now. A corrected `happenedAt` may be given as text, like everywhere. */
export class CorrectFact {
  @IsUUID() targetEventId!: string;
  @Matches(/^[a-z][a-zA-Z0-9]{0,39}$/) field!: string;
  @IsDefined() old!: Json;
  @IsDefined() new!: Json;
}

/** What the row of each kind has in common: who approved it is told with both values as the log has them. */
export const CORRECTION = {
  title: { en: 'Correct a fact', zh: '更正事实' },
  input: CorrectFact,
  event: FACT_CORRECTED,
  optional: true,
} as const;

/** What the rules of one kind add. */
export interface Correctable {
  readonly circumstances: Circumstances;
  /** Who told the fact, beside the one who gave the command. */
  readonly tellers: readonly Doer[];
  /** Fields of its data that somebody may have written down wrongly. */
  readonly fields: readonly string[];
  /** The instances whose clocks watch what happens here. */
  readonly watching: readonly string[];
  /** An objection to what is to stand in the place of what does, where it is no time. */
  unless?(next: Json, standing: Json): Objection;
  /** An objection to when it is to have happened. */
  crosses?(happenedAt: HappenedAt): Objection;
}

/** The event as it stands, with every earlier correction; undefined where it is not of this stream. */
export function targetOf(
  { targetEventId }: CorrectFact,
  { history }: Pick<Circumstances, 'history'>,
): Event | undefined {
  return corrected(history()).find(({ eventId }) => eventId === targetEventId);
}

/** Another than who told it says, of a fact that stands there so, what it was. */
export function notToBeCorrected(
  target: Event,
  input: CorrectFact,
  { circumstances, tellers, fields, watching, unless, crosses }: Correctable,
): Objection {
  const { who, rolesFor } = circumstances;
  if (target.type === FACT_CORRECTED) return 'no-such-fact';
  if ([doerIn(target), ...tellers].some((one) => isOne(who, one))) return 'four-eyes';
  const { field } = input;
  const isTime = field === 'happenedAt';
  const standing: Json | undefined = isTime ? { ...target.happenedAt } : ownOf(target.data, field);
  if (isSealedText(standing) && rolesFor('attachFiles').length > 0) return 'text-not-correctable';
  if (standing === undefined || !(isTime || fields.includes(field))) return 'not-correctable';
  try {
    const { zone } = target.happenedAt;
    const old = standingOf(field, input.old, zone);
    if (canonical(old) !== canonical(standing)) return 'old-value-differs';
    const next = valueOf(field, input.new, zone);
    if (!isTime) return unless?.(next, standing);
    return (
      misplaced(circumstances, target, next) ||
      outOfItsClock(circumstances, { correction: moved(target, next), watching }) ||
      crosses?.(newTime(next))
    );
  } catch (error) {
    if (!(error instanceof NotATime)) throw error;
    return { code: 'not-a-time', detail: { expected: error.expected, found: error.found } };
  }
}

/** The data of a correction: times as the log has them, in the zone in which they were told. */
export function correctionOf(input: CorrectFact, { who, history }: Circumstances) {
  const told = history().find(({ eventId }) => eventId === input.targetEventId);
  const zone = told?.happenedAt.zone ?? 'UTC';
  return {
    ...input,
    old: standingOf(input.field, input.old, zone),
    new: valueOf(input.field, input.new, zone),
    approvedBy: who.personId,
  };
}

/** What a kind says of times that a process told, and of whose clocks a moved time touches. */
interface OfKind<S> {
  reads(state: S, known: Circumstances['known']): readonly string[];
  /** Who gave the command that a process answered by this event; nobody = it follows its cause, and is not moved. */
  behind?(state: S, target: Event, circumstances: Circumstances): readonly Doer[];
  crosses?(state: S, moved: Moved, circumstances: Circumstances): Objection;
  /** The instances whose clocks watch it. */
  watching(state: S, circumstances: Circumstances): readonly string[];
}

export interface Moved {
  readonly target: Event;
  /** When it happened instead. */
  readonly happenedAt: HappenedAt;
}

/** 更正事实: when something happened, where no more may have been written down wrongly. */
export function correctingTimes<S extends object>({ reads, behind, watching, crosses }: OfKind<S>) {
  return {
    correctFact: transition<S>()({
      ...CORRECTION,
      says: { approvedBy: [] },
      reads: (_, state, known) => reads(state, known),
      unless(state, input, circumstances) {
        const target = targetOf(input, circumstances);
        if (!target) return 'no-such-fact';
        const isOfProcess = target.actor.role === SYSTEM && target.type !== FACT_CORRECTED;
        const tellers = isOfProcess ? (behind?.(state, target, circumstances) ?? []) : [];
        if (isOfProcess && tellers.length === 0) return 'not-correctable';
        return notToBeCorrected(target, input, {
          ...{ circumstances, tellers, fields: [] },
          watching: watching(state, circumstances),
          crosses: (happenedAt) => crosses?.(state, { target, happenedAt }, circumstances),
        });
      },
      data: (_, input, circumstances) => correctionOf(input, circumstances),
      // What stands on this stream is replaced before it is folded.
      evolve: (state) => state,
    }),
  };
}

/** The next value of a corrected `happenedAt`. */
function newTime(next: Json): HappenedAt {
  return next as unknown as HappenedAt; // made by valueOf
}

function ownOf(data: Data, field: string): Json | undefined {
  return Object.hasOwn(data, field) ? data[field] : undefined;
}
