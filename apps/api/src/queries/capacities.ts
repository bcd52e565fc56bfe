import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { ID_PATTERN, ROLES, type Standing } from '@cluetrail/access';
import { clue, FEATURES, type ClueState } from '@cluetrail/clues';
import type { Feature, Past } from '@cluetrail/nest';
import { stateOf } from '@cluetrail/workflow';
import { notFound, Problem } from '../problem.js';
import { axesOf, badParameter, ClueAxes } from './parameters.js';
import { type Reading, readModel } from './read-model.js';
import { type SeenClue, seenClue } from './told-clue.js';

export class OfCapacities extends ClueAxes {
  @IsOptional() @Matches(ID_PATTERN, { message: 'the id of a person' }) person?: string;
  /** What could be done with it. */
  @IsOptional() @IsString() @Length(1, 64) clue?: string;
  /** Who held office there. For a clue without it: at the organ that handled it, and who could do something elsewhere. */
  @IsOptional() @Matches(ID_PATTERN, { message: 'the id of an organ' }) organ?: string;
}

/**
 * Who could do what at a moment, from the log: each office in force then, one's own or lent, whether its person was on
 * leave, and for a clue what he saw of it and which commands he could give in that office.
 */
export const capacities = readModel({
  name: 'capacities',
  title: { en: 'Who could do what', zh: '何人何时可办何事' },
  parameters: OfCapacities,
  async answer(reading, parameters) {
    const { person, organ, clue: clueId } = parameters;
    if (person === undefined && organ === undefined && clueId === undefined)
      throw badParameter('person', 'a person, an organ or a clue', 'none of them');
    checkOfHouse(reading, person);
    const seen = clueId === undefined ? undefined : await seenClue(reading, clueId);
    if (clueId !== undefined && !seen) throw notFound();
    const axes = axesOf(reading, parameters);
    const past = reading.installation.engine.at(axes);
    const state = seen && stateOf(clue, seen.events, axes);
    const place = organ ?? (person === undefined ? state?.organ : undefined);
    const at = place && past.references.directory.heir(place);
    const elsewhere = organ === undefined && state ? placesBeside(past, state) : [];
    const involved = [...(state?.officers ?? []), ...(state?.team ?? [])];
    const people = person === undefined ? past.references.directory.staff() : [person];
    const items = [];
    for (const personId of people) {
      const { appointments } = past.subject(personId);
      const whole =
        at === undefined ||
        involved.includes(personId) ||
        appointments.some(({ organId }) => organId === at);
      for (const office of appointments) {
        if (!whole && !elsewhere.includes(office.organId)) continue;
        const answer = await could(past, { seen, personId, office });
        if (whole || answer.commands?.length)
          items.push({ person: personId, ...told(office), ...answer });
      }
    }
    return { items, ...axes };
  },
});

/** Where else it may be somebody's to act: at the organ that a transfer waits for, and at those above. */
function placesBeside({ references: { directory } }: Past, { organ, receiver }: ClueState) {
  const waiting = receiver === undefined ? [] : [directory.heir(receiver)];
  return [...waiting, ...directory.ancestors(organ)];
}

/** Who holds which office is known to those who hold one; of himself everybody may ask. */
function checkOfHouse({ subject }: Reading, person: string | undefined): void {
  if (subject.setup || subject.appointments.length > 0 || subject.personId === person) return;
  throw new Problem(403, 'wrong-role', { details: { expected: ROLES } });
}

function told({ role, organId, organPath, clearance, onLeave, onBehalfOf, commands }: Standing) {
  return {
    ...{ role, organ: organId, organPath, clearance, onLeave: onLeave ?? false },
    ...{ onBehalfOf: onBehalfOf ?? null, lentFor: commands ?? null },
  };
}

async function could(
  past: Past,
  { seen, personId, office }: { seen?: SeenClue; personId: string; office: Standing },
): Promise<{ readonly sees?: string; readonly commands?: readonly string[] }> {
  if (!seen) return {};
  const feature = FEATURES.clues as unknown as Feature; // the engine meets only states of this feature
  const answer = await past.could(feature, `clue-${seen.id}`, { personId, office });
  const { sees = 'nothing', commands = [] } = answer ?? {};
  const open = commands.filter(({ refused }) => !refused);
  return { sees, commands: open.map(({ command }) => command) };
}
