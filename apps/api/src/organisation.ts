import { type Actor, instantOf } from '@cluetrail/event-sourcing';
import {
  isPersonId,
  issueToken,
  type OrganisationPlan,
  type PersonTexts,
  planOrganisation,
} from '@cluetrail/access';
import { WORKFLOWS } from '@cluetrail/clues';
import { oneAtATime, record } from './administration.js';
import { checkAdministers, organsOfPerson } from './administers.js';
import { ADMINISTRATORS } from './office-among.js';
import type { Installation } from './installation.js';
import { isForPeople } from './opening.js';
import { changesBy } from './organisation-changes.js';
import { checkRanks } from './organisation-ranks.js';
import { Problem } from './problem.js';
import { BY_SETUP } from './system-draft.js';

export interface Applied {
  readonly summary: OrganisationPlan['summary'];
  readonly events: number;
  readonly dryRun: boolean;
}

/**
 * Brings the organisation to what the file says; with any fault in the file nothing is applied, nor where the person
 * may not make a change (403, see {@link changesBy}), or an open matter would be left to nobody (409, see {@link checkRanks}).
 */
export function applyOrganisation(
  installation: Installation,
  yamlText: string,
  { dryRun, by = BY_SETUP }: { readonly dryRun: boolean; readonly by?: Actor },
): Promise<Applied> {
  return oneAtATime(installation, async () => {
    const plan = await planned(installation, yamlText);
    if (plan.errors.length > 0) throw new Problem(422, 'faulty-file', { errors: plan.errors });
    checkAdministrable(installation, plan);
    await checkRanks(installation, plan.events);
    const changes = changesBy(installation, by, plan.events);
    if (!dryRun) for (const { event, actor } of changes) await record(installation, event, actor);
    return { summary: plan.summary, events: plan.events.length, dryRun };
  });
}

/** A token for a registered person; shown once, kept as a hash. */
export function tokenFor(
  installation: Installation,
  { personId, label, by = BY_SETUP }: { personId: string; label: string; by?: Actor },
): Promise<{ readonly token: string }> {
  return oneAtATime(installation, async () => {
    const { references } = installation;
    const stream = `person-${personId}`;
    // Persons whom clues are about are known here only once they are asked for.
    await references.refresh([stream]);
    const person = references.directory.person(personId);
    if (!person) throw new Problem(404, 'no-such-person', { details: { person: personId } });
    checkAdministers(installation, by, organsOfPerson(installation, personId));
    if (person.erased) throw new Problem(409, 'key-destroyed');
    const { token, hash } = issueToken();
    const data = { hash, label };
    await record(installation, { stream, type: 'TokenIssued', data, personal: [] }, by);
    return { token };
  });
}

/** Makes a person's tokens void at once: those of this label, or all. Repeating it records nothing more. */
export function revokeTokens(
  installation: Installation,
  { personId, label, by = BY_SETUP }: { personId: string; label?: string; by?: Actor },
): Promise<{ readonly revoked: number }> {
  return oneAtATime(installation, async () => {
    const { store, references } = installation;
    const stream = `person-${personId}`;
    await references.refresh([stream]);
    const person = references.directory.person(personId);
    if (!person) throw new Problem(404, 'no-such-person', { details: { person: personId } });
    checkAdministers(installation, by, organsOfPerson(installation, personId));
    const hashes = (await store.read(stream))
      .filter(({ event }) => event.type === 'TokenIssued')
      .filter(({ event }) => label === undefined || event.data['label'] === label)
      .map(({ event }) => String(event.data['hash']))
      .filter((hash) => person.tokens.has(hash));
    for (const hash of hashes)
      await record(
        installation,
        { stream, type: 'TokenRevoked', data: { hash }, personal: [] },
        by,
      );
    return { revoked: hashes.length };
  });
}

/** The first appointment ends the set-up for ever: someone must be able to go on. */
function checkAdministrable({ references }: Installation, { events }: OrganisationPlan): void {
  const made = events.filter(({ type }) => type === 'AppointmentMade');
  if (references.directory.hasOrganisation() || made.length === 0) return;
  if (!made.some(({ data }) => ADMINISTRATORS.includes(String(data['role']))))
    throw new Problem(422, 'administrator-needed', { details: { expected: ADMINISTRATORS } });
}

/** Plans again until nobody is left of whom the references or the clear texts were not looked up. */
async function planned(installation: Installation, yamlText: string): Promise<OrganisationPlan> {
  const { references, clock } = installation;
  const options = {
    directory: references.directory,
    fileName: 'organisation',
    now: instantOf(clock.nowMicros()),
    commands: lendable(installation),
    procedures: references.procedureNames(),
  };
  const texts = new Map<string, PersonTexts>();
  for (;;) {
    const asked = new Set<string>();
    const textsOf = (id: string) => (asked.add(id), texts.get(id) ?? {});
    const plan = planOrganisation(yamlText, { ...options, textsOf });
    const unknown = [...asked, ...namedIn(plan)].filter((id) => !texts.has(id));
    if (unknown.length === 0) return plan;
    for (const id of unknown) {
      await references.refresh([`person-${id}`]);
      texts.set(id, await textsOfPerson(installation, id));
    }
  }
}

/** The commands for which an office can be lent: all that people give under some procedure. */
export function lendable({ references }: Installation): readonly string[] {
  const names = Object.values(WORKFLOWS).flatMap(({ kind, transitions }) =>
    Object.keys(transitions).filter((command) => isForPeople({ kind, command }, references.all())),
  );
  return [...new Set(names)].sort();
}

/** Persons whom a plan takes for new or unknown; they may have been registered in the course of work. */
function namedIn({ events, errors }: OrganisationPlan): string[] {
  const registered = events
    .filter(({ type }) => type === 'PersonRegistered')
    .map(({ stream }) => stream.slice('person-'.length));
  const missed = errors
    .filter(({ path }) => /[.](person|for)$/.test(path))
    .map(({ found }) => found);
  return [...registered, ...missed.filter(isPersonId)];
}

/** The newest clear text of each field. */
async function textsOfPerson(
  { store, unseal }: Installation,
  personId: string,
): Promise<PersonTexts> {
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
