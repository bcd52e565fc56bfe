import {
  FACT_CORRECTED,
  localDate,
  type Data,
  type Event,
  type HappenedAt,
  type Refusal,
} from '@cluetrail/event-sourcing';
import { daysBetween, isOverdue } from '@cluetrail/deadlines';
import { doerIn, isOne } from './doers.js';
import type { Procedure } from './procedure.js';
import { SYSTEM, type Circumstances, type Standing, type Transition } from './transition.js';
import { NONE } from './workflow.js';

/** The command by which somebody else stands for a time that lies far back. */
export const COUNTERSIGN = 'countersign';

/** What its event says: whoever tells this command as of this day next may. */
export interface Countersigned {
  readonly command: string;
  /** YYYY-MM-DD, where it happened. */
  readonly day: string;
}

/** A command, the type of the event that it leaves, and of that which a countersignature leaves. */
interface Telling {
  readonly command: string;
  readonly told: string;
  readonly countersigned?: string;
}

/** Of an event, told or about to be. */
type Tells = Pick<Event, 'type' | 'data' | 'happenedAt'>;

/** Whoever tells within it tells at once: his clocks need not be computed. */
const AT_ONCE_MS = 5 * 60_000;

/**
 * 补录: what is told longer after it happened than the procedure leaves to one person needs a reason, and another person
 * who stands for it; what is told past a due that had not passed when it happened, a reason. So does a correction that
 * moves a time to another day than was told first: whoever was late may move what begins his clock, and what ends it.
 * What opens an instance is free: its clocks then start earlier, which hides nothing; not so what is given to one that
 * stands as well, and may end what would have run.
 */
export function notStoodFor(
  { procedure: { backdating }, state }: { procedure: Procedure; state: Standing },
  { data, opens, ...telling }: Telling & { readonly data: Data } & Pick<Transition, 'opens'>,
  circumstances: Circumstances,
): Refusal | undefined {
  const { who, saysWhy, happenedAt, now, history } = circumstances;
  if (!backdating || who.role === SYSTEM) return undefined;
  const isNew = state.state === NONE;
  if (isNew && opens === 'only') return undefined;
  const tells = { type: telling.told, data, happenedAt };
  const off = offOf(tells, now, history);
  if (!saysWhy && (isBeyond(off, backdating.days) || dueBetween(circumstances)))
    return { code: 'required', detail: { field: 'reason' } };
  if (!isBeyond(off, backdating.days)) return undefined;
  const { command } = telling;
  if (isNew)
    return {
      code: 'opened-too-late',
      detail: { command, expected: backdating.days, found: off.late },
    };
  const others = standingFor(telling, tells, history()).filter(
    (event) => !isOne(who, doerIn(event)),
  );
  if (others.length > 0) return undefined;
  const detail = { command, day: dayOf(timeIn(tells)) };
  return off.moved > 0
    ? { code: 'correction-not-countersigned', detail: { ...detail, found: off.moved } }
    : {
        code: 'not-countersigned',
        detail: { ...detail, expected: backdating.days, found: off.late },
      };
}

/**
 * A clock that ran or stood still when it happened has passed its due since: told so, whatever it meets would be in time
 * without a word.
 */
function dueBetween({ happenedAt: { at }, now, clocks, clocksNow }: Circumstances): boolean {
  if (Date.parse(now) - Date.parse(at) <= AT_ONCE_MS) return false;
  const then = clocks();
  const stopped = then.filter(({ state }) => state === 'suspended').map(({ key }) => key);
  return (
    then.some((clock) => isOverdue(clock, now) && !isOverdue(clock, at)) ||
    (stopped.length > 0 &&
      clocksNow().some((clock) => stopped.includes(clock.key) && isOverdue(clock, now)))
  );
}

/** How far what is said of a time lies from what was known. */
export interface Off {
  /** Local days from the one on which it happened to the one on which it is told. */
  readonly late: number;
  /** Those by which a correction moves a time from where it was told first, either way. */
  readonly moved: number;
}

export function offOf(
  tells: Tells,
  now: string,
  history: () => readonly Pick<Event, 'eventId' | 'happenedAt'>[],
): Off {
  const { happenedAt, data } = tells;
  const late = daysBetween(dayOf(happenedAt), localDate(now, happenedAt.zone));
  const next = correctedTime(tells);
  const told = next ? history() : [];
  const first = told.find(({ eventId }) => eventId === data.targetEventId)?.happenedAt;
  if (!next || !first) return { late, moved: 0 };
  // In each zone in which anything was told: what is told in another than that of the clock would win a day.
  const zones = new Set([next, ...told.map((event) => event.happenedAt)].map(({ zone }) => zone));
  const moved = [...zones].map((zone) =>
    Math.abs(daysBetween(localDate(first.at, zone), localDate(next.at, zone))),
  );
  return { late, moved: Math.max(...moved) };
}

/** Whether it is more than one person tells alone. */
export function isBeyond({ late, moved }: Off, days: number): boolean {
  return late > days || moved > 0;
}

/** The countersignatures of a command and a day. Each serves once: what was told as of that day after it has used it up. */
export function standingFor(
  { command, told, countersigned }: Telling,
  tells: Tells,
  events: readonly Event[],
): readonly Event[] {
  const day = dayOf(timeIn(tells));
  const used = events.findLast((event) => event.type === told && dayOf(timeIn(event)) === day);
  return events.filter(
    ({ type, data, version }) =>
      type === countersigned &&
      data.command === command &&
      data.day === day &&
      version > (used?.version ?? 0),
  );
}

/** When something happened, as an event says: it itself, or, of a correction of a time, the other one. */
export function timeIn(tells: Tells): HappenedAt {
  return correctedTime(tells) ?? tells.happenedAt;
}

/** A correction of a time, and of nothing else. */
export function isOfTime({ type, data }: Pick<Tells, 'type' | 'data'>): boolean {
  return type === FACT_CORRECTED && data.field === 'happenedAt';
}

function correctedTime(tells: Tells): HappenedAt | undefined {
  return isOfTime(tells) ? (tells.data.new as unknown as HappenedAt) : undefined; // as the log has it
}

function dayOf({ at, zone }: HappenedAt): string {
  return localDate(at, zone);
}
