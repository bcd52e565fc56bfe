import { randomUUID } from 'node:crypto';
import { eventIdOf, type Draft } from '@cluetrail/event-sourcing';
import {
  issueToken,
  type OrganisationPlan,
  type PersonTexts,
  planOrganisation,
  type PlannedEvent,
  sealData,
} from '@cluetrail/access';
import type { Installation } from './installation.js';
import { Problem } from './problem.js';
import { systemDraft } from './system-draft.js';

export interface Applied {
  readonly summary: OrganisationPlan['summary'];
  readonly events: number;
  readonly dryRun: boolean;
}

/** Brings the organisation to what the file says; with any fault in the file nothing is applied. */
export async function applyOrganisation(
  installation: Installation,
  yamlText: string,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Applied> {
  const plan = await planned(installation, yamlText);
  if (plan.errors.length > 0) throw new Problem(422, 'faulty-file', { errors: plan.errors });
  if (!dryRun) for (const event of plan.events) await append(installation, event);
  return { summary: plan.summary, events: plan.events.length, dryRun };
}

/** A token for a person who holds an office or is registered; shown once, kept as a hash. */
export async function tokenFor(
  installation: Installation,
  { personId, label }: { readonly personId: string; readonly label: string },
): Promise<{ readonly token: string }> {
  if (!installation.references.directory.person(personId))
    throw new Problem(404, 'no-such-person', { details: { person: personId } });
  const { token, hash } = issueToken();
  await append(installation, {
    stream: `person-${personId}`,
    type: 'TokenIssued',
    data: { hash, label },
    personal: [],
  });
  return { token };
}

/** Destroys the key of a stream: the log keeps the act and its reason, the read side forgets. */
export async function destroyKey(
  installation: Installation,
  { stream, reason }: { readonly stream: string; readonly reason: string },
): Promise<{ readonly destroyed: string }> {
  const events = await installation.store.read(stream);
  if (events.length === 0) throw new Problem(404, 'no-such-stream', { details: { stream } });
  // The reason outlives the key: it must name nobody, and is not sealed under what is destroyed.
  await append(installation, { stream, type: 'KeyDestroyed', data: { reason }, personal: [] });
  installation.keys.destroy(stream);
  return { destroyed: stream };
}

async function planned(installation: Installation, yamlText: string): Promise<OrganisationPlan> {
  const { references, clock } = installation;
  const options = {
    directory: references.directory,
    fileName: 'organisation',
    today: new Date(clock.nowMicros() / 1000).toISOString().slice(0, 10),
  };
  // The first plan only tells whose texts are to be compared.
  const asked = new Set<string>();
  planOrganisation(yamlText, { ...options, textsOf: (id) => (asked.add(id), {}) });
  const texts = new Map<string, PersonTexts>();
  for (const id of asked) texts.set(id, await textsOf(installation, id));
  return planOrganisation(yamlText, { ...options, textsOf: (id) => texts.get(id) ?? {} });
}

/** The newest clear text of each field. */
async function textsOf({ store, unseal }: Installation, personId: string): Promise<PersonTexts> {
  const events = await store.read(`person-${personId}`);
  const newest = (field: string) =>
    events
      .map(({ event }) => unseal(event, `data.${field}`))
      .findLast((text) => text !== undefined);
  return {
    name: newest('name'),
    unit: newest('unit'),
    post: newest('post'),
    contact: newest('contact'),
  };
}

async function append(
  installation: Installation,
  { stream, type, data, personal }: PlannedEvent,
): Promise<void> {
  const { store, references, clock, keys, logId } = installation;
  const commandId = randomUUID();
  const place = { logId, stream, eventId: eventIdOf(commandId, 0), keys };
  const sealed = personal.length > 0 ? sealData({ ...place, data, paths: personal }) : data;
  const draft: Draft = systemDraft({ stream, type, data: sealed, clock, commandId });
  const standing = await store.read(stream);
  const answer = await store.append(stream, standing.length, [draft]);
  if (answer.outcome !== 'appended') throw new Problem(503, 'unavailable');
  await references.refresh([stream]);
}
