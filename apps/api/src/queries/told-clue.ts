import type { Effective, Event } from '@cluetrail/event-sourcing';
import { type AccessRow, allows, masked } from '@cluetrail/access';
import { explain, isOverdue } from '@cluetrail/deadlines';
import { clocksOf, together } from '@cluetrail/nest';
import { clue, type ClueState, linksOf } from '@cluetrail/clues';
import { phaseOf, stateOf, stateTitle } from '@cluetrail/workflow';
import { clueRow } from '../access-row.js';
import type { Installation } from '../installation.js';
import type { AskedAxes } from './parameters.js';
import type { Asker, Reading } from './read-model.js';
import { shown } from './shown.js';

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
export async function seenClue(reading: Asker, id: string): Promise<SeenClue | undefined> {
  const found = await clueCalled(reading, id);
  return found && allows(reading.subject, 'list', found.row) ? found : undefined;
}

/** Whoever may see it. */
async function clueCalled(
  { installation }: Pick<Asker, 'installation'>,
  id: string,
): Promise<SeenClue | undefined> {
  const { engine } = installation;
  const loaded = await engine.streams.load(`clue-${id}`);
  if (loaded.version === 0) return undefined;
  const now = stateOf(clue, loaded.events);
  const row = await clueRow(installation, now);
  const names = [...new Set(loaded.events.flatMap(linksOf))];
  const linked = await Promise.all(
    names.map(async (name) => (await engine.streams.load(name)).events),
  );
  return { id, events: loaded.events, linked, now, row };
}

/** What it was at (T, K). */
export interface ToldClue extends SeenClue {
  readonly axes: AskedAxes;
  /** Its own events and those of its case, in the order of folding. */
  readonly known: readonly Effective[];
  /** The caller may read texts, with the names in them. */
  readonly inClear: boolean;
}

export function clueAt({ subject }: Asker, seen: SeenClue, axes: AskedAxes): ToldClue {
  const { events, linked, row } = seen;
  const inClear = readsTexts(subject, row);
  return { ...seen, axes, inClear, known: together([events, ...linked], axes) };
}

function readsTexts(subject: Asker['subject'], row: AccessRow): boolean {
  return allows(subject, 'content', row) && !masked(subject, 'content', row);
}

/** Its clocks at (T, K), each with its derivation. */
export function toldClocks(
  { installation }: Reading,
  {
    now,
    known,
    axes,
  }: Pick<ToldClue, 'known' | 'axes'> & { readonly now: Pick<ClueState, 'procedure'> },
) {
  const { references } = installation;
  const procedure = references.procedure(now.procedure.name, now.procedure.version);
  if (!procedure) return [];
  const { asOf } = axes;
  return clocksOf(references, { procedure, events: known, asOf }).map((one) => ({
    ...one,
    overdue: isOverdue(one, asOf),
    explanation: { en: explain(one, 'en'), zh: explain(one, 'zh') },
  }));
}

/** The state at (T, K) in words; `none` before it was known to be open. */
export async function toldState(reading: Reading, told: ToldClue) {
  const { installation } = reading;
  const state = stateOf(clue, told.events, told.axes);
  const known = state.state in clue.states;
  const { name, version } = told.now.procedure;
  const procedure = installation.references.procedure(name, version);
  return {
    number: state.number ?? null,
    state: state.state,
    title: stateTitle(procedure, clue, state.state) ?? { en: 'Not known yet', zh: '尚不知晓' },
    phase: known ? phaseOf(clue, state.state) : null,
    organ: state.organ,
    receiver: state.receiver ?? null,
    level: state.level,
    procedure: state.procedure,
    summary: await summaryOf(reading, told),
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

/** What it was discovered with, a part with the whole; null before it was known, and for whom that is kept from. */
async function summaryOf(reading: Reading, told: ToldClue): Promise<unknown> {
  const split = told.known.find(
    ({ type, stream }) => type === 'ClueSplitOff' && stream === `clue-${told.id}`,
  );
  if (!split) return ownSummary(told, reading.installation);
  const whole = await clueCalled(reading, String(split.data['parent']));
  if (!whole) return null;
  const rows = [whole.row, ...rightsOfPart(told, whole)];
  const row =
    rows.find((one) => readsTexts(reading.subject, one)) ??
    rows.find((one) => allows(reading.subject, 'list', one));
  return row ? summaryOf(reading, clueAt(reading, { ...whole, row }, told.axes)) : null;
}

/**
 * Wherever a part has gone, who reads its texts reads that one, too; if he is cleared for the whole, and nothing of it is
 * kept from him. What went up sealed is read there.
 */
function rightsOfPart({ now, row }: ToldClue, { row: whole }: SeenClue): readonly AccessRow[] {
  if (now.state === 'sealedUp') return [];
  const level = row.level > whole.level ? row.level : whole.level; // levels rise with their names
  return [{ ...row, level, excluded: `${row.excluded}${whole.excluded}` }];
}

function ownSummary({ events, known, inClear }: ToldClue, installation: Installation): unknown {
  const discovered = known.find(
    ({ type }) => type === 'ClueDiscovered' || type === 'ClueTakenOver',
  );
  const original = events.find(({ eventId }) => eventId === discovered?.eventId);
  const summary = original?.data['summary'];
  if (!original || summary === undefined) return null;
  return shown(summary, { event: original, path: 'data.summary', inClear, installation });
}
