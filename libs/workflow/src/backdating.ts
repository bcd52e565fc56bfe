import {
  FACT_CORRECTED,
  localDate,
  type Data,
  type Event,
  type FactCorrectedData,
  type HappenedAt,
  type Refusal,
} from '@cluetrail/event-sourcing';
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
 * moves a time further than that, either way: it may make a deadline met as well. What opens an instance is free: its
 * clocks then start earlier, which hides nothing.
 */
export function notStoodFor(
  { procedure: { backdating }, state }: { procedure: Procedure; state: Standing },
  { data, ...telling }: Telling & { readonly data: Data },
  circumstances: Circumstances,
): Refusal | undefined {
  const { who, saysWhy, happenedAt, now, history } = circumstances;
  if (!backdating || state.state === NONE || who.role === SYSTEM) return undefined;
  const tells = { type: telling.told, data, happenedAt };
  const found = daysOff(tells, now, history);
  const isFar = found > backdating.days;
  if (!saysWhy && (isFar || dueBetween(circumstances)))
    return { code: 'required', detail: { field: 'reason' } };
  if (!isFar) return undefined;
  const others = standingFor(telling, tells, history()).filter(
    (event) => !isOne(who, doerIn(event)),
  );
  if (others.length > 0) return undefined;
  const { command } = telling;
  const detail = { command, day: dayOf(timeIn(tells)), expected: backdating.days, found };
  return { code: 'not-countersigned', detail };
}

/** A clock that ran when it happened has passed its due since: told so, whatever it meets would be in time without a word. */
function dueBetween({ happenedAt: { at }, now, clocks }: Circumstances): boolean {
  if (Date.parse(now) - Date.parse(at) <= AT_ONCE_MS) return false;
  return clocks().some((clock) => isOverdue(clock, now) && !isOverdue(clock, at));
}

/**
 * Local days between what is said of a time and what was known: from the one on which it happened to the one on which it
 * is told, or, where that is more, those by which a correction moves what was told first. Many small ones move it as far as one does.
 */
export function daysOff(
  tells: Tells,
  now: string,
  history: () => readonly Pick<Event, 'eventId' | 'happenedAt'>[],
): number {
  const { happenedAt, data } = tells;
  const late = daysBetween(dayOf(happenedAt), localDate(now, happenedAt.zone));
  const next = correctedTime(tells);
  if (!next) return late;
  const first = history().find(({ eventId }) => eventId === data.targetEventId);
  return first ? Math.max(late, Math.abs(daysBetween(dayOf(first.happenedAt), dayOf(next)))) : late;
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

function correctedTime({ type, data }: Tells): HappenedAt | undefined {
  const { field, new: next } = data as unknown as FactCorrectedData; // read only where the type says so
  return type === FACT_CORRECTED && field === 'happenedAt'
    ? (next as unknown as HappenedAt)
    : undefined; // as the log has it
}

function dayOf({ at, zone }: HappenedAt): string {
  return localDate(at, zone);
}
