import { asOfOf, inEffect } from '@cluetrail/event-sourcing';
import { obligations } from './engine.js';
import { isOverdue } from './obligation.js';
import type { ObligationRule } from './rule.js';
import { nineOn, only, places, SHANGHAI, stream, verify } from '../test/history.js';

describe('a completion recorded late', () => {
  // Due 10-31 (a Sunday) does not roll here: the limit itself is what is shown.
  const rule: ObligationRule = { ...verify, length: '31d', roll: false };
  const events = stream('clue-1', [
    { type: 'ClueDiscovered', on: '2021-09-01' },
    { type: 'VerificationStarted', on: '2021-09-30' },
    {
      type: 'VerificationReportSubmitted',
      on: '2021-10-28',
      recordedAt: '2021-11-05T02:00:00.000000Z',
    },
  ]);
  const overdue = (asOf: string, knownAt: string) => {
    const at = asOfOf(asOf, SHANGHAI);
    const effective = inEffect(events, { asOf: at, knownAt });
    const [found] = obligations({ events: effective, rules: [rule], places, asOf: at });
    return isOverdue(found, at);
  };

  it.each([
    ['2021-11-01', '2021-11-01T04:00:00.000000Z', true],
    ['2021-11-01', '2021-11-06T04:00:00.000000Z', false],
    ['2021-10-29', '2021-11-01T04:00:00.000000Z', false],
    ['2021-10-29', '2021-11-06T04:00:00.000000Z', false],
  ])('asked about %s, as known at %s, was overdue: %p', (asOf, knownAt, answer) => {
    expect(overdue(asOf, knownAt)).toBe(answer);
  });
});

describe('a corrected fact', () => {
  it('moves the due as soon as it is known, and lets the past be judged by it', () => {
    const events = stream('clue-1', [
      { type: 'ClueDiscovered', on: '2021-07-01' },
      { type: 'VerificationStarted', on: '2021-08-01' },
      {
        type: 'FactCorrected',
        on: '2021-10-12',
        data: {
          targetEventId: 'clue-1/2',
          field: 'happenedAt',
          old: { at: nineOn('2021-08-01'), zone: SHANGHAI, precision: 'ms' },
          new: { at: nineOn('2021-08-16'), zone: SHANGHAI, precision: 'ms' },
          approvedBy: 'wang',
        },
      },
    ]);
    const dueOn = (knownAt: string) => only(inEffect(events, { knownAt })).dueOn;
    expect(dueOn('2021-10-11T00:00:00.000000Z')).toBe('2021-10-08');
    expect(dueOn('2021-10-13T00:00:00.000000Z')).toBe('2021-10-18');
  });
});
