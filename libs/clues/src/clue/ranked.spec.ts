import { behaviour } from '../testing/behaviour.js';
import type { Data } from '@cluetrail/event-sourcing';
import { CASE_SITUATIONS, decideIt, FILE, fileIt, withdraw } from '../testing/case-situations.js';
import { after, afterInCaseUnder } from '../testing/given.js';
import {
  approve,
  assign,
  close,
  conclude,
  deliberate,
  discover,
  investigate,
} from '../testing/handled.js';
import { takeOver } from '../testing/ledger.js';
import { AT_BIJIE, TWIN } from '../testing/neighbours.js';
import { CN3 } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { ITS_CASE, SITUATIONS, type SituationName } from '../testing/situations-v2.js';
import { idOfClue, idOfEvent } from '../testing/told.js';

const about = (...ranks: readonly string[]) =>
  command('discover', {
    ...discover.asked.input,
    subjects: ['zhao', 'qian'].map((personId, index) => ({
      ...{ personId, managingOrganId: 'nayong' },
      ...(ranks[index] && { rankCode: ranks[index] }),
    })),
  })
    .by('an')
    .on('2021-09-01');
const of = (situation: SituationName, ...ranks: readonly string[]) =>
  after(...SITUATIONS[situation].map((one) => (one === discover ? about(...ranks) : one))).under(
    CN3,
  );
const byKong = command('approveDisposal').by('kong').on('2021-09-16');
const approved = event('DisposalApproved', { way: 'verify' });
const elsewhere = (expected: string) => ['wrong-organ', { expected }] as const;

behaviour('what is decided by rank', {
  'is decided where the clue is, of a section head': of(
    'disposalPending+deliberated',
    'section-head',
  )
    .when(approve)
    .then(approved),
  'and where no rank is known': of('disposalPending+deliberated').when(approve).then(approved),
  'is not for the county, of a division head': of('disposalPending+deliberated', 'division-head')
    .when(approve)
    .refused(...elsewhere('bijie')),
  'but for the prefecture': of('disposalPending+deliberated', 'division-head')
    .when(byKong)
    .then(approved.at('nayong')),
  'goes by the highest of them': of(
    'disposalPending+deliberated',
    'section-head',
    'bureau-director',
  )
    .when(byKong)
    .refused(...elsewhere('guizhou')),
  'stays undecided where no organ is high enough': of('disposalPending+deliberated', 'minister')
    .when(approve)
    .refused('no-organ-for-rank', { organ: 'nayong' }),
  'was decided where the clue is, before that rule': after(
    ...SITUATIONS['disposalPending+deliberated'].map((one) =>
      one === discover ? about('minister') : one,
    ),
  )
    .when(approve)
    .then(approved),
  'counts for concluding': of('verified', 'division-head')
    .when(conclude('file'))
    .refused(...elsewhere('bijie')),
  'for filing': of('verified+file', 'division-head')
    .when(investigate)
    .refused(...elsewhere('bijie')),
  'and for closing': of('verified', 'division-head')
    .when(close.on('2021-11-12'))
    .refused(...elsewhere('bijie')),
});

const ranks = { zhao: ['division-head'], qian: ['minister'] };
const PART = { subjects: ['zhao'], reports: [], managedBy: {}, recused: [], inherits: [] };
const openPart = command('openSplitOff', {
  ...{ ...PART, parent: TWIN, ranks, intake: [], organ: 'nayong', level: 'L1' },
  stage: 'withUnit',
})
  .bySystem()
  .on('2021-09-08');
const closing = [
  assign,
  command('proposeDisposal', { way: 'close' }).by('li').on('2021-09-10'),
  deliberate.on('2021-09-13'),
];
const takeMinister = command('takeMerged', {
  ...PART,
  clueId: TWIN,
  subjects: ['sun'],
  ranks: { sun: ['bureau-director'] },
})
  .bySystem()
  .on('2021-09-14');

