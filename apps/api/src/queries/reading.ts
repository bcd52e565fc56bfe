import { recordedAtOf } from '@cluetrail/event-sourcing';
import { DEFAULT_PROCEDURE } from '@cluetrail/clues';
import type { Installation } from '../installation.js';
import { Opaque } from '../opaque.js';
import type { Reading } from './read-model.js';

/** What a person is at this moment, and what the time is. */
export function readingFor(installation: Installation, personId: string): Reading {
  const { references, clock, keys } = installation;
  const now = `${recordedAtOf(clock.nowMicros()).slice(0, 23)}Z`;
  const zone = references.newest(DEFAULT_PROCEDURE)?.zone ?? 'UTC';
  return {
    installation,
    now,
    zone,
    subject: references.directory.subject(personId, now),
    cursors: new Opaque(keys, 'cursor'),
  };
}
