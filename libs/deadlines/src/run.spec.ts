import { type Effective, inEffect, merged } from '@cluetrail/event-sourcing';
import { obligations } from './engine.js';
import {
  about,
  clue,
  nineOn,
  of,
  only,
  places,
  receipt,
  reported,
  started,
  stream,
  type Told,
} from '../test/history.js';

describe('a deadline imposed from outside', () => {
  const impose = (on: string) => ({
    type: 'DeadlineImposed',
    on,
    data: { obligation: 'receipt', at: '2011-04-01T10:30:00+02:00' },
  });
  const receipts = (events: readonly Effective[]) =>
    obligations({ events, rules: [receipt], places });
  const discovered = { type: 'ClueDiscovered', on: '2011-01-10', organ: 'nl-wabo' };

  it('keeps its own instant, and there is no due before it', () => {
    const events = inEffect(stream('clue-1', [discovered, impose('2011-01-11')]));
    expect(
      obligations({ events, rules: [receipt], places, asOf: nineOn('2011-01-10') }),
    ).toMatchObject([
      { state: 'open', due: null, dueOn: null, alerts: { blue: null, yellow: null, red: null } },
    ]);
    expect(receipts(events)).toMatchObject([
      {
        due: '2011-04-01T08:30:00.000Z',
        dueOn: '2011-04-01',
        zone: 'Europe/Amsterdam',
        calendar: 'NL-2026.1',
        provisional: false,
      },
    ]);
  });

  it('counts for the obligation also when it is known before the start', () => {
    const rule = { ...receipt, starts: ['ClueAccepted'] };
    const events = inEffect(
      stream('clue-1', [
        discovered,
        impose('2011-01-11'),
        { type: 'ClueAccepted', on: '2011-01-12' },
      ]),
    );
    expect(obligations({ events, rules: [rule], places })).toMatchObject([
      { due: '2011-04-01T08:30:00.000Z' },
    ]);
  });

  it('overrides the length of a rule', () => {
    const events = clue(
      started('2021-08-01'),
      about('DeadlineImposed', '2021-08-02', { at: '2021-08-20T04:00:00Z' }),
    );
    expect(only(events)).toMatchObject({ due: '2021-08-20T04:00:00.000Z', dueOn: '2021-08-20' });
  });

  it('judges an imported case that ends before it starts', () => {
    const events = inEffect(
      stream('clue-1', [
        discovered,
        impose('2011-01-10'),
        { type: 'ClueSettled', on: '2011-01-03' },
      ]),
    );
    expect(receipts(events)).toMatchObject([
      { state: 'met', endedAt: nineOn('2011-01-03'), due: '2011-04-01T08:30:00.000Z', daysLate: 0 },
    ]);
  });

  it('before the start counts for that start only, and after the end for the next one', () => {
    const rule = { ...receipt, starts: ['ClueAccepted'] };
    const told = [
      discovered,
      impose('2011-01-11'),
      { type: 'ClueAccepted', on: '2011-01-12' },
      { type: 'ClueSettled', on: '2011-02-01' },
      { type: 'ClueAccepted', on: '2011-03-01' },
    ];
    const dues = (...more: readonly Told[]) =>
      obligations({
        events: inEffect(stream('clue-1', [...told, ...more])),
        rules: [rule],
        places,
      }).map(({ due }) => due);
    expect(dues()).toEqual(['2011-04-01T08:30:00.000Z', null]);
    const settled = { type: 'ClueSettled', on: '2011-03-02' };
    const again = {
      type: 'DeadlineImposed',
      on: '2011-04-10',
      data: { obligation: 'receipt', at: '2011-05-01T08:00:00Z' },
    };
    expect(dues(settled, impose('2011-03-03'), again)).toEqual([
      '2011-04-01T08:30:00.000Z',
      '2011-04-01T08:30:00.000Z',
    ]);
    expect(
      dues(settled, impose('2011-03-03'), again, { type: 'ClueAccepted', on: '2011-06-01' }).at(-1),
    ).toBe('2011-05-01T08:00:00.000Z');
  });

  it('keeps its instant through a stop within one day', () => {
    const events = clue(
      started('2021-08-01'),
      about('DeadlineImposed', '2021-08-02', { at: '2021-08-20T04:00:00Z' }),
      about('ClockSuspended', '2021-08-03'),
      about('ClockResumed', '2021-08-03'),
    );
    expect(only(events)).toMatchObject({ state: 'open', due: '2021-08-20T04:00:00.000Z' });
  });

  it('that is no instant is a damaged log, not a date', () => {
    expect(() =>
      only(clue(started('2021-08-01'), about('DeadlineImposed', '2021-08-02', { at: 'soon' }))),
    ).toThrow('DeadlineImposed clue-1/3: expected an RFC 3339 instant in data.at, found soon');
  });
});

