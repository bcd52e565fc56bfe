import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { submit } from '../testing/handled.js';
import { command, event } from '../testing/said.js';
import { ITS_CASE, SITUATIONS } from '../testing/situations-v2.js';
import { DIGEST, wholeDay } from '../testing/told.js';

const officers = after(...SITUATIONS['withUnit+officers']);
const asked = after(...SITUATIONS['withUnit+asked']);
const recused = after(...SITUATIONS['withUnit+recused']);
const GROUND = { officer: 'wang', ground: 'relative' };
const ask = (more: object = {}) =>
  command('requestRecusal', { ...GROUND, ...more })
    .because('a cousin')
    .by('li');

behaviour('asking for a recusal', {
  'names the officer and the ground': officers
    .when(ask())
    .then(event('RecusalRequested', GROUND).under('67')),
  'is open to the officer himself': officers
    .when(command('requestRecusal', GROUND).because('a cousin').by('wang'))
    .then(event('RecusalRequested', GROUND).under('67')),
  'is of whoever could act on it: the leader who approves, the adjudicator, the one above': officers
    .when(ask({ officer: 'gao' }))
    .then(event('RecusalRequested', { ...GROUND, officer: 'gao' }).under('67')),
  'is of nobody without an office there or above': officers
    .when(ask({ officer: 'stranger-1' }))
    .refused('acts-nowhere-here'),
  'is of nobody who is recused already': recused.when(ask()).refused('recused-already'),
  'is done once': asked.when(ask()).refused('recusal-already-asked'),
  'asks for a reason': officers
    .when(command('requestRecusal', GROUND).by('li'))
    .refused('required', { field: 'reason' }),
  'knows its grounds': officers.when(ask({ ground: 'dislike' })).invalid('ground'),
});

const decide = (granted: boolean, officer = 'wang') =>
  command('decideRecusal', { officer, granted });

behaviour('deciding on a recusal', {
  'takes the officer off': asked
    .when(decide(true).by('gao'))
    .then(event('RecusalDecided', { officer: 'wang', granted: true }).under('67')),
  'or leaves him on': after(
    ...SITUATIONS['withUnit+asked'],
    decide(false).by('gao').on('2021-09-13'),
  )
    .when(command('proposeDisposal', { way: 'verify' }).by('wang'))
    .then(event('DisposalProposed', { way: 'verify' }).moves('withUnit', 'disposalPending')),
  'answers a request': officers.when(decide(true).by('gao')).refused('recusal-not-asked'),
  'is not for the one who asked': asked.when(decide(true).by('li', 'leader')).refused('four-eyes'),
  'is not for the one whom it is about': asked
    .when(decide(false).by('wang', 'leader'))
    .refused('four-eyes'),
  'did not happen before the request': asked
    .when(decide(true).by('gao').on('2021-09-09').recorded('2021-09-13'))
    .refused('happened-before-previous'),
  'tells the case, where there is one': after(
    ...SITUATIONS.investigating,
    command('requestRecusal', { officer: 'fang', ground: 'witness' })
      .because('he was there')
      .by('li')
      .on('2021-11-16'),
  )
    .when(decide(true, 'fang').by('gao'))
    .then(
      event('RecusalDecided', { officer: 'fang', granted: true, caseId: ITS_CASE }).under('67'),
    ),
});

const leaderOff = after(
  ...SITUATIONS['disposalPending+deliberated'],
  ask({ officer: 'gao' }).on('2021-09-17'),
  decide(true, 'gao').by('hu').on('2021-09-18'),
);
const judgeOff = (by: 'gao' | 'ren') =>
  after(
    ...SITUATIONS.adjudicating,
    ask({ officer: 'shi', ground: 'interest' }).on('2021-12-28'),
  ).when(decide(true, 'shi').by(by));

