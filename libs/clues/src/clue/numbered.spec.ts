import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { shipped } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { accepted, discovered, upTo } from '../testing/told.js';

const SECOND = shipped('cn-2019-example', 2);
const PLACE = { organ: 'nayong', year: 2021, ordinal: 42 };
const assign = command('assignNumber', PLACE);
const numbered = accepted({
  type: 'NumberAssigned',
  change: undefined,
  data: { number: 'nayong-2021-0042' },
  on: '2021-09-08',
});

behaviour('the number of a clue', {
  'tells organ, year and place in the register': given(...upTo('TransferAccepted'))
    .under(SECOND)
    .when(assign.bySystem())
    .then(event('NumberAssigned', { number: 'nayong-2021-0042' }).under('23')),
  'grows beyond four digits': given(...upTo('TransferAccepted'))
    .under(SECOND)
    .when(command('assignNumber', { ...PLACE, ordinal: 12_345 }).bySystem())
    .then(event('NumberAssigned', { number: 'nayong-2021-12345' }).under('23')),
  'stays for ever': given(...upTo('TransferAccepted'), numbered)
    .under(SECOND)
    .when(assign.bySystem())
    .refused('has-number'),
  'is assigned to what was voided meanwhile': given(
    discovered(),
    accepted({ type: 'ClueVoided', change: { from: 'registered', to: 'void' } }),
  )
    .under(SECOND)
    .when(assign.bySystem())
    .then(event('NumberAssigned', { number: 'nayong-2021-0042' }).under('23')),
  'is nobody’s to choose': given(...upTo('TransferAccepted'))
    .under(SECOND)
    .when(assign.by('chen'))
    .refused('wrong-role', { expected: ['system'] }),
  'counts from 1': given(...upTo('TransferAccepted'))
    .under(SECOND)
    .when(command('assignNumber', { ...PLACE, ordinal: 0 }).bySystem())
    .invalid('ordinal'),
  'is unknown to version 1': given(...upTo('TransferAccepted'))
    .when(assign.bySystem())
    .refused('not-in-procedure'),
});
