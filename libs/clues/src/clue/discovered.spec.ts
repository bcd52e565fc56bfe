import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { command, event } from '../testing/said.js';
import { upTo, wholeDay } from '../testing/told.js';

const FOUND = {
  source: 'report',
  field: 'poverty-alleviation',
  violationTypes: ['embezzlement'],
  subjects: [{ personId: 'zhao', managingOrganId: 'nayong', rankCode: 'section-head' }],
  summary: 'subsidies were paid to the dead',
};

const discovered = event('ClueDiscovered', FOUND).moves('none', 'registered').under('23');

behaviour('discovering a clue', {
  'opens it at the organ of the one who registers': given()
    .when(command('discover', FOUND).by('an').on('2021-09-01'))
    .then(discovered.at('bijie')),
  'is open to a case officer, for what he finds himself': given()
    .when(command('discover', FOUND).by('li').on('2021-09-01'))
    .then(discovered.at('nayong')),
  'keeps the level that was chosen': given()
    .when(
      command('discover', { ...FOUND, level: 'L3' })
        .by('an')
        .on('2021-09-01'),
    )
    .then(
      event('ClueDiscovered', { ...FOUND, level: 'L3' })
        .moves('none', 'registered')
        .under('23')
        .level('L3'),
    ),
  'may be known to the day only': given()
    .when(command('discover', FOUND).by('an').on(wholeDay('2021-08-31')).recorded('2021-09-01'))
    .then(discovered),
  'is refused to a leader': given()
    .when(command('discover', FOUND).by('gao').on('2021-09-01'))
    .refused('wrong-role', { expected: ['intake', 'clue-admin', 'case-officer'] }),
  'is refused for tomorrow': given()
    .when(command('discover', FOUND).by('an').on('2021-09-02').recorded('2021-09-01'))
    .refused('happened-in-future'),
  'is done once': given(...upTo('ClueDiscovered'))
    .when(command('discover', FOUND).by('an'))
    .refused('wrong-state', { command: 'discover', expected: ['none'], found: 'registered' }),
  'is refused about someone who is not registered': given()
    .when(about({ personId: 'zhao' }, { personId: 'nobody' }))
    .refused('subject-not-registered', { field: 'subjects[1].personId' }),
  'is refused about the same person twice': given()
    .when(about({ personId: 'zhao' }, { personId: 'sun' }, { personId: 'zhao', rankCode: 'x' }))
    .refused('subject-twice', { field: 'subjects[2].personId' }),
  'is refused about someone whom an organ manages that there is not': given()
    .when(about({ personId: 'zhao', managingOrganId: 'nowhere' }))
    .refused('no-such-organ', { field: 'subjects[0].managingOrganId' }),
  'asks for a source, a subject and a summary': given()
    .when(command('discover', { source: 'gossip', subjects: [], summary: '' }).by('an'))
    .invalid('source', 'subjects', 'summary'),
  'takes people by their ids, never by their names': given()
    .when(
      command('discover', { ...FOUND, subjects: [{ personId: 'Zhao San', name: 'x' }] }).by('an'),
    )
    .invalid('subjects[0].name', 'subjects[0].personId'),
});

function about(...subjects: readonly object[]) {
  return command('discover', { ...FOUND, subjects })
    .by('an')
    .on('2021-09-01');
}
