import { behaviour } from '../testing/behaviour.js';
import { givenPerson } from '../testing/given.js';
import { command, event } from '../testing/said.js';
import { registered } from '../testing/told.js';

const ZHAO = { name: '赵某某', unit: '某局', post: '副局长', contact: '0857-1234567' };

behaviour('registering a person', {
  'leaves name, unit, post and contact, to be sealed under his own key': givenPerson()
    .when(command('registerPerson', ZHAO).by('an').on('2021-09-01'))
    .then(event('PersonRegistered', ZHAO).moves('none', 'known')),
  'asks for a name alone': givenPerson()
    .when(command('registerPerson', { name: '赵某某' }).by('li').on('2021-09-01'))
    .then(event('PersonRegistered', { name: '赵某某' }).moves('none', 'known')),
  'is done once': givenPerson(registered())
    .when(command('registerPerson', ZHAO).by('an'))
    .refused('wrong-state'),
  'is refused to a leader': givenPerson()
    .when(command('registerPerson', ZHAO).by('gao').on('2021-09-01'))
    .refused('wrong-role', { expected: ['intake', 'clue-admin', 'case-officer'] }),
  'is nothing without a name': givenPerson()
    .when(command('registerPerson', { unit: '某局' }).by('an'))
    .invalid('name'),
});
