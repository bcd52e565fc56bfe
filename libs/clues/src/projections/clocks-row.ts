import { OPEN, type Effective, type References, type Spell } from '@cluetrail/event-sourcing';
import { clockActs, obligations, timeline, type Obligation } from '@cluetrail/deadlines';
import type { Procedure } from '@cluetrail/workflow';
import { placesIn } from './known.js';

/** A clock as a spell tells it. */
export type ClockRow = {
  /** Code and ordinal: `verify#1`. */
  readonly obligation: string;
  readonly code: string;
  readonly state: string;
  readonly startedAt: string;
  readonly due: string | null;
  readonly dueOn: string | null;
  readonly provisional: number;
  readonly endedAt: string | null;
  readonly daysLate: number | null;
  readonly blueAt: string | null;
  readonly yellowAt: string | null;
  readonly redAt: string | null;
};

export const CLOCK_COLUMNS = {
  obligation: 'text',
  code: 'text',
  state: 'text',
  startedAt: 'text',
  due: 'text?',
  dueOn: 'text?',
  provisional: 'integer',
  endedAt: 'text?',
  daysLate: 'integer?',
  blueAt: 'text?',
  yellowAt: 'text?',
  redAt: 'text?',
} as const;

interface Clocked {
  readonly events: readonly Effective[];
  readonly procedure: Procedure;
}

/** Every clock of a matter over the axis of facts. */
export function clockSpells(
  { events, procedure }: Clocked,
  references: References,
): readonly Spell<ClockRow>[] {
  const places = placesIn(references, procedure.zone);
  return timeline({ events, rules: procedure.obligations, places }).flatMap(
    ({ from, to, obligations: all }) =>
      all.map((one) => ({ happenedFrom: from, happenedTo: to, row: rowOf(one) })),
  );
}

function rowOf(one: Obligation): ClockRow {
  return {
    obligation: one.key,
    code: one.code,
    state: one.state,
    startedAt: one.startedAt,
    due: one.due,
    dueOn: one.dueOn,
    provisional: one.provisional ? 1 : 0,
    endedAt: one.endedAt,
    daysLate: one.daysLate,
    blueAt: one.alerts.blue,
    yellowAt: one.alerts.yellow,
    redAt: one.alerts.red,
  };
}

/** All clocks of a matter, what became of them, and what of them runs: the earliest due and the earliest of each colour, `~` = none. */
export function clocksNow({ events, procedure }: Clocked, references: References) {
  const places = placesIn(references, procedure.zone);
  const history = { events, rules: procedure.obligations, places };
  const clocks = obligations(history);
  const running = clocks.filter(({ state }) => state === 'open');
  return {
    clocks,
    acts: () => clockActs(history),
    next: {
      nextDue: earliest(running.map(({ due }) => due)),
      blueAt: earliest(running.map(({ alerts }) => alerts.blue)),
      yellowAt: earliest(running.map(({ alerts }) => alerts.yellow)),
      redAt: earliest(running.map(({ alerts }) => alerts.red)),
    },
  };
}

function earliest(instants: readonly (string | null)[]): string {
  return instants.reduce<string>((first, at) => (at !== null && at < first ? at : first), OPEN);
}
