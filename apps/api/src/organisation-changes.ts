import { type Actor, idOf, kindOf } from '@cluetrail/event-sourcing';
import { levelsUpTo, type PlannedEvent, SETUP } from '@cluetrail/access';
import { checkAdministers, organsOfPerson } from './administers.js';
import { DECIDING, officeOf, officeOver, organsHeld } from './administrator.js';
import type { Installation } from './installation.js';
import { ADMINISTRATORS, ownOffices } from './office-among.js';
import { Problem } from './problem.js';
import { readingFor } from './queries/reading.js';

/** Each is made in an office of its own kind. */
export interface Change {
  readonly event: PlannedEvent;
  readonly actor: Actor;
}

/**
 * These changes, as a person may make them: they lie where he administers, he decides nothing of his own standing, and on
 * leaves and delegations whoever decides on them one by one. Throws a Problem 403 `wrong-organ`, `wrong-role`,
 * `not-to-oneself` or `above-own-clearance`.
 */
export function changesBy(
  installation: Installation,
  by: Actor,
  events: readonly PlannedEvent[],
): readonly Change[] {
  const administered = events.filter(({ type }) => !ACTS.includes(type));
  checkAdministers(installation, by, organsOf(installation, administered));
  if (by.personId === SETUP) return events.map((event) => ({ event, actor: by }));
  const asked = { personId: by.personId, own: administering(installation, by), events };
  checkMergers(installation, asked);
  checkOwnOrgan(installation, asked);
  checkAppointments(installation, asked);
  return events.map((event) => ({ event, actor: actorOf(installation, by, { event, events }) }));
}

/** These changes by a person, and the offices in which he administers. */
interface Asked {
  readonly personId: string;
  readonly own: ReturnType<typeof administering>;
  readonly events: readonly PlannedEvent[];
}

/** Who is away, and who acts for whom: that is decided, and not administered. */
const ACTS = ['LeaveRecorded', 'LeaveEnded', 'DelegationGranted', 'DelegationEnded'];

function actorOf(
  installation: Installation,
  by: Actor,
  { event, events }: { readonly event: PlannedEvent; readonly events: readonly PlannedEvent[] },
): Actor {
  const { personId } = by;
  if (!ACTS.includes(event.type)) return by;
  officeOf(installation, { personId, among: DECIDING });
  const { directory } = installation.references;
  const id = idOf(event.stream);
  const isOfPerson = kindOf(event.stream) === 'person';
  const planned = events
    .filter(({ type }) => type === 'AppointmentMade')
    .filter(({ stream, data }) => (isOfPerson ? data['personId'] === id : stream === event.stream))
    .map(({ data }) => String(data['organId']));
  const known = isOfPerson
    ? organsHeld(installation, id)
    : [directory.appointment(id)?.organId].filter((one) => one !== undefined);
  const standing = standingOf(installation, events);
  return officeOver(installation, { personId, organIds: [...known, ...planned].map(standing) });
}

/**
 * Who merges organs of two trees decides for both: he administers in each, a system administrator by such an office
 * there too. Throws a Problem 403 `wrong-organ` that names the one in whose tree he does not.
 */
function checkMergers(installation: Installation, { own, events }: Asked): void {
  const { directory } = installation.references;
  const treeOf = (id: string) => directory.over(id).at(-1);
  const trees = own.map(({ organId }) => treeOf(organId));
  const standing = standingOf(installation, events);
  for (const { stream, data } of events.filter(({ type }) => type === 'OrganMerged')) {
    const both = [idOf(stream), String(data['into'])].map(standing);
    if (treeOf(both[0]) === treeOf(both[1])) continue;
    const outside = both.filter((id) => !trees.includes(treeOf(id)));
    if (outside.length > 0)
      throw new Problem(403, 'wrong-organ', { details: { expected: outside } });
  }
}

/** By these follows who decides what, and above whom: an organ of which somebody is the highest does not say it of itself. */
const STANDING = ['parent', 'tier', 'procedures'];

/** Below a root they are changed by whoever administers an organ above. Throws a Problem 403 `wrong-organ`. */
function checkOwnOrgan(installation: Installation, { own, events }: Asked): void {
  const { directory } = installation.references;
  if (own.some(({ role }) => role === 'sysadmin')) return;
  for (const { stream, type, data } of events) {
    if (type !== 'OrganChanged' || !STANDING.some((field) => field in data)) continue;
    const above = directory.ancestors(idOf(stream));
    if (above.length === 0 || own.some(({ organId }) => above.includes(organId))) continue;
    throw new Problem(403, 'wrong-organ', { details: { expected: above.slice(0, 1) } });
  }
}

const OFFICES = ['AppointmentMade', 'DelegationGranted'];

/**
 * Nobody appoints himself or lends himself an office, nor, as clue-centre administrator, anybody to a clearance above that of the office in which
 * he does, or below a root as system administrator. Throws a Problem 403 `not-to-oneself`, `above-own-clearance` or
 * `wrong-organ`.
 */
function checkAppointments(installation: Installation, { personId, own, events }: Asked): void {
  const { directory } = installation.references;
  const standing = standingOf(installation, events);
  for (const { type, data } of events.filter((one) => OFFICES.includes(one.type))) {
    if (data['personId'] === personId) throw new Problem(403, 'not-to-oneself');
    // A lent office opens no more than its delegate's own.
    if (type === 'DelegationGranted' || own.some(({ role }) => role === 'sysadmin')) continue;
    const over = directory.over(standing(String(data['organId'])));
    const offices = own.filter(({ organId }) => over.includes(organId));
    // He would administer everything, and appoint to any clearance.
    if (data['role'] === 'sysadmin' && !offices.some(({ organId }) => organId === over.at(-1)))
      throw new Problem(403, 'wrong-organ', { details: { expected: over.slice(-1) } });
    const clearance =
      offices
        .map((office) => office.clearance)
        .sort()
        .at(-1) ?? '';
    const found = String(data['clearance']);
    if (!levelsUpTo(clearance).some((level) => level === found))
      throw new Problem(403, 'above-own-clearance', { details: { expected: clearance, found } });
  }
}

/** The offices in which a person administers today. */
function administering(installation: Installation, by: Actor) {
  return ownOffices(readingFor(installation, by.personId).subject.appointments).filter(({ role }) =>
    ADMINISTRATORS.includes(role),
  );
}

/** The organs that planned changes are about; of a new one that above it. */
function organsOf(installation: Installation, events: readonly PlannedEvent[]): readonly string[] {
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
