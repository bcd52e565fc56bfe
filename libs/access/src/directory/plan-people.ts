import type { Entry } from './organisation-file.js';
import { type Objection, planEach } from './plan-check.js';
import type { Planned, PlanOptions, PlanPart } from './plan.js';

/** Texts that the file leaves out stay as they are. */
export function planPeople(entries: readonly Entry[], options: PlanOptions): PlanPart {
  return planEach(entries, {
    fileName: options.fileName,
    key: (entry) => `person ${entry.fields.id}`,
    plan: (entry) => planPerson(entry, options),
  });
}

const TEXTS = ['name', 'unit', 'post', 'contact'] as const;

function planPerson({ fields }: Entry, { directory, textsOf }: PlanOptions): Planned | Objection {
  const id = fields.id ?? '';
  const person = directory.person(id);
  if (person?.erased)
    return { field: 'id', expected: 'a person who was not erased', found: `${id}, who was` };
  const before = person ? textsOf(id) : {};
  const changed = TEXTS.flatMap((field) => {
    const text = fields[field];
    return text === undefined || text === before[field] ? [] : [[field, text] as const];
  });
  if (changed.length === 0) return { change: 'unchanged' };
  const event = {
    stream: `person-${id}`,
    data: Object.fromEntries(changed),
    personal: changed.map(([field]) => field),
  };
  return person
    ? { change: 'changed', events: [{ ...event, type: 'PersonChanged' }] }
    : { change: 'added', events: [{ ...event, type: 'PersonRegistered' }] };
}
