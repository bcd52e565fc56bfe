import { change, day, discovered, ms, stream } from '../test/told.js';
import { inEffect, placeOfNext } from './fold.js';

const started = { type: 'Started', happenedAt: ms('2021-10-20T02:00:00.000Z'), change };
const corrected = {
  type: 'FactCorrected',
  happenedAt: ms('2021-10-25T02:00:00.000Z'),
  data: {
    ...{ targetEventId: 'clue-1/Started', field: 'happenedAt', approvedBy: 'x' },
    ...{ old: { ...started.happenedAt }, new: { ...ms('2021-10-20T05:00:00.000Z') } },
  },
};

describe('the place of what is told next', () => {
  it.each([
    ['behind what was told of its day', day('2021-10-20'), [started], '2021-10-20T02:00:00.000Z'],
    [
      ...(['behind where that was corrected to', day('2021-10-20')] as const),
      ...([[started, corrected], '2021-10-20T05:00:00.000Z'] as const),
    ],
    [
      'its own day, where nothing was told of that',
      day('2021-10-21'),
      [started],
      day('2021-10-21').at,
    ],
    [
      ...(['its own time, where that is known', ms('2021-10-20T01:00:00.000Z')] as const),
      ...([[started], '2021-10-20T01:00:00.000Z'] as const),
    ],
  ])('is %s', (_, happenedAt, before, expected) => {
    const noted = { type: 'Noted', happenedAt };
    const then = inEffect(stream(discovered, ...before, noted)).find(
      ({ type }) => type === 'Noted',
    );
    expect(then?.effectiveAt).toBe(expected);
    expect(placeOfNext(stream(discovered, ...before), happenedAt)).toBe(expected);
  });

  it('is its own time where nothing is told yet', () => {
    expect(placeOfNext([], day('2021-10-20'))).toBe(day('2021-10-20').at);
  });
});
