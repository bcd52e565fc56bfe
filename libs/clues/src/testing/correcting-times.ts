import type { Json } from '@cluetrail/event-sourcing';
import { command, event, type Command, type Expected } from './said.js';
import { happened, idOfEvent } from './told.js';

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
