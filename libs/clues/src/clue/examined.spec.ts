import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { ELSEWHERE, TWIN, UNSEEN } from '../testing/neighbours.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { idOfClue } from '../testing/told.js';

const registered = after(...SITUATIONS.registered);
const withUnit = after(...SITUATIONS['withUnit+officers']);

behaviour('checking for duplicates', {
  'leaves what looked alike': registered
    .when(command('checkDuplicates', { candidates: [TWIN] }).by('bai'))
    .then(event('DuplicatesChecked', { candidates: [TWIN] }).under('14')),
  'may find nothing': registered
    .when(command('checkDuplicates').by('bai'))
    .then(event('DuplicatesChecked').under('14')),
  'is for the clue centre': registered
    .when(command('checkDuplicates').by('an'))
    .refused('wrong-role', { expected: ['clue-admin'] }),
  'names clues by their ids': registered
    .when(command('checkDuplicates', { candidates: ['N-2021-0001'] }).by('bai'))
    .invalid('candidates[0]'),
});

behaviour('setting the level', {
  'holds from then on': registered
    .when(command('classify', { level: 'L3' }).by('bai'))
    .then(event('ClassificationSet', { level: 'L3' }).level('L3')),
  'may lower it again': withUnit
    .when(command('classify', { level: 'L1' }).by('gao'))
    .then(event('ClassificationSet', { level: 'L1' }).level('L1')),
  'did not happen before what was done at the old level': withUnit
    .when(command('classify', { level: 'L3' }).by('gao').on('2021-09-08').recorded('2021-09-10'))
    .refused('happened-before-previous'),
  'knows the levels': registered
    .when(command('classify', { level: 'secret' }).by('bai'))
    .invalid('level'),
});

behaviour('giving priority', {
  'leaves how pressing the clue is': withUnit
    .when(command('prioritise', { priority: 'urgent' }).because('funds are moved').by('gao'))
    .then(event('CluePrioritised', { priority: 'urgent' })),
  'asks for a reason': withUnit
    .when(command('prioritise', { priority: 'high' }).by('gao'))
    .refused('required', { field: 'reason' }),
  'is for leaders': withUnit
    .when(command('prioritise', { priority: 'high' }).because('so').by('du'))
    .refused('wrong-role', { expected: ['leader'] }),
  'knows three degrees': withUnit
    .when(command('prioritise', { priority: 'whenever' }).by('gao'))
    .invalid('priority'),
});

const related = (clueId: string, relation = 'same-subject') =>
  command('link', { clueId, relation }).by('li');

behaviour('linking a related clue', {
  'names it and how it is related': withUnit
    .when(related(TWIN))
    .then(event('ClueLinked', { clueId: TWIN, relation: 'same-subject' })),
  'reaches clues of other organs that the officer may see': withUnit
    .when(related(ELSEWHERE, 'supplement'))
    .then(event('ClueLinked', { clueId: ELSEWHERE, relation: 'supplement' })),
  'is refused for what the officer may not see, as if there were none': withUnit
    .when(related(UNSEEN))
    .refused('no-such-clue'),
  'is refused for the clue itself': withUnit.when(related(idOfClue)).refused('same-clue'),
  'knows three relations': withUnit.when(related(TWIN, 'alike')).invalid('relation'),
});
