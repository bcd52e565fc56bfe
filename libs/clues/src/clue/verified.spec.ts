import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { command, event } from '../testing/said.js';
import {
  approved,
  concluded,
  DIGEST,
  proposed,
  signed,
  started,
  submitted,
  tell,
  upTo,
} from '../testing/told.js';

const TEAM = { team: ['li', 'wang'] };

behaviour('starting a verification', {
  'names a team of at least two': given(...upTo('DisposalApproved'))
    .when(command('startVerification', TEAM).by('du'))
    .then(event('VerificationStarted', TEAM).moves('disposalPending', 'verifying').under('33')),
  'may name others than the officers': given(...upTo('DisposalApproved'))
    .when(command('startVerification', { team: ['wang', 'fang'] }).by('du'))
    .then(
      event('VerificationStarted', { team: ['wang', 'fang'] })
        .moves('disposalPending', 'verifying')
        .under('33'),
    ),
  'waits for the approval of the disposal': given(...upTo('DisposalProposed'))
    .when(command('startVerification', TEAM).by('du'))
    .refused('disposal-not-approved'),
  'waits for the approval of this very way': given(
    ...upTo('OfficersAssigned'),
    proposed({ data: { way: 'hold' } }),
    approved({ data: { way: 'hold' } }),
  )
    .when(command('startVerification', TEAM).by('du'))
    .refused('disposal-not-approved'),
  'does not happen before that approval': given(...upTo('DisposalApproved'))
    .when(command('startVerification', TEAM).by('du').on('2021-09-15').recorded('2021-09-17'))
    .refused('happened-before-previous', {
      expected: '2021-09-16T01:00:00.000Z',
      found: '2021-09-15T01:00:00.000Z',
    }),
  'is refused for a team with a person whom the clue is about': given(...upTo('DisposalApproved'))
    .when(command('startVerification', { team: ['li', 'zhao'] }).by('du'))
    .refused('officer-is-subject'),
  'is refused for a team with a person of another organ': given(...upTo('DisposalApproved'))
    .when(command('startVerification', { team: ['li', 'stranger'] }).by('du'))
    .refused('works-elsewhere'),
  'is refused for a team with the leader who approved it': given(...upTo('DisposalApproved'))
    .when(command('startVerification', { team: ['li', 'gao'] }).by('du'))
    .refused('approver-in-team'),
  'is refused for a team with somebody who handles no clues': given(...upTo('DisposalApproved'))
    .when(command('startVerification', { team: ['li', 'shi'] }).by('du'))
    .refused('no-case-officer', { found: 'shi', expected: ['case-officer'], organ: 'nayong' }),
  'is for the unit head': given(...upTo('DisposalApproved'))
    .when(command('startVerification', TEAM).by('li'))
    .refused('wrong-role', { expected: ['unit-head'] }),
  'is done once': given(...upTo('VerificationStarted'))
    .when(command('startVerification', TEAM).by('du'))
    .refused('wrong-state'),
  'asks for two different people': given(...upTo('DisposalApproved'))
    .when(command('startVerification', { team: ['li', 'li'] }).by('du'))
    .invalid('team'),
});

// Fang comes into the team on 20 October.
const joined = tell('du', {
  ...{ type: 'OfficerReplaced', on: '2021-10-20' },
  data: { leaving: 'wang', joining: 'fang' },
});
const byFang = command('signVerificationReport', { digest: DIGEST })
  .by('fang')
  .recorded('2021-10-25');

const TALK = { kind: 'talk', officers: ['li', 'wang'] };

behaviour('recording a verification step', {
  'leaves who took it': given(...upTo('VerificationStarted'))
    .when(command('recordVerificationStep', TALK).by('li').on('2021-10-11'))
    .then(event('VerificationStepRecorded', TALK).under('33')),
  'is refused outside the team': given(...upTo('VerificationStarted'))
    .when(command('recordVerificationStep', TALK).by('fang').on('2021-10-11'))
    .refused('not-in-team'),
  'is refused for officers outside the team': given(...upTo('VerificationStarted'))
    .when(command('recordVerificationStep', { ...TALK, officers: ['li', 'fang'] }).by('li'))
    .refused('officer-outside-team'),
  'is refused for a day before the verification started': given(...upTo('VerificationStarted'))
    .when(command('recordVerificationStep', TALK).by('li').on('2021-09-16').recorded('2021-10-11'))
    .refused('happened-before-previous'),
  'is over when the report is submitted': given(...upTo('VerificationReportSubmitted'))
    .when(command('recordVerificationStep', TALK).by('li'))
    .refused('wrong-state'),
  'is never of one officer alone': given(...upTo('VerificationStarted'))
    .when(command('recordVerificationStep', { ...TALK, officers: ['li'] }).by('li'))
    .invalid('officers'),
});