behaviour('a leader or an adjudicator who was recused', {
  'approves nothing': leaderOff.when(command('approveDisposal').by('gao')).refused('actor-recused'),
  'bars nobody in his own office to whom he has lent his': leaderOff
    .when(command('approveDisposal').byOneWith('hu', 'gao'))
    .then(event('DisposalApproved', { way: 'verify' })),
  'leaves it to another leader': leaderOff
    .when(command('approveDisposal').by('hu'))
    .then(event('DisposalApproved', { way: 'verify' })),
  'does not adjudicate: the case is told': judgeOff('gao').then(
    event('RecusalDecided', { officer: 'shi', granted: true, caseId: ITS_CASE }).under('67'),
  ),
  'is decided on by the organ above, where nobody else can': judgeOff('ren').then(
    event('RecusalDecided', { officer: 'shi', granted: true, caseId: ITS_CASE }).under('67'),
  ),
});

behaviour('who was recused', {
  'acts no more, in whatever office': recused
    .when(command('assignOfficers', { officers: ['li', 'fang'] }).by('wang', 'unit-head'))
    .refused('actor-recused'),
  'not even to ask': recused
    .when(command('requestExtension', { obligation: 'dispose' }).because('x').by('wang'))
    .refused('actor-recused'),
  'is not assigned again': recused
    .when(command('assignOfficers', { officers: ['li', 'wang'] }).by('du'))
    .refused('officer-recused', { found: 'wang' }),
  'leaves one officer, and one is too few': recused
    .when(command('proposeDisposal', { way: 'verify' }).by('li'))
    .refused('two-officers-needed'),
});

const off = (officer: string, day: string) => [
  command('requestRecusal', { officer, ground: 'witness' })
    .because('he was there')
    .by('du')
    .on(day),
  decide(true, officer).by('gao').on(day),
];

behaviour('a report of which one author was recused', {
  'is submitted by nobody alone': after(
    ...SITUATIONS['verifying+signed'],
    ...off('wang', '2021-11-10'),
  )
    .when(submit)
    .refused('two-officers-needed'),
});

const replace = (leaving: string, joining: string) =>
  command('replaceOfficer', { leaving, joining }).because('on leave').by('du');

const three = [
  ...SITUATIONS['disposalPending+verify'],
  command('startVerification', { team: ['li', 'wang', 'fang'] })
    .by('du')
    .on('2021-09-17'),
  ...off('wang', '2021-09-20'),
  ...off('fang', '2021-09-21'),
];

behaviour('a team of three of whom two were recused', {
  'is filled up while somebody is there': after(...three)
    .when(replace('wang', 'wu').on('2021-09-23'))
    .then(event('OfficerReplaced', { leaving: 'wang', joining: 'wu' })),
  'else nobody takes a place: those who appoint are told, not the head of the unit': after(
    ...three,
    ...off('wu', '2021-09-22'),
  )
    .when(replace('wang', 'wu').on('2021-09-23'))
    .refused('nobody-to-join', { organ: 'nayong', expected: 'L2', roles: ['case-officer'] }),
  'as long as two are left nobody need': after(...three.slice(0, -2), ...off('wu', '2021-09-22'))
    .when(replace('wang', 'wu').on('2021-09-23'))
    .refused('officer-recused', { found: 'wu' }),
});

const verifying = SITUATIONS.verifying;

