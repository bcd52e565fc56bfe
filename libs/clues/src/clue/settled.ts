import { IsIn } from 'class-validator';
import { transition } from '@cluetrail/workflow';
import type { Clue } from './state.js';

export const CLOSING_GROUNDS = [
  'untrue',
  'unverifiable',
  'handled',
  'no-jurisdiction',
  'other',
] as const;
export const SETTLEMENTS = [
  'no-violation',
  'talk-reminder',
  'sanctioned',
  'referred-to-procuratorate',
  'referred-to-party-organ',
  'clarified',
] as const;

export class Close {
  @IsIn(CLOSING_GROUNDS) ground!: (typeof CLOSING_GROUNDS)[number];
}

export class Settle {
  @IsIn(SETTLEMENTS) outcome!: (typeof SETTLEMENTS)[number];
}

const row = transition<Clue>();

export const settled = {
  close: row({
    title: { en: 'Close', zh: '予以了结' },
    input: Close,
    event: 'ClueClosed',
    // To close a verified clue is to conclude on the report: not for those who wrote it.
    blocked: (clue, { who }) => clue.team.includes(who.personId) && 'approver-in-team',
    evolve: (clue) => clue,
  }),
  settle: row({
    title: { en: 'Settle', zh: '办结' },
    input: Settle,
    event: 'ClueSettled',
    evolve: (clue) => clue,
  }),
};
