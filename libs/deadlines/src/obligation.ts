import { localDate } from '@cluetrail/event-sourcing';
import { daysBetween } from './days.js';
import type { SkippedDay } from './period.js';
import type { Confidence } from './rule.js';

export type ObligationState = 'open' | 'suspended' | 'met' | 'cancelled';
export type Colour = 'blue' | 'yellow' | 'red';

/** Instants are RFC 3339 UTC with 3 decimals; days are local to `zone`. */
export interface Obligation {
  /** Code and ordinal within the clue: `verify#1`. */
  readonly key: string;
  readonly code: string;
  readonly state: ObligationState;
  readonly startedAt: string;
  readonly startEventId: string;
  /** null while suspended, and until an outside deadline is imposed. Periods in days end with the local day. */
  readonly due: string | null;
  readonly dueOn: string | null;
  readonly zone: string;
  /** The calendar and its edition: `CN-2026.1`. */
  readonly calendar: string;
  /** True when the due rests on days that are not published (or not loaded) yet. */
  readonly provisional: boolean;
  /** May lie before the start in imported history. */
  readonly endedAt: string | null;
  readonly endEventId: string | null;
  /** Whole local days after `dueOn`, once ended; null while it runs or when there was no due. */
  readonly daysLate: number | null;
  readonly extensions: number;
  /** How far suspensions moved the due: working days for a rule in working days, else local days. */
  readonly suspendedDays: number;
  /** The colour is shown after this instant; null = never. All null while suspended. */
  readonly alerts: { readonly [colour in Colour]: string | null };
  /** The facts, in order, from which the due can be computed again by other means. */
  readonly steps: readonly Step[];
}

/** `from` and `dueOn` are days, for hours instants; `period` as in the rule, or `…ms` after a suspension of hours. */
export interface CountedStep {
  readonly kind: 'counted';
  readonly from: string;
  readonly period: string;
  readonly dueOn: string;
  readonly due: string;
  readonly provisional: boolean;
  readonly skipped: readonly SkippedDay[];
  readonly makeUp: readonly SkippedDay[];
  readonly rolledFrom?: string;
}

/** An event as a step names it: the instant from which it counts, and its local day. */
export interface Fact {
  readonly eventId: string;
  readonly at: string;
  readonly on: string;
}

export type Step =
  | (Fact & { readonly kind: 'started'; readonly type: string })
  | {
      readonly kind: 'rule';
      readonly code: string;
      readonly length: string | null;
      readonly roll: boolean;
      readonly source: string;
      readonly article?: string;
      readonly confidence: Confidence;
    }
  | (Fact & { readonly kind: 'anchored'; readonly type: string })
  | (Fact & { readonly kind: 'revived'; readonly type: string })
  | (Fact & { readonly kind: 'inherited'; readonly due: string; readonly dueOn: string })
  | { readonly kind: 'calendar'; readonly calendar: string; readonly zone: string }
  | CountedStep
  | (Fact & { readonly kind: 'imposed'; readonly due: string; readonly dueOn: string })
  | (Fact & { readonly kind: 'extended'; readonly by: string; readonly ordinal: number })
  | (Fact & { readonly kind: 'suspended'; readonly ground: string | null })
  | (Fact & {
      readonly kind: 'resumed';
      readonly days: number;
      readonly unit: 'working days' | 'days';
    })
  | (Fact & {
      readonly kind: 'ended';
      readonly type: string;
      readonly state: 'met' | 'cancelled';
    });

/** Open, and its due has passed at `asOf`. */
export function isOverdue(obligation: Obligation, asOf: string): boolean {
  return obligation.state === 'open' && obligation.due !== null && obligation.due < asOf;
}

/** It stands still, and its due had passed before it stopped: it was missed, and is owed still. */
export function isStoppedLate({ state, steps }: Obligation): boolean {
  if (state !== 'suspended') return false;
  const stopped = steps.findLast((step) => step.kind === 'suspended');
  const due = lastDueOf({ steps });
  return stopped !== undefined && due !== undefined && due < stopped.at;
}

/** The due that holds; of a clock that stands still, the one that it had. */
export function lastDueOf({ steps }: Pick<Obligation, 'steps'>): string | undefined {
  const counted = steps.findLast((step) => 'due' in step);
  return counted && 'due' in counted ? counted.due : undefined;
}

/** By how many local days an act was recorded after the due that it moved, though it is said to have happened before; null = in time. */
export function recordedLateDays(
  { steps, zone }: Pick<Obligation, 'steps' | 'zone'>,
  { eventId, recordedAt }: { readonly eventId: string; readonly recordedAt: string },
): number | null {
  const index = steps.findIndex((step) => 'eventId' in step && step.eventId === eventId);
  const act = steps[index];
  const due = lastDueOf({ steps: steps.slice(0, Math.max(index, 0)) });
  if (!act || !('at' in act) || due === undefined) return null;
  if (due < act.at || due >= `${recordedAt.slice(0, 23)}Z`) return null;
  return daysBetween(localDate(due, zone), localDate(recordedAt, zone));
}

/** Ended after its due, also within the same day: a missed obligation stays missed. */
export function isLate({ endedAt, due }: Obligation): boolean {
  return endedAt !== null && due !== null && due < endedAt;
}

/** The most urgent colour at `asOf`; null when it is not open, or nothing is near. */
export function colourOf({ state, alerts }: Obligation, asOf: string): Colour | null {
  if (state !== 'open') return null;
  return URGENCY.find((colour) => (alerts[colour] ?? asOf) < asOf) ?? null;
}

const URGENCY = ['red', 'yellow', 'blue'] as const;
