import {
  type Actor,
  canonical,
  COMMAND_NAMESPACE,
  derivedId,
  type Draft,
  type Event,
  eventIdOf,
} from '@cluetrail/event-sourcing';
import { checkKey, commandDigest, type PlannedEvent, sealData } from '@cluetrail/access';
import type { Installation } from './installation.js';
import { notRecorded, Problem } from './problem.js';
import { systemDraft } from './system-draft.js';

/** How often an act of administration tries again when a command was faster on the same stream. */
const TRIES = 5;

/** Acts of administration come one after the other: each looks at what the last one left. */
export function oneAtATime<T>(installation: Installation, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(installation) ?? Promise.resolve()).then(work);
  turns.set(
    installation,
    turn.catch(() => undefined),
  );
  return turn;
}

const turns = new WeakMap<Installation, Promise<unknown>>();

/**
 * Appends one event that no transition table knows, its personal texts sealed, and lets the references see it. Its ids
 * derive from its place and content: after a crash or an unknown outcome the same act adds nothing.
 */
export async function record(
  installation: Installation,
  planned: PlannedEvent,
  by: Actor,
): Promise<void> {
  const { store, references } = installation;
  const { stream } = planned;
  for (let tries = 1; ; tries++) {
    const events = (await store.read(stream)).map(({ event }) => event);
    const draft = drafted(installation, { planned, by, events });
    const answer = await store.append(stream, events.length, [draft]);
    if (answer.outcome === 'appended') return references.refresh([stream]);
    if (answer.outcome === 'unknown') throw new Problem(504, 'unknown-outcome');
    if (answer.outcome === 'unavailable') throw notRecorded(answer);
    if (tries === TRIES) throw notRecorded({});
  }
}

function drafted(
  { keys, logId, clock }: Installation,
  { planned, by, events }: { planned: PlannedEvent; by: Actor; events: readonly Event[] },
): Draft {
  const { stream, type, data, personal, happenedAt } = planned;
  const version = events.length;
  if (personal.length > 0) checkKey(keys, stream, events);
  // Personal content enters an id only under a key: a plain hash of a name could be guessed.
  const content =
    personal.length > 0 ? (commandDigest(keys, stream, canonical(data)) ?? '') : canonical(data);
  const commandId = derivedId(COMMAND_NAMESPACE, 'administration', stream, version, type, content);
  const place = { logId, stream, eventId: eventIdOf(commandId, 0), keys };
  const sealed = sealData({ ...place, data, paths: personal });
  return systemDraft({ stream, type, data: sealed, clock, commandId, by, happenedAt });
}
