import { OPEN } from '@cluetrail/event-sourcing';
import type { ClueRow } from '../projections/clues.js';
import { idOfClue } from './told.js';

/** The row of the clue that all tests tell of, as long as nothing has happened to it but its discovery. */
export const DISCOVERED: ClueRow = {
  clue: idOfClue,
  number: null,
  procedure: 'cn-2019-example',
  procedureVersion: 1,
  revision: 1,
  state: 'registered',
  phase: 'discovered',
  open: 1,
  organ: 'bijie',
  receiver: null,
  source: 'report',
  field: '',
  subjects: '|zhao|',
  ranks: '',
  imported: 0,
  discoveredAt: '2021-09-01T01:00:00.000Z',
  lastEventAt: '2021-09-01T01:00:00.000Z',
  nextDue: OPEN,
  blueAt: OPEN,
  yellowAt: OPEN,
  redAt: OPEN,
  extensionAsked: 0,
  organPath: '/bijie/',
  deciderPath: null,
  superiorPath: null,
  receiverPath: null,
  level: 'L1',
  officers: '',
  lacksOfficers: 0,
  assigned: '',
  excluded: '|zhao|',
  adjudicated: '',
};

/** Nine in the morning of a day in Shanghai. */
export function nine(day: string): string {
  return `${day}T01:00:00.000Z`;
}

/** The last millisecond of a day in Shanghai. */
export function endOf(day: string): string {
  return `${day}T15:59:59.999Z`;
}
