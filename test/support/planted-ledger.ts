import type { LedgerLine } from './ledgers.js';

/** A sound line but for its number. */
export const BASE: LedgerLine = {
  ...{ number: '', organ: 'nn', state: 'verifying', discoveredOn: '2021-03-01' },
  ...{ since: '2021-09-01', subjects: '植名错', summary: '植错摘要' },
  officers: 'officer-1-nn;officer-2-nn',
};

/** What a row is otherwise, what is wrong in it, and in which column that is told, where it is not the first of these. */
export const PLANTED: readonly (readonly [Partial<LedgerLine>, Partial<LedgerLine>, string?])[] = [
  [{}, { number: '' }],
  [{}, { number: 'nn-2021-0001' }],
  [{}, { organ: '植错县' }],
  [{}, { organ: 'nowhere' }],
  [{}, { state: '植错' }],
  [{}, { state: 'settled' }],
  [{}, { discoveredOn: '2021-02-30' }],
  [{}, { discoveredOn: '2021-09-02' }],
  [{}, { since: '植错日' }],
  [{}, { since: '2021-10-09' }],
  [{}, { subjects: '' }],
  [{}, { subjects: 'nobody-known' }],
  [{}, { summary: '' }],
  [{}, { managingOrgans: 'nowhere' }],
  [{}, { managingOrgans: 'gx' }],
  [{}, { officers: 'officer-1-nn' }],
  [{}, { officers: 'officer-1-nn;officer-1-gl' }],
  [{}, { way: 'verify' }],
  [{ state: 'closing' }, { dueOn: '2021-10-29' }],
  [{ dueOn: '2021-10-29' }, { extensions: '植错次' }],
  [{}, { number: '新0' }],
];