describe('several instances', () => {
  it('follow each other: a start while one runs is ignored, one after the end opens the next', () => {
    const events = clue(
      started('2021-03-01'),
      started('2021-03-15'),
      reported('2021-04-01'),
      started('2021-06-01'),
      { type: 'ClueClosed', on: '2021-06-10' },
    );
    expect(of(events)).toMatchObject([
      { key: 'verify#1', state: 'met', dueOn: '2021-05-06' },
      { key: 'verify#2', state: 'cancelled', endedAt: nineOn('2021-06-10') },
    ]);
  });

  it('run beside each other in two cases of one clue, and closing the clue ends both', () => {
    const own = inEffect(
      stream('clue-1', [
        { type: 'ClueDiscovered', on: '2021-01-04' },
        { type: 'ExtensionGranted', on: '2021-03-10', data: { obligation: 'invest#2', by: '1M' } },
        { type: 'ClueClosed', on: '2021-07-01' },
      ]),
    );
    const case1 = inEffect(
      stream('case-1', [
        { type: 'CaseFiled', on: '2021-02-01' },
        { type: 'InvestigationReportSubmitted', on: '2021-03-01' },
      ]),
    );
    const case2 = inEffect(stream('case-2', [{ type: 'CaseFiled', on: '2021-02-08' }]));
    const events = merged([own, case1, case2]);
    expect(of(events, '2021-03-15')).toMatchObject([
      { key: 'invest#1', state: 'met' },
      { key: 'invest#2', state: 'open', dueOn: '2021-06-08' },
    ]);
    expect(of(events)).toMatchObject([{ state: 'met' }, { state: 'cancelled', daysLate: 23 }]);
  });

  it('of an imported case that ends before it was filed are ended at once', () => {
    const own = clue();
    const filed = inEffect(
      stream('case-1', [
        { type: 'CaseFiled', on: '2021-02-08' },
        { type: 'InvestigationReportSubmitted', on: '2021-02-01' },
      ]),
    );
    expect(only(merged([own, filed]))).toMatchObject({
      state: 'met',
      endedAt: nineOn('2021-02-01'),
      daysLate: 0,
    });
  });

  it('of a case are met on the case alone, and a second filing there runs again', () => {
    const own = clue({ type: 'InvestigationReportSubmitted', on: '2021-02-10' });
    const filed = inEffect(
      stream('case-1', [
        { type: 'CaseFiled', on: '2021-02-01' },
        { type: 'InvestigationReportSubmitted', on: '2021-03-01' },
        { type: 'CaseFiled', on: '2021-04-01' },
      ]),
    );
    expect(of(merged([own, filed]))).toMatchObject([
      { key: 'invest#1', state: 'met', endedAt: nineOn('2021-03-01') },
      { key: 'invest#2', state: 'open', dueOn: '2021-07-01' },
    ]);
  });

  it('are owed by the organ last named where the start event names none', () => {
    const events = stream('clue-1', [
      { type: 'ClueDiscovered', on: '2021-03-01', organ: 'gx-nn' },
      { type: 'VerificationStarted', on: '2021-03-14' },
    ]).map(({ organ, ...event }) => (event.version === 1 ? { ...event, organ } : event));
    expect(only(inEffect(events))).toMatchObject({ calendar: 'CN-GX-2026.1' });
  });

  it('need a stream of the kind that the rule watches', () => {
    expect(of(clue({ type: 'CaseFiled', on: '2021-02-01' }))).toEqual([]);
  });
});
