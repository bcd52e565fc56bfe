import { COMMAND_NAMESPACE, derivedId, localDate } from '@cluetrail/event-sourcing';
import { type Appointment, termOf } from './folds.js';
import type { Entry, OrganisationFile } from './organisation-file.js';
import { MergedTree } from './merged-tree.js';
import { type Objection, planEach } from './plan-check.js';
import type { Planned, PlanOptions, PlanPart } from './plan.js';

/**
 * An appointment is person, role, organ and first day. A file may end one sooner; another clearance
 * or a later end is another appointment, so that the log tells who could see what and when.
 */
export function planAppointments(file: OrganisationFile, options: PlanOptions): PlanPart {
  const organs = new Set([...file.flawed, ...file.organs.map(idIn)]);
  const tree = new MergedTree(file, options.directory);
  const named = (entry: Entry) => nameOf(entry, tree, options);
  return planEach(file.appointments, {
    fileName: options.fileName,
    key: (entry) => Object.values(named(entry)).join(' '),
    plan: (entry) => {
      const { person = '', organ = '' } = entry.fields;
      const nobody = unknownPerson({ field: 'person', found: person }, file, options);
      if (nobody) return nobody;
      if (!organs.has(organ) && !options.directory.organ(organ))
        return {
          field: 'organ',
          expected: 'an organ of this file or of the directory',
          found: organ,
        };
      return planAppointment(entry, named(entry), options);
    },
  });
}

/** An objection to a person who stands neither in the file nor in the directory. */
export function unknownPerson(
  { field, found }: { readonly field: string; readonly found: string },
  file: OrganisationFile,
  { directory }: PlanOptions,
): Objection | undefined {
  if (file.flawed.has(found) || file.people.some((one) => idIn(one) === found)) return undefined;
  if (directory.person(found)) return undefined;
  return { field, expected: 'a person of this file or of the directory', found };
}

function idIn({ fields }: Entry): string {
  return fields.id ?? '';
}

function planAppointment(entry: Entry, name: Name, options: PlanOptions): Planned | Objection {
  const { clearance = '', to } = entry.fields;
  if (to !== undefined && to < name.from)
    return { field: 'to', expected: `a day from ${name.from} on`, found: to };
  const standing = standingAs(name, options);
  if (standing) return compared(entry, standing);
  if (options.directory.organ(name.organId)?.mergedInto !== undefined)
    return { field: 'organ', expected: 'an organ that was not merged', found: name.organId };
  const { personId, role, organId, from } = name;
  const id = derivedId(COMMAND_NAMESPACE, 'appointment', personId, role, organId, from);
  const data = { ...name, clearance, ...(to !== undefined && { to }) };
  const stream = `appointment-${id}`;
  return { change: 'added', events: [{ stream, type: 'AppointmentMade', data, personal: [] }] };
}

function compared(
  { fields: { clearance, to } }: Entry,
  standing: Appointment,
): Planned | Objection {
  const { until } = termOf({ from: standing.from, to });
  if (clearance !== standing.clearance)
    return {
      field: 'clearance',
      expected: `${standing.clearance} as it was made; end it and make another from a later day`,
      found: clearance ?? 'none',
    };
  if (until === standing.until) return { change: 'unchanged' };
  if (until === undefined || (standing.until !== undefined && until > standing.until))
    return {
      field: to === undefined ? '' : 'to',
      expected: `an end before ${standing.until}; what was ended is made anew from a later day`,
      found: to ?? 'no end',
    };
  const stream = `appointment-${standing.id}`;
  const event = { stream, type: 'AppointmentEnded', data: { on: until }, personal: [] };
  return { change: 'changed', events: [event] };
}

interface Name {
  readonly personId: string;
  readonly role: string;
  readonly organId: string;
  readonly from: string;
}

/** Without `from`: the first day of the one that stands and has not ended, else today, where the organ is. */
function nameOf({ fields }: Entry, tree: MergedTree, { directory, now }: PlanOptions): Name {
  const { person: personId = '', role = '', organ: organId = '' } = fields;
  const today = localDate(now, tree.zoneOf(organId));
  const running = directory
    .appointmentsOf(personId)
    .find((one) => one.role === role && one.organId === organId && (one.until ?? '9999') > today);
  return { personId, role, organId, from: fields.from ?? running?.from ?? today };
}

function standingAs(name: Name, { directory }: PlanOptions): Appointment | undefined {
  return directory
    .appointmentsOf(name.personId)
    .find(
      ({ role, organId, from }) =>
        role === name.role && organId === name.organId && from === name.from,
    );
}
