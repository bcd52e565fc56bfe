import { instantOf } from '@cluetrail/event-sourcing';
import { DEFAULT_PROCEDURE } from '@cluetrail/clues';
import type { Installation } from '../installation.js';
import type { Asker } from './read-model.js';

/** What a person is at this moment, and what the time is. */
export function readingFor(installation: Installation, personId: string): Asker {
  const { references, clock } = installation;
  const now = instantOf(clock.nowMicros());
  const subject = references.directory.subject(personId, now);
  return { installation, now, zone: references.zoneFor(subject, DEFAULT_PROCEDURE), subject };
}
