import { type Event, inEffect, merged } from '@cluetrail/event-sourcing';
import { type AccessRow, allows } from '@cluetrail/access';
import { explain, isOverdue, obligations, type Obligation } from '@cluetrail/deadlines';
import { clue, type ClueState, FEATURES, linksOf } from '@cluetrail/clues';
import { phaseOf, stateOf } from '@cluetrail/workflow';
import type { AskedAxes } from './parameters.js';
import type { Reading } from './read-model.js';

/** A clue that the caller may see, with the streams it is linked with. */
export interface SeenClue {
  readonly id: string;
  readonly events: readonly Event[];
  readonly linked: readonly (readonly Event[])[];
  /** As it stands now: what rights are decided on. */
  readonly now: ClueState;
  readonly row: AccessRow;
}

/** Undefined where there is none, or the caller may not see it. */
export async function seenClue(
  { installation, subject }: Reading,
  id: string,
): Promise<SeenClue | undefined> {
  const { engine, references } = installation;
  const loaded = await engine.streams.load(`clue-${id}`);
  if (loaded.version === 0) return undefined;
  const now = stateOf(clue, loaded.events);
  const row = FEATURES.clues.accessOf(now, (organ) => references.pathOf(organ));
  if (!allows(subject, 'list', row)) return undefined;
  const names = [...new Set(loaded.events.flatMap(linksOf))];
  const linked = await Promise.all(
    names.map(async (name) => (await engine.streams.load(name)).events),
  );
  return { id, events: loaded.events, linked, now, row };
}

/** Its clocks at (T, K), each with its derivation. */
export function clocksOf(
  { installation }: Reading,
  { events, linked, now }: SeenClue,
  axes: AskedAxes,
): readonly Obligation[] {
  const { references } = installation;
  const procedure = references.procedure(now.procedure.name, now.procedure.version);
  if (!procedure) return [];
  const all = merged([inEffect(events, axes), ...linked.map((stream) => inEffect(stream, axes))]);
  return obligations({
    events: all,
    rules: procedure.obligations,
    places: references.places(procedure.zone),
    asOf: axes.asOf,
  });
}

export function toldClocks(reading: Reading, seen: SeenClue, axes: AskedAxes) {
  return clocksOf(reading, seen, axes).map((one) => ({
    ...one,
    overdue: isOverdue(one, axes.asOf),
    explanation: { en: explain(one, 'en'), zh: explain(one, 'zh') },
  }));
}

/** The state at (T, K) in words; `none` before it was known to be open. */
export function toldState(seen: SeenClue, axes: AskedAxes) {
  const state = stateOf(clue, seen.events, axes);
  const known = state.state in clue.states;
  return {
    state: state.state,
    title: known ? clue.states[state.state].title : { en: 'Not known yet', zh: '尚不知晓' },
    phase: known ? phaseOf(clue, state.state) : null,
    organ: state.organ,
    receiver: state.receiver ?? null,
    level: state.level,
    procedure: state.procedure,
    subjects: state.subjects,
    officers: state.officers,
    team: state.team,
    disposal: state.disposal ?? null,
    outcome: state.outcome ?? null,
    caseId: state.caseId ?? null,
    suspended: Object.keys(state.suspended),
    extensionsAsked: Object.keys(state.asked),
  };
}
