import { type Actor, idOf, kindOf } from '@cluetrail/event-sourcing';
import { type PlannedEvent, SETUP } from '@cluetrail/access';
import type { Installation } from './installation.js';
import { ADMINISTRATORS, ownOffices } from './office-among.js';
import { Problem } from './problem.js';
import { readingFor } from './queries/reading.js';

/**
 * A system administrator administers everything, a clue-centre administrator his organ and what lies below it. Throws a
 * Problem 403 `wrong-organ` that names what lies elsewhere.
 */
export function checkAdministers(
  installation: Installation,
  by: Actor,
  organIds: readonly string[],
): void {
  // Leaders, and the set-up, are no administrators: what they may is asked elsewhere.
  if (by.role !== 'clue-admin') return;
  const own = ownOffices(readingFor(installation, by.personId).subject.appointments);
  if (own.some(({ role }) => role === 'sysadmin')) return;
  const { directory } = installation.references;
  const offices = own.filter(({ role }) => role === 'clue-admin').map(({ organId }) => organId);
  const outside = organIds.filter((id) => !directory.over(id).some((one) => offices.includes(one)));
  if (outside.length === 0) return;
  throw new Problem(403, 'wrong-organ', { details: { expected: [...new Set(outside)] } });
}

/**
 * Who merges organs of two trees decides for both: he administers in each, a system administrator by such an office
 * there too. Throws a Problem 403 `wrong-organ` that names the one in whose tree he does not.
 */
export function checkMergers(
  installation: Installation,
  by: Actor,
  events: readonly PlannedEvent[],
): void {
  if (by.personId === SETUP) return;
  const { directory } = installation.references;
  const treeOf = (id: string) => directory.over(id).at(-1);
  const own = ownOffices(readingFor(installation, by.personId).subject.appointments)
    .filter(({ role }) => ADMINISTRATORS.includes(role))
    .map(({ organId }) => treeOf(organId));
  const standing = standingOf(installation, events);
  for (const { stream, data } of events.filter(({ type }) => type === 'OrganMerged')) {
    const both = [idOf(stream), String(data['into'])].map(standing);
    if (treeOf(both[0]) === treeOf(both[1])) continue;
    const outside = both.filter((id) => !own.includes(treeOf(id)));
    if (outside.length > 0)
      throw new Problem(403, 'wrong-organ', { details: { expected: outside } });
  }
}

/** Where a person holds office; nowhere: whoever administers may. */
export function organsOfPerson({ references }: Installation, personId: string): readonly string[] {
  return references.directory.appointmentsOf(personId).map(({ organId }) => organId);
}

/** The organs that planned changes are about; of a new one that above it. */
export function organsOf(
  installation: Installation,
  events: readonly PlannedEvent[],
): readonly string[] {
  const { directory } = installation.references;
  const standing = standingOf(installation, events);
  const about = ({ stream, data }: PlannedEvent): readonly (string | undefined)[] => {
    const id = idOf(stream);
    switch (kindOf(stream)) {
      case 'organ':
        return [id, textOf(data['parent']), textOf(data['into'])];
      case 'appointment':
        return [textOf(data['organId']) ?? directory.appointment(id)?.organId];
      default:
        return organsOfPerson(installation, id);
    }
  };
  return events.flatMap(about).flatMap((id) => (id === undefined ? [] : [standing(id)]));
}

/** An organ as it is there already: of one that the changes establish, the first above it. */
function standingOf({ references }: Installation, events: readonly PlannedEvent[]) {
  const above = new Map(
    events.map(({ stream, data }) => [stream, textOf(data['parent'])] as const),
  );
  const standing = (id: string): string => {
    const parent = references.directory.organ(id) ? undefined : above.get(`organ-${id}`);
    return parent === undefined ? id : standing(parent);
  };
  return standing;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
