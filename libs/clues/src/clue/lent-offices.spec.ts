import { behaviour } from '../testing/behaviour.js';
import { STAND_IN } from '../testing/decider.js';
import { given } from '../testing/given.js';
import { lentTo } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { fourEyes } from '../projections/four-eyes.js';
import { nine } from '../testing/rows.js';
import {
  approved,
  extensionRequested,
  idOfClue,
  idOfEvent,
  proposed,
  started,
  submitted,
  upTo,
} from '../testing/told.js';

const FILE = { outcome: 'file' };
const NONE_OF = { command: 'approveDisposal', other: 'proposeDisposal' };

behaviour('a delegate of the leader', {
  'approves what others proposed': given(...upTo('DisposalProposed'))
    .when(command('approveDisposal').byDelegate('du', 'gao'))
    .then(event('DisposalApproved', { way: 'verify' })),
  'does not approve what he proposed himself': given(...upTo('DisposalProposed'))
    .when(command('approveDisposal').byDelegate('li', 'hu'))
    .refused('four-eyes', NONE_OF),
  'does not approve what the leader proposed': given(
    ...upTo('OfficersAssigned'),
    proposed({ by: 'gao' }),
  )
    .when(command('approveDisposal').byDelegate('du', 'gao'))
    .refused('four-eyes', NONE_OF),
  'does not conclude where the leader is in the team': given(
    ...upTo('DisposalApproved'),
    started({ data: { team: ['li', 'gao'] } }),
    submitted(),
  )
    .when(command('concludeVerification', FILE).byDelegate('du', 'gao'))
    .refused('approver-in-team'),
  'corrects no event of the leader’s': given(...upTo('DisposalApproved'))
    .when(
      command('correctFact', {
        ...{ targetEventId: idOfEvent(6), field: 'happenedAt' },
        ...{ old: '2021-09-16T09:00:00+08:00', new: '2021-09-16T10:00:00+08:00' },
      })
        .byDelegate('du', 'gao')
        .because('x'),
    )
    .refused('four-eyes'),
  'grants no extension that the leader asked for': given(
    ...upTo('VerificationStarted'),
    extensionRequested('verify', { by: 'gao' }),
  )
    .when(command('grantExtension', { obligation: 'verify' }).byDelegate('du', 'gao'))
    .refused('four-eyes', { command: 'grantExtension', other: 'requestExtension' }),
});

behaviour('the leader himself', {
  'does not approve what his delegate proposed on his behalf': given(
    ...upTo('OfficersAssigned'),
    proposed({ by: lentTo('du', 'gao') }),
  )
    .when(command('approveDisposal').by('gao'))
    .refused('four-eyes', NONE_OF),
});

behaviour('two of whom one has lent the other an office', {
  'are one person also where each acts in his own: he does not approve what the other proposed':
    given(...upTo('DisposalProposed'))
      .when(command('approveDisposal').byOneWith('gao', 'li'))
      .refused('four-eyes', NONE_OF),
  'he does not conclude where the other is in the team': given(
    ...upTo('DisposalApproved'),
    started({ data: { team: ['li', 'du'] } }),
    submitted(),
  )
    .when(command('concludeVerification', FILE).byOneWith('gao', 'du'))
    .refused('approver-in-team'),
  'nor does the other come into the team that works under what he approved': given(
    ...upTo('DisposalApproved'),
  )
    .when(command('startVerification', { team: ['li', STAND_IN] }).by('du'))
    .refused('approver-in-team'),
  'nor grants what the other asked for': given(
    ...upTo('VerificationStarted'),
    extensionRequested('verify', { by: 'li' }),
  )
    .when(command('grantExtension', { obligation: 'verify' }).byOneWith('gao', 'li'))
    .refused('four-eyes', { command: 'grantExtension', other: 'requestExtension' }),
});

behaviour('an officer’s part in a clue', {
  'is not lent with his office: it is entrusted to a person': given(...upTo('OfficersAssigned'))
    .when(command('proposeDisposal', { way: 'verify' }).byDelegate('fang', 'li'))
    .refused('not-assigned'),
  'is not signed for by another': given(...upTo('VerificationStarted'))
    .when(command('signVerificationReport', { digest: '3b'.repeat(32) }).byDelegate('fang', 'li'))
    .refused('not-in-team'),
});

behaviour('the list of breaches', {
  'finds one where a delegate approved what his principal had proposed': given(
    ...upTo('OfficersAssigned'),
    proposed({ by: 'gao' }),
    approved({ by: lentTo('du', 'gao') }),
  )
    .project(fourEyes)
    .rows([
      {
        ...{ clue: idOfClue, first: 'DisposalProposed', second: 'DisposalApproved' },
        ...{ firstBy: 'gao', secondBy: 'du', imported: 0, breached: 1 },
        ...{ firstAt: nine('2021-09-15'), secondAt: nine('2021-09-16') },
      },
    ]),
});
