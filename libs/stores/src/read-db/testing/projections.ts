import {
  derived,
  type Event,
  inEffect,
  type Matter,
  type Matters,
  projection,
  type References,
  type Spell,
  temporal,
} from '@cluetrail/event-sourcing';

/** The officers of each clue: a row set that grows, shrinks and changes. */
export const officers = projection<{ clue: string; officerId: string; sinceVersion: number }>({
  name: 'officers',
  version: 1,
  columns: { clue: 'text', officerId: 'text', sinceVersion: 'integer' },
  indexes: [['officerId']],
  on: {
    OfficersAssigned: (rows, { stream, version, data }) =>
      textsOf(data.officers).map((officerId) => {
        const standing = rows.find((row) => row.officerId === officerId);
        return standing ?? { clue: stream, officerId, sinceVersion: version };
      }),
    OfficersReleased: () => [],
  },
});

/** One row per clue over all it is linked with. */
export const totals = derived<{ clue: string; events: number; caseEvents: number; days: number }>({
  name: 'totals',
  version: 1,
  columns: { clue: 'text', events: 'integer', caseEvents: 'integer', days: 'integer' },
  of: (matter, references) => [totalOf(matter, references)],
});

export function totalOf({ stream, events, linked }: Matter, references: References) {
  return {
    clue: stream,
    events: events.length,
    caseEvents: linked.reduce((sum, one) => sum + one.events.length, 0),
    days: daysOf(references.events(calendarOf(events))),
  };
}

/** The state of each clue over both axes; `days` as the calendar says that the clue looks up. */
export const states = temporal<{ state: string; field: string | null; days: number }>({
  name: 'states',
  version: 1,
  columns: { state: 'text', field: 'text?', days: 'integer' },
  indexes: [['state']],
  of: (matter, references) =>
    stateSpells(matter, daysOf(references.events(calendarOf(matter.events)))),
});

export const all = [officers, totals, states] as const;

/** How often something was applied to a stream: tells when an event is applied twice or not at all. */
const applied = projection<{ times: number }>({
  name: 'applied',
  version: 1,
  columns: { times: 'integer' },
  on: { Moved: countOne, OfficersAssigned: countOne, CaseMoved: countOne, Revised: countOne },
});

function countOne(rows: readonly { times: number }[]): { times: number }[] {
  return [{ times: (rows[0]?.times ?? 0) + 1 }];
}

export const counted = [...all, applied] as const;

/** A clue's event may name the case that it is linked with. */
export const matters: Matters = {
  kinds: ['clue'],
  links: ({ data }) => (typeof data.case === 'string' ? [data.case] : []),
};

/** What was the state at T? By folding to T: slow, and plainly right. */
export function stateAt(events: readonly Event[], axes: { asOf: string; knownAt?: string }) {
  const effective = inEffect(events, axes);
  const state = effective.findLast(({ change }) => change)?.change?.to;
  const field = effective.findLast(({ data }) => data.field !== undefined)?.data.field;
  return effective.length === 0
    ? undefined
    : { state: state ?? 'none', field: typeof field === 'string' ? field : null };
}

export function daysOf(calendar: readonly Event[]): number {
  return Number(calendar.at(-1)?.data.days ?? 0);
}

/** Each clue looks up the calendar that its newest event names, else the national one. */
export function calendarOf(events: readonly Event[]): string {
  const named = events.findLast(({ data }) => typeof data.calendar === 'string');
  return `calendar-${named?.data.calendar ?? 'cn'}`;
}

function stateSpells(
  { events }: Matter,
  days: number,
): Spell<{ state: string; field: string | null; days: number }>[] {
  const instants = [...new Set(inEffect(events).map(({ effectiveAt }) => effectiveAt))].sort();
  return instants.flatMap((happenedFrom, index) => {
    const state = stateAt(events, { asOf: happenedFrom });
    const happenedTo = instants[index + 1] ?? null;
    return state ? [{ happenedFrom, happenedTo, row: { ...state, days } }] : [];
  });
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
