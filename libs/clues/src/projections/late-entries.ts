import { derived, idOf, kindOf, type Event } from '@cluetrail/event-sourcing';
import {
  commandOf,
  COUNTERSIGN,
  doerIn,
  isBeyond,
  isOfTime,
  isOne,
  type Off,
  offOf,
  standingFor,
  SYSTEM,
  timeIn,
  type Table,
} from '@cluetrail/workflow';
import { WORKFLOWS } from '../procedures.js';
import { knownClue } from './known.js';

export type LateEntryRow = {
  readonly clue: string;
  /** The event that was told late, or that moves the time of another. */
  readonly event: string;
  /** clue · case · report: on whose stream it stands. */
  readonly kind: string;
  readonly type: string;
  /** As it was told; of a correction the time that it puts in the place of the other. */
  readonly happenedAt: string;
  readonly recordedAt: string;
  /** Local days from the one to the other, where it happened; of a correction those by which it moves what was told first. */
  readonly days: number;
  readonly recordedBy: string;
  /** Null where nobody did: the procedure of that time did not ask for it. */
  readonly countersignedBy: string | null;
  /** The event whose time it moves; null where it is no correction of a time. */
  readonly corrects: string | null;
};

/** 补录登记: what people told of a clue, its reports and its case that one of them alone does not tell. */
export const lateEntries = derived<LateEntryRow>({
  name: 'late_entries',
  version: 3,
  columns: {
    clue: 'text',
    event: 'text',
    kind: 'text',
    type: 'text',
    happenedAt: 'text',
    recordedAt: 'text',
    days: 'integer',
    recordedBy: 'text',
    countersignedBy: 'text?',
    corrects: 'text?',
  },
  indexes: [['clue'], ['recordedAt', 'clue']],
  of(matter, references) {
    const known = knownClue(matter, references);
    if (!known) return [];
    const days = known.procedure.backdating?.days ?? UNSAID;
    // As each was told: what a correction made of it stands there, too.
    return [matter, ...matter.linked].flatMap(({ events }) =>
      events.filter(isOfOne).flatMap((event) => {
        const off = farOff(event, days, events);
        if (!off) return [];
        return {
          clue: idOf(matter.stream),
          event: event.eventId,
          kind: kindOf(event.stream),
          type: event.type,
          happenedAt: timeIn(event).at,
          recordedAt: event.recordedAt,
          days: off.moved || off.late,
          recordedBy: event.actor.personId,
          countersignedBy: countersignerOf(event, events),
          corrects: isOfTime(event) ? String(event.data.targetEventId) : null,
        };
      }),
    );
  },
});

/** Where a procedure says nothing of it. */
const UNSAID = 10;

/** Undefined where one person tells it alone. Local days are asked for only where so much time has passed that it may be. */
function farOff(event: Event, days: number, events: readonly Event[]): Off | undefined {
  const passed = Date.parse(event.recordedAt) - Date.parse(event.happenedAt.at);
  if (passed <= (days - 1) * DAY && !isOfTime(event)) return undefined;
  const off = offOf(event, event.recordedAt, () => events);
  return isBeyond(off, days) ? off : undefined;
}

const DAY = 86_400_000;

/** Told by one person of an instance that stood already. */
function isOfOne({ version, actor, imported }: Event): boolean {
  return version > 1 && actor.role !== SYSTEM && imported !== true;
}

function countersignerOf(event: Event, events: readonly Event[]): string | null {
  const workflow: Table | undefined = Object.values<Table>(WORKFLOWS).find(
    ({ kind }) => kind === kindOf(event.stream),
  );
  const command = workflow && commandOf(workflow, event.type);
  if (!command) return null;
  const countersigned = workflow.transitions[COUNTERSIGN]?.event;
  const before = events.filter((one) => one.version < event.version);
  const signed = standingFor({ command, told: event.type, countersigned }, event, before).findLast(
    (one) => !isOne(doerIn(event), doerIn(one)),
  );
  return signed?.actor.personId ?? null;
}
