import type { Command } from './said.js';
import { command } from './said.js';
import { DIGEST } from './told.js';

const discover = command('discover', {
  source: 'report',
  subjects: [{ personId: 'zhao' }],
  summary: 'subsidies were paid to the dead',
})
  .by('an')
  .on('2021-09-01');
const transfer = command('transfer', { to: 'nayong', direction: 'down' })
  .by('bai')
  .on('2021-09-03');
const accept = command('acceptTransfer').by('chen').on('2021-09-08');
const refuse = command('refuseTransfer').because('not ours').by('chen').on('2021-09-08');
const assign = command('assignOfficers', { officers: ['li', 'wang'] })
  .by('du')
  .on('2021-09-09');
const propose = command('proposeDisposal', { way: 'verify' }).by('li').on('2021-09-15');
const approve = command('approveDisposal').by('gao').on('2021-09-16');
const start = command('startVerification', { team: ['li', 'wang'] })
  .by('du')
  .on('2021-09-17');
const sign = command('signVerificationReport', { digest: DIGEST });
const submit = command('submitVerificationReport', {
  digest: DIGEST,
  findings: [{ matter: 'subsidy', result: 'substantiated' }],
  proposal: 'file',
});
const conclude = command('concludeVerification', { outcome: 'file' });
const investigate = command('startInvestigation', { officers: ['li', 'fang'] });
const VERIFY = { obligation: 'verify' };
const request = command('requestExtension', VERIFY).because('abroad').by('li').on('2021-11-01');
const grant = command('grantExtension', VERIFY).by('gao').on('2021-11-03');
const suspend = command('suspendClock', { ...VERIFY, ground: 'hearing' })
  .because('a hearing')
  .by('gao')
  .on('2021-10-11');

const withUnit = [discover, transfer, accept];
const disposalPending = [...withUnit, assign, propose];
const verifying = [...disposalPending, approve, start];
const signed = [...verifying, sign.by('li').on('2021-11-08'), sign.by('wang').on('2021-11-09')];
const verified = [...signed, submit.by('li').on('2021-11-10')];
const filed = [...verified, conclude.by('gao').on('2021-11-12')];
const closing = [
  ...withUnit,
  command('close', { ground: 'untrue' }).because('it never was').by('gao').on('2021-09-20'),
];

/** What a clue can be in, and the commands that brought it there: the rows of the outcome table. */
export const CLUE_SITUATIONS: { readonly [situation: string]: readonly Command[] } = {
  none: [],
  registered: [discover],
  inTransit: [discover, transfer],
  withUnit,
  'withUnit+officers': [...withUnit, assign],
  'withUnit+returned': [discover, transfer, refuse],
  disposalPending,
  'disposalPending+approved': [...disposalPending, approve],
  verifying,
  'verifying+signed': signed,
  'verifying+asked': [...verifying, request],
  'verifying+extended': [...verifying, request, grant],
  'verifying+suspended': [...verifying, suspend],
  verified,
  'verified+filed': filed,
  investigating: [...filed, investigate.by('gao').on('2021-11-15')],
  closing,
  settled: [...closing, command('settle', { outcome: 'clarified' }).by('chen').on('2021-09-24')],
};