behaviour('replacing an officer', {
  'puts another in his place': officers
    .when(replace('wang', 'fang'))
    .then(event('OfficerReplaced', { leaving: 'wang', joining: 'fang' })),
  'fills the place of one who was recused': after(
    ...SITUATIONS['withUnit+recused'],
    replace('wang', 'fang').on('2021-09-14'),
  )
    .when(command('proposeDisposal', { way: 'verify' }).by('fang'))
    .then(event('DisposalProposed', { way: 'verify' }).moves('withUnit', 'disposalPending')),
  'holds in the team as well, whose report he then signs': after(
    ...verifying,
    replace('wang', 'fang').on('2021-09-20'),
  )
    .when(command('recordVerificationStep', { kind: 'talk', officers: ['li', 'fang'] }).by('fang'))
    .then(
      event('VerificationStepRecorded', { kind: 'talk', officers: ['li', 'fang'] }).under('33'),
    ),
  'takes him out of it': after(...verifying, replace('wang', 'fang').on('2021-09-20'))
    .when(command('signVerificationReport', { digest: '3b'.repeat(32) }).by('wang'))
    .refused('not-in-team'),
  'leaves him one who was in it, also where he comes back as an officer beside it': after(
    ...SITUATIONS['disposalPending+verify'],
    command('startVerification', { team: ['li', 'fang'] })
      .by('du')
      .on('2021-09-17'),
    replace('fang', 'wu').on('2021-09-20'),
    replace('wang', 'fang').on('2021-09-21'),
    ...['li' as const, 'wu' as const].map((who) =>
      command('signVerificationReport', { digest: DIGEST }).by(who).on('2021-11-09'),
    ),
    submit.on('2021-11-10'),
  )
    .when(command('concludeVerification', { outcome: 'file' }).by('fang', 'leader'))
    .refused('approver-in-team', { found: 'fang' }),
  'is of one who handles it': officers.when(replace('fang', 'hu')).refused('not-an-officer'),
  'is by one who does not': officers
    .when(replace('wang', 'li'))
    .refused('officer-already', { found: 'li' }),
  'is not by one who was recused': after(
    ...SITUATIONS['withUnit+recused'],
    replace('li', 'fang').on('2021-09-14'),
  )
    .when(replace('fang', 'wang'))
    .refused('officer-recused'),
  'is not by one whom it is about': officers
    .when(replace('wang', 'zhao'))
    .refused('officer-is-subject'),
  'is by nobody who approved what the team works under': after(...verifying)
    .when(replace('wang', 'gao'))
    .refused('approver-in-team'),
  'fills a team of which nobody is left': after(
    ...verifying,
    ...off('wang', '2021-09-20'),
    ...off('li', '2021-09-21'),
    replace('li', 'fang').on('2021-09-22'),
  )
    .when(command('signVerificationReport', { digest: '3b'.repeat(32) }).by('fang'))
    .then(event('VerificationReportSigned', { digest: '3b'.repeat(32) }).under('33')),
  'is by one who handles clues there: an adjudicator could sign nothing': officers
    .when(replace('wang', 'shi'))
    .refused('no-case-officer', { found: 'shi', expected: ['case-officer'], organ: 'nayong' }),
  'is by one of the organ': officers.when(replace('wang', 'stranger-1')).refused('works-elsewhere'),
  'is done to the end: what is being closed may be opened again': after(...SITUATIONS.closing)
    .when(replace('li', 'fang'))
    .then(event('OfficerReplaced', { leaving: 'li', joining: 'fang' })),
  'tells the case, where there is one': after(...SITUATIONS.investigating)
    .when(replace('fang', 'wu'))
    .then(event('OfficerReplaced', { leaving: 'fang', joining: 'wu', caseId: ITS_CASE })),
});

const THAT_DAY = wholeDay('2021-09-09');
const askedThatDay = ask().on(THAT_DAY);
const grantedThatDay = decide(true).by('gao').on(THAT_DAY);
const assignedThatDay = after(
  ...SITUATIONS['withUnit+officers'],
  ...[askedThatDay, grantedThatDay],
);

behaviour('a recusal of which the day alone is told', {
  'is of the officer who was assigned on that day at an hour, too': assignedThatDay
    .when(command('proposeDisposal', { way: 'verify' }).by('li').on('2021-09-13'))
    .refused('two-officers-needed'),
  'leaves his place to another': assignedThatDay
    .when(replace('wang', 'fang').on('2021-09-13'))
    .then(event('OfficerReplaced', { leaving: 'wang', joining: 'fang' })),
});

behaviour('what is told by its day alone, of a day on which officers were assigned at an hour', {
  'replaces one of them': after(
    ...SITUATIONS['withUnit+officers'],
    replace('wang', 'fang').on(THAT_DAY),
  )
    .when(command('proposeDisposal', { way: 'verify' }).by('wang').on('2021-09-13'))
    .refused('not-assigned'),
  'takes the clue up from them': after(
    ...SITUATIONS['withUnit+officers'],
    command('raise').because('it is grave').by('kong').on(THAT_DAY),
  )
    .when(command('proposeDisposal', { way: 'verify' }).by('li').on('2021-09-13'))
    .refused('wrong-organ', { expected: 'bijie' }),
});
