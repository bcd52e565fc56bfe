import { IsDefined, IsUUID, Matches } from 'class-validator';
import {
  canonical,
  corrected,
  FACT_CORRECTED,
  happenedAtOf,
  inEffect,
  NotATime,
  type Data,
  type Event,
  type HappenedAt,
  type Json,
} from '@cluetrail/event-sourcing';
import { transition, type Circumstances, type Objection } from '@cluetrail/workflow';
import type { Clue } from './state.js';

/** `old` must be what stands there now. A corrected `happenedAt` may be given as text, like everywhere. */
export class CorrectFact {
  @IsUUID() targetEventId!: string;
  @Matches(/^[a-z][a-zA-Z0-9]{0,39}$/) field!: string;
  @IsDefined() old!: Json;
  @IsDefined() new!: Json;
}

const row = transition<Clue>();

export const corrections = {
  correctFact: row({
    title: { en: 'Correct a fact', zh: '更正事实' },
    input: CorrectFact,
    event: FACT_CORRECTED,
    unless: (_, input, circumstances) => objection(input, circumstances),
    data: (_, input, { who, history }) => ({
      ...input,
      old: valueOf(input.field, input.old, zoneOf(input, history())),
      new: valueOf(input.field, input.new, zoneOf(input, history())),
      approvedBy: who.personId,
    }),
    evolve: (clue) => clue,
  }),
};

function objection(input: CorrectFact, { who, history }: Circumstances): Objection {
  const events = history();
  const target = corrected(events).find(({ eventId }) => eventId === input.targetEventId);
  if (!target || target.type === FACT_CORRECTED) return 'no-such-fact';
  if (target.actor.personId === who.personId) return 'four-eyes';
  const standing: Json | undefined =
    input.field === 'happenedAt' ? { ...target.happenedAt } : target.data[input.field];
  if (standing === undefined || isSealed(standing)) return 'not-correctable';
  try {
    const old = valueOf(input.field, input.old, target.happenedAt.zone);
    if (canonical(old) !== canonical(standing)) return 'old-value-differs';
    const next = valueOf(input.field, input.new, target.happenedAt.zone);
    if (typeof next !== typeof standing || Array.isArray(next) !== Array.isArray(standing))
      return 'not-correctable';
    return input.field === 'happenedAt'
      ? misplaced(events, target, next as unknown as HappenedAt)
      : false; // made by valueOf
  } catch (error) {
    if (error instanceof NotATime) return 'not-a-time';
    throw error;
  }
}

/** A corrected time may not lie after its record, nor break the chain of state changes. */
function misplaced(events: readonly Event[], target: Event, happenedAt: HappenedAt): Objection {
  if (happenedAt.at > `${target.recordedAt.slice(0, 23)}Z`) return 'happened-in-future';
  const moved = corrected(events).map((event) =>
    event.eventId === target.eventId ? { ...event, happenedAt } : event,
  );
  const changes = inEffect(moved).filter((event) => event.change);
  const broken = changes.some(
    (event, index) => index > 0 && event.change?.from !== changes[index - 1].change?.to,
  );
  return broken && 'happened-before-previous';
}

function valueOf(field: string, value: Json, zone: string): Json {
  if (field !== 'happenedAt') return value;
  if (typeof value === 'string') return { ...happenedAtOf(value, zone) };
  const { at, zone: other, precision } = Object(value) as Partial<HappenedAt>; // checked on the next lines
  if (typeof at !== 'string' || typeof other !== 'string') throw new NotATime(canonical(value));
  if (precision !== 'ms' && precision !== 'minute' && precision !== 'day')
    throw new NotATime(canonical(value));
  if (happenedAtOf(at, other).at !== at) throw new NotATime(at);
  return { at, zone: other, precision };
}

function zoneOf({ targetEventId }: CorrectFact, events: readonly Event[]): string {
  return events.find(({ eventId }) => eventId === targetEventId)?.happenedAt.zone ?? 'UTC';
}

function isSealed(value: Json): boolean {
  return (
    typeof value === 'object' && value !== null && 'c' in value && 'k' in value && 'n' in value
  );
}

export type { Data };
