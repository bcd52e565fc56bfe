import { obligations } from './engine.js';
import { colourOf, isLate, isOverdue } from './obligation.js';
import type { ObligationRule } from './rule.js';
import {
  about,
  clue,
  nineOn,
  only,
  places,
  reported,
  SHANGHAI,
  started,
  type Told,
  verify,
} from '../test/history.js';

describe('verification across National Day', () => {
  it('is due at the end of 2021-10-08 when two months end on 10-01', () => {
    expect(only(clue(started('2021-08-01')))).toMatchObject({
      key: 'verify#1',
      state: 'open',
      dueOn: '2021-10-08',
      due: '2021-10-08T15:59:59.999Z',
      calendar: 'CN-2026.1',
      zone: SHANGHAI,
      provisional: false,
    });
  });

  it('is in time on the last day and one day late on the next, for ever', () => {
    const inTime = only(clue(started('2021-08-01'), reported('2021-10-08')));
    expect(inTime).toMatchObject({ state: 'met', daysLate: 0, endEventId: 'clue-1/3' });
    expect(isLate(inTime)).toBe(false);
    const late = only(clue(started('2021-08-01'), reported('2021-10-09')));
    expect(late).toMatchObject({ state: 'met', daysLate: 1, endedAt: nineOn('2021-10-09') });
    expect(isLate(late)).toBe(true);
  });

  it('is overdue from the first instant of 10-09, and not before', () => {
    const open = only(clue(started('2021-08-01')));
    expect(isOverdue(open, '2021-10-08T15:59:59.999Z')).toBe(false);
    expect(isOverdue(open, '2021-10-08T16:00:00.000Z')).toBe(true);
  });
});

describe('signing for a transfer over 三月三', () => {
  const transferred = (to: string) =>
    only(clue({ type: 'ClueTransferred', on: '2021-04-12', data: { to } }));

  it('gives an organ in Guangxi two days more: its calendar counts, not that of the sender', () => {
    expect(transferred('gx-nn')).toMatchObject({ dueOn: '2021-04-21', calendar: 'CN-GX-2026.1' });
    expect(transferred('lz')).toMatchObject({ dueOn: '2021-04-19', calendar: 'CN-2026.1' });
  });

  it('names the skipped days of the region, and the Sunday that counts', () => {
    const counted = transferred('gx-nn').steps.find((step) => step.kind === 'counted');
    expect(counted?.skipped.map(({ on }) => on).join(' ')).toBe(
      '2021-04-14 2021-04-15 2021-04-16 2021-04-17',
    );
    expect(counted?.makeUp.map(({ on }) => on)).toEqual(['2021-04-18']);
  });

  it('is one day late on 04-20 elsewhere and in time in Guangxi', () => {
    const accepted = (to: string) =>
      only(
        clue(
          { type: 'ClueTransferred', on: '2021-04-12', data: { to } },
          { type: 'TransferAccepted', on: '2021-04-20' },
        ),
      ).daysLate;
    expect([accepted('lz'), accepted('gx-nn')]).toEqual([1, 0]);
  });
});

describe('an extension', () => {
  const granted = (on: string) => about('ExtensionGranted', on, { by: '1M', ordinal: 1 });

  it('granted before the due moves it by a month from the old due day', () => {
    const events = clue(started('2021-08-01'), granted('2021-09-30'));
    expect(only(events, '2021-09-29')).toMatchObject({ dueOn: '2021-10-08', extensions: 0 });
    expect(only(events, '2021-09-30')).toMatchObject({ dueOn: '2021-11-08', extensions: 1 });
  });

  it('rolls again where the new day is off', () => {
    // 10-08 + 3 months = 2022-01-08, a Saturday.
    const events = clue(
      started('2021-08-01'),
      about('ExtensionGranted', '2021-09-30', { by: '3M' }),
    );
    expect(only(events).dueOn).toBe('2022-01-10');
  });

  it('of another obligation, or after the end, moves nothing', () => {
    const other = {
      type: 'ExtensionGranted',
      on: '2021-09-30',
      data: { obligation: 'sign', by: '1M' },
    };
    expect(only(clue(started('2021-08-01'), other)).dueOn).toBe('2021-10-08');
    expect(
      only(clue(started('2021-08-01'), reported('2021-09-01'), granted('2021-09-30'))),
    ).toMatchObject({ dueOn: '2021-10-08', extensions: 0 });
  });
});

