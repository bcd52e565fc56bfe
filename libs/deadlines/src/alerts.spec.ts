import { obligations } from './engine.js';
import { colourOf, type Obligation } from './obligation.js';
import type { ObligationRule } from './rule.js';
import {
  about,
  clue,
  nineOn,
  only,
  places,
  reported,
  started,
  type Told,
  verify,
} from '../test/history.js';

describe('the colour', () => {
  const at = (obligation: Obligation, on: string) => colourOf(obligation, nineOn(on));

  it('without alerts is blue for the last 5 working days and red after the due', () => {
    const open = only(clue(started('2021-08-01')));
    // Before 10-08: 09-30, 29, 28, 27 are worked; from 09-26 (worked Sunday) on, 5 days are left.
    expect(
      ['2021-09-25', '2021-09-26', '2021-10-08', '2021-10-09'].map((on) => at(open, on)),
    ).toEqual([null, 'blue', 'blue', 'red']);
  });

  it('with alerts follows their periods from the start, moved by a suspension', () => {
    const rule: ObligationRule = { ...verify, alerts: { yellow: '3M', red: '6M' } };
    const one = (...told: readonly Told[]) =>
      obligations({ events: clue(...told), rules: [rule], places })[0];
    const open = one(started('2021-03-01'));
    expect(
      ['2021-06-01', '2021-06-02', '2021-09-01', '2021-09-02'].map((on) => at(open, on)),
    ).toEqual([null, 'yellow', 'yellow', 'red']);
    const moved = one(
      started('2021-03-01'),
      about('ClockSuspended', '2021-03-02'),
      about('ClockResumed', '2021-03-12'),
    );
    expect(['2021-06-11', '2021-06-12'].map((on) => at(moved, on))).toEqual([null, 'yellow']);
  });

  it('is none once the obligation has ended', () => {
    expect(at(only(clue(started('2021-08-01'), reported('2021-12-01'))), '2021-12-02')).toBeNull();
  });
});
