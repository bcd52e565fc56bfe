import { derived, idOf, kindOf, type Effective, type Event } from '@cluetrail/event-sourcing';
import {
  commandOf,
  COUNTERSIGN,
  doerIn,
  isOne,
  lateDays,
  standingFor,
  SYSTEM,
  type Table,
} from '@cluetrail/workflow';
import { WORKFLOWS } from '../procedures.js';
import { knownClue } from './known.js';

export type LateEntryRow = {
  readonly clue: string;
  /** The event that was told late. */
  readonly event: string;
  /** clue · case · report: on whose stream it stands. */
  readonly kind: string;
  readonly type: string;
  readonly happenedAt: string;
  readonly recordedAt: string;
  /** Local days from the one to the other, where it happened. */
  readonly days: number;
  readonly recordedBy: string;
  /** Null where nobody did: the procedure of that time did not ask for it. */
  readonly countersignedBy: string | null;
};

/** 补录登记: what people told of a clue, its reports and its case more days after it happened than one of them alone tells. */
export const lateEntries = derived<LateEntryRow>({
  name: 'late_entries',
  version: 1,
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
  },
  indexes: [['clue'], ['recordedAt', 'clue']],
  of(matter, references) {
    const known = knownClue(matter, references);
    if (!known) return [];
    const days = known.procedure.backdating?.days ?? UNSAID;
    const streams = new Map(
      [matter, ...matter.linked].map(({ stream, events }) => [stream, events]),
    );
    return known.all
      .filter((event) => isOfOne(event) && isLate(event, days))
      .map((event) => ({
        clue: idOf(matter.stream),
        event: event.eventId,
        kind: kindOf(event.stream),
        type: event.type,
        happenedAt: event.effectiveAt,
        recordedAt: event.recordedAt,
        days: lateDays(event.happenedAt, event.recordedAt),
        recordedBy: event.actor.personId,
        countersignedBy: countersignerOf(event, streams.get(event.stream) ?? []),
      }));
  },
});

/** Where a procedure says nothing of it. */
const UNSAID = 10;

/** Local days are asked for only where so much time has passed that it may be. */
function isLate({ happenedAt, recordedAt }: Effective, days: number): boolean {
  const passed = Date.parse(recordedAt) - Date.parse(happenedAt.at);
  return passed > (days - 1) * DAY && lateDays(happenedAt, recordedAt) > days;
}

const DAY = 86_400_000;

/** Told by one person of an instance that stood already. */
function isOfOne({ version, actor, imported }: Effective): boolean {
  return version > 1 && actor.role !== SYSTEM && imported !== true;
}

function countersignerOf(event: Effective, events: readonly Event[]): string | null {
  const workflow: Table | undefined = Object.values<Table>(WORKFLOWS).find(
    ({ kind }) => kind === kindOf(event.stream),
  );
  const command = workflow && commandOf(workflow, event.type);
  if (!command) return null;
  const countersigned = workflow.transitions[COUNTERSIGN]?.event;
  const { type: told, version } = event;
  const before = events.filter((one) => one.version < version);
  // A correction moves the day, and not the one for which somebody signed.
  const { happenedAt } = events.find((one) => one.version === version) ?? event;
  const signed = standingFor({ command, told, countersigned }, happenedAt, before).findLast(
    (one) => !isOne(doerIn(event), doerIn(one)),
  );
  return signed?.actor.personId ?? null;
}
