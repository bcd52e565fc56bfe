import { type Effective, idOf, temporal } from '@cluetrail/event-sourcing';
import { timeline, type Obligation } from '@cluetrail/deadlines';
import { foldedClue, knownClue, placesIn } from './known.js';

export type SuspensionRow = {
  readonly clue: string;
  /** Code and ordinal of the clock: `verify#1`. */
  readonly obligation: string;
  readonly code: string;
  readonly ground: string;
  readonly stoppedAt: string;
  readonly stoppedBy: string;
  /** When it ran again, or ended as it stood; null = it still stands. */
  readonly untilAt: string | null;
  /** resumed · ended */
  readonly how: string | null;
  readonly resumedBy: string | null;
  /** How long it stood, null while it does: in working days where the limit is in working days. */
  readonly days: number | null;
  /** `working days` or `days` */
  readonly unit: string;
  /** Whose calendar and zone they are counted in: who owes the act. */
  readonly organ: string;
};

/** 中止: every time that a clock was stopped, and for how long, over both axes. */
export const suspensions = temporal<SuspensionRow>({
  name: 'suspensions',
  version: 3,
  columns: {
    clue: 'text',
    obligation: 'text',
    code: 'text',
    ground: 'text',
    stoppedAt: 'text',
    stoppedBy: 'text',
    untilAt: 'text?',
    how: 'text?',
    resumedBy: 'text?',
    days: 'integer?',
    unit: 'text',
    organ: 'text',
  },
  indexes: [['clue'], ['stoppedAt', 'clue']],
  of(matter, references) {
    const stops = foldedClue(matter)?.events.some(({ type }) => type === 'ClockSuspended');
    const known = stops ? knownClue(matter, references) : undefined;
    if (!known) return [];
    const { all, procedure } = known;
    const places = placesIn(references, procedure.zone);
    const inWorkingDays = new Set(
      procedure.obligations.filter(({ length }) => length?.endsWith('W')).map(({ code }) => code),
    );
    const telling = { clue: idOf(matter.stream), events: all, inWorkingDays };
    return timeline({ events: all, rules: procedure.obligations, places }).flatMap(
      ({ from, to, obligations }) =>
        obligations
          .flatMap((one) => stopsOf(one, telling))
          .map((row) => ({ happenedFrom: from, happenedTo: to, row })),
    );
  },
});

interface Telling {
  readonly clue: string;
  readonly events: readonly Effective[];
  readonly inWorkingDays: ReadonlySet<string>;
}

/** A clock's steps tell when it stood, as the engine counts it; what ends a clock that stands ends that too. */
function stopsOf({ key, code, steps }: Obligation, telling: Telling): SuspensionRow[] {
  const rows: SuspensionRow[] = [];
  const eventOf = (eventId: string) => telling.events.find((one) => one.eventId === eventId);
  for (const step of steps) {
    if (step.kind === 'suspended') {
      const { organ = '', actor } = eventOf(step.eventId) ?? {};
      rows.push({
        clue: telling.clue,
        ...{ obligation: key, code, ground: step.ground ?? '' },
        ...{ stoppedAt: step.at, stoppedBy: actor?.personId ?? '' },
        ...{ untilAt: null, how: null, resumedBy: null, days: null },
        unit: telling.inWorkingDays.has(code) ? 'working days' : 'days',
        organ,
      });
    }
    const last = rows.at(-1);
    if (step.kind !== 'resumed' || !last) continue;
    const { type, actor } = eventOf(step.eventId) ?? {};
    const resumed = type === 'ClockResumed';
    rows[rows.length - 1] = {
      ...last,
      ...{ untilAt: step.at, how: resumed ? 'resumed' : 'ended', days: step.days },
      resumedBy: resumed ? (actor?.personId ?? null) : null,
    };
  }
  return rows;
}
