import { inEffect, merged } from '@cluetrail/event-sourcing';
import { clockActs } from './acts.js';
import {
  about,
  clue,
  places,
  reported,
  rules,
  started,
  stream,
  type Told,
} from '../test/history.js';

const reached = (...told: readonly Told[]) => actsOf(clue(...told));

/** Of each act which clocks it reached, with their dues as they stood before it. */
function actsOf(events: ReturnType<typeof clue>) {
  return clockActs({ events, rules, places }).map(({ event, clocks }) => [
    event.type,
    ...clocks.map(({ key, dueOn }) => `${key} ${dueOn}`),
  ]);
}

describe('an act of a clock', () => {
  it('reaches the one that runs when it happens, as that stands before it', () => {
    expect(
      reached(
        started('2021-09-17'),
        about('ExtensionRequested', '2021-11-01'),
        about('ExtensionGranted', '2021-11-03', { by: '1M' }),
        about('ClockSuspended', '2021-11-05'),
        about('ClockResumed', '2021-11-08'),
      ),
    ).toEqual([
      ['ExtensionRequested', 'verify#1 2021-11-17'],
      ['ExtensionGranted', 'verify#1 2021-11-17'],
      ['ClockSuspended', 'verify#1 2021-12-17'],
      ['ClockResumed', 'verify#1 null'],
    ]);
  });

  it('reaches none before it begins, nor once it is met', () => {
    expect(
      reached(
        about('ExtensionRequested', '2021-09-16'),
        started('2021-09-17'),
        reported('2021-09-20'),
        about('ExtensionRefused', '2021-09-21'),
      ),
    ).toEqual([['ExtensionRequested'], ['ExtensionRefused']]);
  });

  it('reaches the next one where that has begun', () => {
    expect(
      reached(
        started('2021-09-17'),
        reported('2021-09-20'),
        started('2021-09-27'),
        about('ExtensionRequested', '2021-09-28'),
      ),
    ).toEqual([['ExtensionRequested', 'verify#2 2021-11-29']]);
  });

  it('of another stream reaches what began there alone', () => {
    const own = stream('clue-1', [
      { type: 'ClueDiscovered', on: '2021-01-04' },
      started('2021-09-17'),
    ]);
    const other = stream('clue-2', [about('ExtensionRequested', '2021-09-20')]);
    expect(actsOf(merged([inEffect(own), inEffect(other)]))).toEqual([['ExtensionRequested']]);
  });
});