behaviour('signing the verification report', {
  'names the digest of what is signed': given(...upTo('VerificationStarted'))
    .when(command('signVerificationReport', { digest: DIGEST }).by('wang').on('2021-11-09'))
    .then(event('VerificationReportSigned', { digest: DIGEST }).under('33')),
  'may be repeated for another version of the report': given(...upTo('VerificationReportSigned'))
    .when(command('signVerificationReport', { digest: '4c'.repeat(32) }).by('li'))
    .then(event('VerificationReportSigned', { digest: '4c'.repeat(32) }).under('33')),
  'is refused outside the team': given(...upTo('VerificationStarted'))
    .when(command('signVerificationReport', { digest: DIGEST }).by('fang'))
    .refused('not-in-team'),
  'is for officers, each for himself': given(...upTo('VerificationStarted'))
    .when(command('signVerificationReport', { digest: DIGEST }).by('du'))
    .refused('wrong-role', { expected: ['case-officer'] }),
  'does not happen before his signature under another version': given(
    ...upTo('VerificationReportSigned'),
  )
    .when(
      command('signVerificationReport', { digest: '4c'.repeat(32) })
        .by('li')
        .on('2021-11-05')
        .recorded('2021-11-10'),
    )
    .refused('happened-before-previous'),
  'does not happen before he came into the team': given(...upTo('VerificationStarted'), joined())
    .when(byFang.on('2021-10-19'))
    .refused('happened-before-previous'),
  'may happen on the day on which he came': given(...upTo('VerificationStarted'), joined())
    .when(byFang.on('2021-10-20'))
    .then(event('VerificationReportSigned', { digest: DIGEST }).under('33')),
  'is over when the report is submitted': given(...upTo('VerificationReportSubmitted'))
    .when(command('signVerificationReport', { digest: DIGEST }).by('wang'))
    .refused('wrong-state'),
  'takes nothing but a SHA-256': given(...upTo('VerificationStarted'))
    .when(command('signVerificationReport', { digest: 'yes' }).by('li'))
    .invalid('digest'),
});

const REPORT = {
  digest: DIGEST,
  findings: [{ matter: 'subsidy', result: 'substantiated' }],
  proposal: 'file',
};

behaviour('submitting the verification report', {
  'is possible once all of the team have signed it': given(...upTo('VerificationReportSigned'))
    .when(command('submitVerificationReport', REPORT).by('li'))
    .then(event('VerificationReportSubmitted', REPORT).moves('verifying', 'verified').under('33')),
  'is refused while one signature is missing': given(...upTo('VerificationStarted'), signed())
    .when(command('submitVerificationReport', REPORT).by('li').on('2021-11-10'))
    .refused('not-signed-by-all'),
  'is refused when one has signed another version': given(
    ...upTo('VerificationStarted'),
    signed(),
    signed({ by: 'wang', data: { digest: '4c'.repeat(32) } }),
  )
    .when(command('submitVerificationReport', REPORT).by('li').on('2021-11-10'))
    .refused('not-signed-by-all'),
  'does not happen before the last signature': given(...upTo('VerificationReportSigned'))
    .when(
      command('submitVerificationReport', REPORT).by('li').on('2021-11-08').recorded('2021-11-10'),
    )
    .refused('happened-before-previous', {
      expected: '2021-11-09T01:00:00.000Z',
      found: '2021-11-08T01:00:00.000Z',
    }),
  'is refused outside the team': given(...upTo('VerificationReportSigned'))
    .when(command('submitVerificationReport', REPORT).by('fang'))
    .refused('not-in-team'),
  'needs the signatures of this verification, not of an earlier one': given(
    ...upTo('DisposalApproved'),
    signed({ on: '2021-09-16' }),
    signed({ by: 'wang', on: '2021-09-16' }),
    started(),
  )
    .when(command('submitVerificationReport', REPORT).by('li'))
    .refused('not-signed-by-all'),
  'is done once': given(...upTo('VerificationReportSubmitted'))
    .when(command('submitVerificationReport', REPORT).by('li'))
    .refused('wrong-state'),
  'asks for at least one finding': given(...upTo('VerificationReportSigned'))
    .when(command('submitVerificationReport', { ...REPORT, findings: [] }).by('li'))
    .invalid('findings'),
});

const FILE = { outcome: 'file' };
const CLOSE = { outcome: 'close' };

behaviour('concluding a verification', {
  'with a filing leaves the clue verified until the investigation starts': given(
    ...upTo('VerificationReportSubmitted'),
  )
    .when(command('concludeVerification', FILE).by('gao'))
    .then(event('VerificationConcluded', FILE)),
  'with a closure brings it to closing': given(...upTo('VerificationReportSubmitted'))
    .when(command('concludeVerification', CLOSE).by('gao'))
    .then(event('VerificationConcluded', CLOSE).moves('verified', 'closing')),
  'is refused to a member of the team, in whatever office': given(
    ...upTo('VerificationReportSubmitted'),
  )
    .when(command('concludeVerification', FILE).by('wang', 'leader'))
    .refused('approver-in-team'),
  'is refused to the one who submitted the report': given(...upTo('VerificationReportSubmitted'))
    .when(command('concludeVerification', FILE).by('li', 'leader'))
    .refused('four-eyes', {
      command: 'concludeVerification',
      other: 'submitVerificationReport',
    }),
  'is done once': given(...upTo('VerificationConcluded'))
    .when(command('concludeVerification', CLOSE).by('hu'))
    .refused('already-concluded'),
  'does not offer what this procedure has no rows for': given(
    ...upTo('VerificationReportSubmitted'),
  )
    .when(command('concludeVerification', { outcome: 'hold' }).by('gao'))
    .refused('not-allowed', { field: 'outcome', expected: ['file', 'close'] }),
  'waits for the report': given(...upTo('VerificationReportSigned'))
    .when(command('concludeVerification', FILE).by('gao'))
    .refused('wrong-state'),
  'is for leaders of the responsible organ': given(...upTo('VerificationReportSubmitted'))
    .when(command('concludeVerification', FILE).by('gao', 'leader', 'bijie'))
    .refused('wrong-organ', { expected: 'nayong' }),
  'knows five outcomes only': given(...upTo('VerificationReportSubmitted'))
    .when(command('concludeVerification', { outcome: 'burn' }).by('gao'))
    .invalid('outcome'),
  'is for no unit head': given(...upTo('VerificationStarted'), submitted(), concluded())
    .when(command('concludeVerification', FILE).by('du'))
    .refused('wrong-role'),
});