describe('a suspension', () => {
  const stopped = [
    started('2021-08-09'),
    about('ClockSuspended', '2021-08-20', { ground: 'force-majeure' }),
    about('ClockResumed', '2021-08-30'),
  ];

  it('of 10 days leaves no due while it lasts, then moves it by 10 days', () => {
    const events = clue(...stopped);
    expect(only(events, '2021-08-19').dueOn).toBe('2021-10-09');
    const during = only(events, '2021-08-25');
    expect(during).toMatchObject({ state: 'suspended', due: null, dueOn: null });
    expect([
      isOverdue(during, '2022-01-01T00:00:00.000Z'),
      colourOf(during, '2022-01-01T00:00:00.000Z'),
    ]).toEqual([false, null]);
    expect(only(events, '2021-08-30')).toMatchObject({
      state: 'open',
      dueOn: '2021-10-19',
      suspendedDays: 10,
    });
  });

  it('adds up with the next one, and a second suspension within the first counts once', () => {
    const events = clue(
      ...stopped,
      about('ClockSuspended', '2021-09-01'),
      about('ClockSuspended', '2021-09-02'),
      about('ClockResumed', '2021-09-04'),
      about('ClockResumed', '2021-09-06'),
    );
    expect(only(events)).toMatchObject({ dueOn: '2021-10-22', suspendedDays: 13 });
  });

  it('of a clock in working days moves it by the working days that passed', () => {
    const events = clue(
      { type: 'ClueTransferred', on: '2021-09-13', data: { to: 'lz' } },
      { type: 'ClockSuspended', on: '2021-09-15', data: { obligation: 'sign#1' } },
      { type: 'ClockResumed', on: '2021-09-23', data: { obligation: 'sign#1' } },
    );
    // 09-16, 17, 18 (make-up), 22, 23 passed: 09-18 + 5 working days.
    expect(only(events)).toMatchObject({ suspendedDays: 5, dueOn: '2021-09-27' });
  });

  it('leaves a provisional due provisional', () => {
    const events = clue(
      started('2026-11-30'),
      about('ClockSuspended', '2026-12-01'),
      about('ClockResumed', '2026-12-01'),
    );
    expect(only(events)).toMatchObject({ dueOn: '2027-02-01', provisional: true });
  });

  it('ends with the obligation when nobody resumed it: no day of it counts as late', () => {
    const events = clue(
      started('2021-08-09'),
      about('ClockSuspended', '2021-10-08'),
      reported('2021-12-01'),
    );
    expect(only(events)).toMatchObject({
      state: 'met',
      daysLate: 0,
      dueOn: '2021-12-02',
      suspendedDays: 54,
    });
  });
});

describe('a rule in hours', () => {
  const notify: ObligationRule = { ...verify, length: '24h' };
  const one = (...told: readonly Told[]) =>
    obligations({ events: clue(...told), rules: [notify], places })[0];

  it('ends at an instant, also on a day off, and stands still to the millisecond', () => {
    expect(one(started('2021-09-30')).due).toBe('2021-10-01T01:00:00.000Z');
    const stood = one(
      started('2021-09-30'),
      { type: 'ClockSuspended', at: '2021-09-30T02:00:00.000Z', data: { obligation: 'verify' } },
      { type: 'ClockResumed', at: '2021-09-30T03:30:00.500Z', data: { obligation: 'verify' } },
    );
    expect(stood.due).toBe('2021-10-01T02:30:00.500Z');
  });

  it('can be missed within the day', () => {
    const late = one(started('2021-09-30'), {
      type: 'VerificationReportSubmitted',
      at: '2021-10-01T02:00:00.000Z',
    });
    expect([late.daysLate, isLate(late)]).toEqual([0, true]);
  });
});

describe('a local day', () => {
  it('ends in the zone of the organ, also on the day the clocks change', () => {
    const events = clue({ ...started('2026-01-29', 'nl-ams'), at: '2026-01-28T23:30:00.000Z' });
    // Started 00:30 on 01-29 in Amsterdam; two months later, 03-29, is a Sunday with 23 hours.
    expect(only(events)).toMatchObject({
      dueOn: '2026-03-30',
      due: '2026-03-30T21:59:59.999Z',
      provisional: false,
    });
    const plain = obligations({ events, rules: [{ ...verify, roll: false }], places });
    expect(plain).toMatchObject([
      { dueOn: '2026-03-29', due: '2026-03-29T21:59:59.999Z', provisional: false },
    ]);
  });
});
