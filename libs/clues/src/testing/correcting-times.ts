import { derivedId, type Json } from '@cluetrail/event-sourcing';
import type { House } from './house.js';
import type { PersonId } from './office.js';
import { command, event, type Command, type Expected } from './said.js';
import { CASE_ID, happened, idOfEvent, tell, type Aside, type Told } from './told.js';

/** Hu corrects when an event of the clue happened, long after all of it. */
export function correctsTime(version: number, from: string, next: Json): Command {
  return command('correctFact', {
    ...{ targetEventId: idOfEvent(version), field: 'happenedAt' },
    ...{ old: { ...happened(from) }, new: next },
  })
    .because('the day was mistyped')
    .by('hu')
    .on('2021-12-28');
}

/** What that leaves. */
export function timeCorrected(version: number, from: string, next: Json): Expected {
  return event('FactCorrected', {
    ...{ targetEventId: idOfEvent(version), field: 'happenedAt', approvedBy: 'hu' },
    ...{ old: { ...happened(from) }, new: next },
  });
}

/** Chen stands for it that a correction moves a time to that day. */
export function agreed(day: string, aside: Aside = {}): Told {
  return tell('chen', {
    ...{ type: 'LateEntryCountersigned', aside: true, on: '2022-01-30' },
    data: { command: 'correctFact', day },
  })(aside);
}

/** Somebody corrects when the last event of a type happened, and Kong countersigns. The code where it is refused. */
export function movedIn(
  house: House,
  { stream, type, to, by }: { stream: string; type: string; to: string; by: PersonId },
): string | undefined {
  const told = house.events(stream).findLast((one) => one.type === type);
  if (!told) throw new Error(`${stream}: expected ${type}, found none`);
  const { eventId: targetEventId, happenedAt: old } = told;
  const given = (name: string, input: object, by: PersonId) =>
    house.give(stream, {
      ...{ name, input, capacities: command(name).by(by, 'leader').asked.capacities },
      ...{ happenedAt: happened('2022-03-31'), reason: 'the minutes say otherwise' },
      commandId: derivedId(CASE_ID, name),
    });
  const correction = { targetEventId, field: 'happenedAt', old: { ...old }, new: to };
  const alone = given('correctFact', correction, by);
  if (alone !== 'correction-not-countersigned') return alone;
  const refused = given('countersign', { command: 'correctFact', day: to }, 'kong');
  return refused ?? given('correctFact', correction, by);
}
