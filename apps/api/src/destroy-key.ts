import { type Actor, type Event, idOf, kindOf } from '@cluetrail/event-sourcing';
import { SETUP } from '@cluetrail/access';
import { isEnded, stateOf } from '@cluetrail/workflow';
import { rowOf } from './access-row.js';
import { oneAtATime, record } from './administration.js';
import { checkAdministers, organsOfPerson } from './administers.js';
import { ALL_FEATURES, type Installation } from './installation.js';
import { Problem } from './problem.js';
import { readingFor } from './queries/reading.js';

/** So long a second person may confirm what the first one asked for. */
const DAYS = 30;
const REQUESTED = 'KeyDestructionRequested';

export interface Destruction {
  readonly stream: string;
  /** Outlives the key where it is destroyed by this call: then it must name nobody. */
  readonly reason: string;
  /** Another asked for it: do it. */
  readonly confirm?: boolean;
  readonly by: Actor;
}

/** Who asked for it, and the instant after which it has lapsed. */
export interface Requested {
  readonly requested: string;
  readonly by: string;
  readonly until: string;
}

/**
 * Two people destroy a key: one asks, another confirms within 30 days. Only then the key goes: the log keeps who both
 * were and why, the read side forgets. In the set-up nobody else exists, and it is done at once. Asking again while a
 * request stands answers that one. Throws a Problem 403 `wrong-organ`, `excluded` or `four-eyes`, 404 `no-such-stream`,
 * 409 `destruction-not-requested` or `already-destroyed`, or
 * `not-ended` for a clue or case.
 */
export function destroyKey(
  installation: Installation,
  { stream, reason, confirm = false, by }: Destruction,
): Promise<Requested | { readonly destroyed: string }> {
  return oneAtATime(installation, async () => {
    const events = await eventsOf(installation, stream);
    if (events.length === 0) throw new Problem(404, 'no-such-stream', { details: { stream } });
    const { organs, mayNot } = await concerned(installation, stream, events);
    checkAdministers(installation, by, organs);
    if (mayNot.some((one) => areOne(installation, one, by.personId)))
      throw new Problem(403, 'excluded', { details: { stream } });
    if (events.some(({ type }) => type === 'KeyDestroyed')) {
      // An interruption, or keys restored from a copy, may have left what the log tells to be gone.
      await erase(installation, stream);
      throw new Problem(409, 'already-destroyed', { details: { stream } });
    }
    checkEnded(stream, events);
    const standing = standingIn(events, installation);
    if (by.personId === SETUP) return destroyed(installation, { stream, by, data: { reason } });
    if (confirm) {
      if (!standing)
        throw new Problem(409, 'destruction-not-requested', { details: { stream, days: DAYS } });
      if (areOne(installation, standing.by, by.personId)) throw new Problem(403, 'four-eyes');
      return destroyed(installation, { stream, by, data: { reason, requestedBy: standing.by } });
    }
    return standing ?? (await request(installation, { stream, by, data: { reason } }));
  });
}

const OPEN_UNTIL_ENDED = ['clue', 'case'];

/** Without its key no text can be recorded, so nothing would lead an open matter to its end, while its clocks run. */
function checkEnded(stream: string, events: readonly Event[]): void {
  const kind = kindOf(stream);
  const workflow = ALL_FEATURES.map((one) => one.workflow).find((one) => one.kind === kind);
  if (!workflow || !OPEN_UNTIL_ENDED.includes(kind)) return;
  const { state } = stateOf(workflow, events);
  if (isEnded(workflow, state)) return;
  const expected = Object.keys(workflow.states).filter((one) => isEnded(workflow, one));
  throw new Problem(409, 'not-ended', { details: { stream, expected, found: state } });
}

interface Act {
  readonly stream: string;
  readonly by: Actor;
  readonly data: { readonly reason: string; readonly requestedBy?: string };
}

async function request(installation: Installation, { stream, by, data }: Act) {
  const act = { stream, type: REQUESTED, data: { ...data }, personal: ['reason'] };
  await record(installation, act, by);
  const standing = standingIn(await eventsOf(installation, stream), installation);
  if (!standing) throw new Error(`${stream}: expected the request just recorded, found none`);
  return standing;
}

async function destroyed(installation: Installation, { stream, by, data }: Act) {
  // This reason outlives the key: it must name nobody, and is not sealed under what is destroyed.
  const act = { stream, type: 'KeyDestroyed', data: { ...data }, personal: [] };
  await record(installation, act, by);
  await erase(installation, stream);
  return { destroyed: stream };
}

async function eventsOf({ store, upcast }: Installation, stream: string): Promise<Event[]> {
  return (await store.read(stream)).map(({ event }) => upcast(event));
}

async function erase({ keys, runner }: Installation, stream: string): Promise<void> {
  keys.destroy(stream);
  await runner.catchUp();
}

/** The last request, unless it has lapsed. */
function standingIn(events: readonly Event[], { clock }: Installation): Requested | undefined {
  const last = events.findLast(({ type }) => type === REQUESTED);
  if (!last) return undefined;
  const lapses = Date.parse(last.recordedAt) + DAYS * 86_400_000;
  if (clock.nowMicros() / 1000 >= lapses) return undefined;
  const { stream, actor } = last;
  return { requested: stream, by: actor.personId, until: new Date(lapses).toISOString() };
}

interface Concerned {
  /** The organ that has a clue, case or report; those where a person holds office, or the one that registered him. */
  readonly organs: readonly string[];
  /** The person himself; whom a clue or case is about, and who was recused from it. */
  readonly mayNot: readonly string[];
}

async function concerned(
  installation: Installation,
  stream: string,
  events: readonly Event[],
): Promise<Concerned> {
  const kind = kindOf(stream);
  const id = idOf(stream);
  if (kind === 'person') {
    const offices = organsOfPerson(installation, id);
    return { organs: offices.length > 0 ? offices : registeredAt(events), mayNot: [id] };
  }
  const feature = ALL_FEATURES.find(({ workflow }) => workflow.kind === kind);
  if (!feature) return { organs: [], mayNot: [] };
  const state = stateOf(feature.workflow, events);
  const { excluded } = await rowOf(installation, feature, state);
  return { organs: [state.organ], mayNot: excluded.split('|').filter((one) => one !== '') };
}

/** None where he came with the organisation as a whole. */
function registeredAt(events: readonly Event[]): readonly string[] {
  return events.slice(0, 1).flatMap(({ organ }) => organ ?? []);
}

/** By natural person: who acts today in an office of the other counts as that one. */
function areOne(installation: Installation, one: string, other: string): boolean {
  const actsFor = (personId: string, of: string) =>
    readingFor(installation, personId).subject.appointments.some(
      ({ onBehalfOf }) => onBehalfOf === of,
    );
  return one === other || actsFor(one, other) || actsFor(other, one);
}
