import { readOrganisationFile } from './organisation-file.js';
import type { Count, Ended, OrganisationPlan, Planned, PlannedEvent, PlanOptions } from './plan.js';
import { planAppointments } from './plan-appointments.js';
import { planDelegations, planLeaves } from './plan-terms.js';
import { planOrgans } from './plan-organs.js';
import { planPeople } from './plan-people.js';

/**
 * What `cluetrail org apply FILE` would do. The file adds and changes; what it leaves out stays as
 * it is, so applying it twice plans nothing. Organs come first (parents before children), then
 * people, then appointments, leaves
 * and delegations.
 */
export function planOrganisation(yamlText: string, options: PlanOptions): OrganisationPlan {
  const file = readOrganisationFile(yamlText, options.fileName);
  const organs = planOrgans(file, options);
  const people = planPeople(file.people, options);
  const appointments = planAppointments(file, options);
  const leaves = planLeaves(file, options);
  const delegations = planDelegations(file, appointments, options);
  const parts = [organs, people, appointments, leaves, delegations];
  const errors = [...file.errors, ...parts.flatMap((part) => part.errors)].sort(
    (a, b) => a.line - b.line,
  );
  return {
    events: errors.length > 0 ? [] : parts.flatMap(({ planned }) => planned.flatMap(eventOf)),
    summary: {
      organs: count(organs.planned),
      people: count(people.planned),
      appointments: count(appointments.planned),
      leaves: ended(leaves.planned),
      delegations: ended(delegations.planned),
    },
    errors,
  };
}

function eventOf(planned: Planned): PlannedEvent[] {
  return planned.change === 'unchanged' ? [] : [...planned.events];
}

function count(planned: readonly Planned[]): Count {
  const of = (change: Planned['change']) => numberOf(planned, change);
  return { added: of('added'), changed: of('changed'), unchanged: of('unchanged') };
}

function ended(planned: readonly Planned[]): Ended {
  const of = (change: Planned['change']) => numberOf(planned, change);
  return { added: of('added'), ended: of('ended'), unchanged: of('unchanged') };
}

function numberOf(planned: readonly Planned[], change: Planned['change']): number {
  return planned.filter((one) => one.change === change).length;
}
