import { type Event, inEffect, merged, type Unseal } from '@cluetrail/event-sourcing';
import { allows, masked, type AccessRow } from '@cluetrail/access';
import { explain, isOverdue, obligations, type Obligation } from '@cluetrail/deadlines';
import { clue, FEATURES, linksOf, WORKFLOWS, type ClueState } from '@cluetrail/clues';
import { commandOf, phaseOf, stateOf, type Table, type Words } from '@cluetrail/workflow';
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

/** One event as a person may read it: texts in clear, or told to be sealed, or gone for ever. */
export interface ToldEvent {
  readonly eventId: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly title: Words;
  readonly happenedAt: Event['happenedAt'];
  readonly effectiveAt: string;
  readonly recordedAt: string;
  readonly actor: Event['actor'];
  readonly change?: Event['change'];
  readonly basis?: Event['basis'];
  readonly reason?: unknown;
  readonly data: unknown;
  readonly imported?: true;
  readonly correctedBy?: readonly string[];
}

/** Every event known at K of T, in the order of folding, with those of its case. */
export function toldHistory(
  { installation, subject }: Reading,
  seen: SeenClue,
  axes: AskedAxes,
): readonly ToldEvent[] {
  const inClear = allows(subject, 'content', seen.row) && !masked(subject, 'content', seen.row);
  const all = merged([
    inEffect(seen.events, axes),
    ...seen.linked.map((stream) => inEffect(stream, axes)),
  ]);
  const originals = new Map(
    [...seen.events, ...seen.linked.flat()].map((event) => [event.eventId, event]),
  );
  return all.map((event) => {
    // A corrected event's texts are sealed for the place where they were written: the original is opened.
    const original = originals.get(event.eventId) ?? event;
    const text = (value: unknown, path: string) =>
      shown(value, { event: original, path, inClear, unseal: installation.unseal });
    const corrections = all.filter(
      (one) => one.type === 'FactCorrected' && one.data['targetEventId'] === event.eventId,
    );
    const {
      eventId,
      stream,
      version,
      type,
      happenedAt,
      effectiveAt,
      recordedAt,
      actor,
      change,
      basis,
      reason,
      imported,
    } = event;
    return {
      ...{
        eventId,
        stream,
        version,
        type,
        title: titleOf(type),
        happenedAt,
        effectiveAt,
        recordedAt,
        actor,
      },
      ...(change && { change }),
      ...(basis && { basis }),
      ...(reason && { reason: text(reason, 'reason') }),
      ...(imported && { imported }),
      ...(corrections.length > 0 && { correctedBy: corrections.map((one) => one.eventId) }),
      data: text(event.data, 'data'),
    };
  });
}

interface Showing {
  readonly event: Event;
  readonly path: string;
  readonly inClear: boolean;
  readonly unseal: Unseal;
}

function shown(value: unknown, showing: Showing): unknown {
  const { event, path, inClear, unseal } = showing;
  if (Array.isArray(value))
    return value.map((item, index) => shown(item, { ...showing, path: `${path}.${index}` }));
  if (typeof value !== 'object' || value === null) return value;
  if (isSealed(value)) {
    if (!inClear) return { sealed: true };
    return unseal(event, path) ?? { destroyed: true };
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      shown(field, { ...showing, path: `${path}.${key}` }),
    ]),
  );
}

function isSealed(value: object): boolean {
  return 'k' in value && 'n' in value && 'c' in value && Object.keys(value).length === 3;
}

function titleOf(type: string): Words {
  for (const workflow of Object.values(WORKFLOWS)) {
    const command = commandOf(workflow as Table, type);
    if (command)
      return (workflow.transitions as Readonly<Record<string, { title: Words }>>)[command].title;
  }
  return { en: type, zh: type };
}
