import { localDate, type Event, type HappenedAt, type Refusal } from '@cluetrail/event-sourcing';
import { daysBetween, isOverdue } from '@cluetrail/deadlines';
import type { Procedure } from './procedure.js';
import { doerIn, isOne, SYSTEM, type Circumstances, type Standing } from './transition.js';
import { NONE } from './workflow.js';

/** The command by which somebody else stands for a time that lies far back. */
export const COUNTERSIGN = 'countersign';

/** What its event says: whoever tells this command as of this day next may. */
export interface Countersigned {
  readonly command: string;
  /** YYYY-MM-DD, where it happened. */
  readonly day: string;
}

interface Telling {
  readonly command: string;
  /** The type of its event, and of that which a countersignature leaves. */
  readonly told: string;
  readonly countersigned?: string;
}

/** Whoever tells within it tells at once: his clocks need not be computed. */
const AT_ONCE_MS = 5 * 60_000;

/**
 * 补录: what is told longer after it happened than the procedure leaves to one person needs a reason, and another person
 * who stands for it; what is told past a due that had not passed when it happened, a reason. What opens an instance is free: its clocks then start earlier, which hides nothing.
 */
export function notStoodFor(
  { procedure: { backdating }, state }: { procedure: Procedure; state: Standing },
  telling: Telling,
  circumstances: Circumstances,
): Refusal | undefined {
  const { who, saysWhy, happenedAt, now, history } = circumstances;
  if (!backdating || state.state === NONE || who.role === SYSTEM) return undefined;
  const found = lateDays(happenedAt, now);
  const isLate = found > backdating.days;
  if (!saysWhy && (isLate || dueBetween(circumstances)))
    return { code: 'required', detail: { field: 'reason' } };
  if (!isLate) return undefined;
  const others = standingFor(telling, happenedAt, history()).filter(
    (event) => !isOne(who, doerIn(event)),
  );
  if (others.length > 0) return undefined;
  const { command } = telling;
  const detail = { command, day: dayOf(happenedAt), expected: backdating.days, found };
  return { code: 'not-countersigned', detail };
}

/** A clock that ran when it happened has passed its due since: told so, whatever it meets would be in time without a word. */
function dueBetween({ happenedAt: { at }, now, clocks }: Circumstances): boolean {
  if (Date.parse(now) - Date.parse(at) <= AT_ONCE_MS) return false;
  return clocks().some((clock) => isOverdue(clock, now) && !isOverdue(clock, at));
}

/** Local days from the one on which it happened to the one on which it is told, both where it happened. */
export function lateDays(happenedAt: HappenedAt, now: string): number {
  return daysBetween(dayOf(happenedAt), localDate(now, happenedAt.zone));
}

/** The countersignatures of a command and a day. Each serves once: what was told as of that day after it has used it up. */
export function standingFor(
  { command, told, countersigned }: Telling,
  happenedAt: HappenedAt,
  events: readonly Event[],
): readonly Event[] {
  const day = dayOf(happenedAt);
  const used = events.findLast((event) => event.type === told && dayOf(event.happenedAt) === day);
  return events.filter(
    ({ type, data, version }) =>
      type === countersigned &&
      data.command === command &&
      data.day === day &&
      version > (used?.version ?? 0),
  );
}

function dayOf({ at, zone }: HappenedAt): string {
  return localDate(at, zone);
}