behaviour('the rank of a subject', {
  'goes along into the part about him, and no other rank does': after()
    .under(CN3)
    .when(openPart)
    .then(
      event('ClueSplitOff', {
        ...{ ...PART, parent: TWIN, ranks: { zhao: ['division-head'] }, intake: [] },
        stage: 'withUnit',
      })
        .moves('none', 'withUnit')
        .under('171')
        .at('nayong'),
    ),
  'is asked for there': after(openPart, ...closing)
    .under(CN3)
    .when(approve)
    .refused(...elsewhere('bijie')),
  'comes along into a clue that takes the matter in': after(
    ...SITUATIONS['withUnit+officers'],
    takeMinister,
    command('proposeDisposal', { way: 'close' }).by('li').on('2021-09-15'),
    deliberate,
  )
    .under(CN3)
    .when(approve.on('2021-09-17'))
    .refused(...elsewhere('guizhou')),
});

const takeHigher = command('takeMerged', {
  ...{ ...PART, clueId: TWIN, ranks: { zhao: ['bureau-director'] } },
})
  .bySystem()
  .on('2021-09-14');

behaviour('a rank that was told twice', {
  'counts as the higher of the two': after(
    ...SITUATIONS['withUnit+officers'].map((one) => (one === discover ? about('staff') : one)),
    takeHigher,
    command('proposeDisposal', { way: 'close' }).by('li').on('2021-09-15'),
    deliberate,
  )
    .under(CN3)
    .when(approve.on('2021-09-17'))
    .refused(...elsewhere('guizhou')),
});

const [zhao, qian] = [
  { personId: 'zhao', managingOrganId: 'nayong', rankCode: 'division-head' },
  { personId: 'qian', managingOrganId: 'nayong' },
];
const correct = (next: readonly object[], old: readonly object[] = [zhao, qian]) =>
  command('correctFact', {
    ...{ targetEventId: idOfEvent(1), field: 'subjects' },
    ...{ old, new: next },
  }).because('looked up');
const registered = of('registered', 'division-head');
const managedAbove = after(
  command('discover', {
    ...discover.asked.input,
    subjects: [{ ...qian, managingOrganId: 'guizhou' }],
  })
    .by('an')
    .on('2021-09-01'),
).under(CN3);

behaviour('correcting a rank, or who manages a subject,', {
  'is not for those who would decide by it': of('withUnit', 'division-head')
    .when(correct([{ ...zhao, rankCode: 'staff' }, qian]).by('gao'))
    .refused('decided-above'),
  'nor to put another in his place': of('withUnit', 'division-head')
    .when(correct([qian]).by('gao'))
    .refused('decided-above'),
  'is for those who decide now': registered
    .when(correct([{ ...zhao, rankCode: 'staff' }, qian]).by('kong'))
    .then(corrected([{ ...zhao, rankCode: 'staff' }, qian], [zhao, qian], 'kong')),
  'if they would decide then, too': registered
    .when(correct([{ ...zhao, rankCode: 'bureau-director' }, qian]).by('kong'))
    .refused('decided-above'),
  'of a rank on which nobody decides is for the highest organ': of('registered', 'minister')
    .when(correct([zhao, qian], [{ ...zhao, rankCode: 'minister' }, qian]).by('ren'))
    .then(corrected([zhao, qian], [{ ...zhao, rankCode: 'minister' }, qian], 'ren')),
  'and for no other': of('registered', 'minister')
    .when(correct([zhao, qian], [{ ...zhao, rankCode: 'minister' }, qian]).by('kong'))
    .refused('decided-above'),
  'is not for those above whom he is managed': managedAbove
    .when(correct([qian], [{ ...qian, managingOrganId: 'guizhou' }]).by('kong'))
    .refused('decided-above'),
  'but for those who manage him': managedAbove
    .when(correct([qian], [{ ...qian, managingOrganId: 'guizhou' }]).by('ren'))
    .then(corrected([qian], [{ ...qian, managingOrganId: 'guizhou' }], 'ren')),
});

