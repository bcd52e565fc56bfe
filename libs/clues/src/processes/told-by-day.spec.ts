import { idOf } from '@cluetrail/event-sourcing';
import { clueCalled, House, RULES } from '../testing/house.js';
import { CN5 } from '../testing/office.js';
import { command } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { wholeDay } from '../testing/told.js';

const A = clueCalled('a');
const B = clueCalled('b');

/** A stands so; B, about this person, is merged into it on that day, of which nobody wrote down the hour. */
function merged(situation: 'verifying+signed' | 'withUnit+officers', person: string, day: string) {
  const other = command('discover', {
    ...{ source: 'audit', summary: 'accounts do not add up' },
    subjects: [{ personId: person, managingOrganId: 'nayong' }],
  })
    .by('an')
    .on('2021-09-01');
  const into = command('mergeInto', { survivor: idOf(A) })
    .because('one matter')
    .by('gao')
    .on(wholeDay(day));
  return new House({ ...RULES, procedure: CN5 })
    .done(A, ...SITUATIONS[situation])
    .done(B, other, ...SITUATIONS.withUnit.slice(1), into)
    .clue(A);
}

describe('a merger of which the day alone is told', () => {
  it('comes after what was signed on that day', () => {
    expect(merged('verifying+signed', 'sun', '2021-11-09').signatures).toEqual({});
  });

  it('comes after who was assigned on that day, and bars him whom it is about', () => {
    expect(merged('withUnit+officers', 'wang', '2021-09-09').officers).toEqual(['li']);
  });
});