function corrected(next: readonly Data[], old: readonly Data[], approvedBy: string) {
  const targetEventId = idOfEvent(1);
  return event('FactCorrected', { targetEventId, field: 'subjects', old, new: next, approvedBy });
}

behaviour('what is managed above', {
  'goes into no other clue: it goes up sealed': managedAbove
    .when(command('markDuplicate', { survivor: AT_BIJIE }).because('the same').by('bai'))
    .refused('managed-above'),
});

behaviour('a case about people of rank', {
  'knows their ranks': of('verified+file', 'section-head')
    .when(investigate)
    .then(
      event('InvestigationStarted', {
        ...{ caseId: ITS_CASE, officers: ['li', 'fang'], subjects: ['zhao', 'qian'] },
        ranks: { zhao: ['section-head'] },
      }).moves('verified', 'investigating'),
    ),
  'is decided by rank': caseOf('division-head')
    .when(decideIt)
    .refused(...elsewhere('bijie')),
  'and withdrawn so': caseOf('division-head')
    .when(withdraw)
    .refused(...elsewhere('bijie')),
  'where the case is, of a section head': caseOf('section-head')
    .when(withdraw)
    .then(event('CaseWithdrawn', { clueIds: [idOfClue] }).moves('adjudicating', 'withdrawn')),
});

const addSun = (rankCode: string) =>
  command('addCasePerson', { personId: 'sun', managingOrganId: 'nayong', rankCode })
    .because('he signed too')
    .by('li')
    .on('2021-11-16');

behaviour('a person who is added to a case', {
  'counts with his rank: it is withdrawn where he is decided on': joinedBy(addSun('division-head'))
    .when(withdraw)
    .refused(...elsewhere('bijie')),
  'is of a rank on which an organ decides': afterInCaseUnder(
    CN3,
    ...CASE_SITUATIONS.underInvestigation,
  )
    .when(addSun('minister'))
    .refused('no-organ-for-rank', { organ: 'nayong', found: 'minister' }),
  'is of a rank that there is': afterInCaseUnder(CN3, ...CASE_SITUATIONS.underInvestigation)
    .when(addSun('emperor'))
    .refused('no-such-rank', {
      ...{ field: 'rankCode', found: 'emperor' },
      expected: ['minister', 'bureau-director', 'division-head', 'section-head', 'staff', 'none'],
    }),
});

function joinedBy(added: ReturnType<typeof addSun>) {
  return afterInCaseUnder(
    CN3,
    ...CASE_SITUATIONS.adjudicating.flatMap((one) => (one === fileIt ? [one, added] : [one])),
  );
}

function caseOf(rank: string) {
  const file = command('fileCase', { ...FILE, ranks: { zhao: [rank] } })
    .bySystem()
    .on('2021-11-15');
  const commands = CASE_SITUATIONS.adjudicating.map((one) => (one === fileIt ? file : one));
  return afterInCaseUnder(CN3, ...commands);
}

const OF_AN_EMPEROR = {
  ...{ source: 'audit', summary: 'accounts do not add up' },
  subjects: [{ personId: 'zhao', managingOrganId: 'nayong', rankCode: 'emperor' }],
};

behaviour('a rank', {
  'is one that the procedure knows': after()
    .under(CN3)
    .when(about('emperor'))
    .refused('no-such-rank', {
      field: 'subjects[0].rankCode',
      expected: ['minister', 'bureau-director', 'division-head', 'section-head', 'staff', 'none'],
      found: 'emperor',
    }),
  'on which nobody decides opens no case that was investigated before': after()
    .under(CN3)
    .when(takeOver('investigating', { subjects: [{ ...zhao, rankCode: 'minister' }] }))
    .refused('no-organ-for-rank', { organ: 'nayong', found: 'minister' }),
  'was any code before': after()
    .when(command('discover', OF_AN_EMPEROR).by('an'))
    .then(event('ClueDiscovered', OF_AN_EMPEROR).moves('none', 'registered').under('23')),
});
