import fc from 'fast-check';
import { inEffect } from '@cluetrail/event-sourcing';
import { calendarOf } from './calendar.js';
import { daysBetween } from './days.js';
import { obligations } from './engine.js';
import type { Obligation } from './obligation.js';
import { addPeriod, parsePeriod, workingDaysBefore } from './period.js';
import type { ObligationRule } from './rule.js';
import { places, stream, verify } from '../test/history.js';

const end = (start: string, period: string, roll = false) => {
  const { dueOn, provisional } = addPeriod(start, parsePeriod(period), calendarOf('CN'), { roll });
  return [dueOn, provisional];
};

describe('a period in a far year', () => {
  it('is counted in that year, also in the first century', () => {
    expect(end('0099-05-31', '1M')).toEqual(['0099-06-30', false]);
    expect(end('0099-12-31', '2M')).toEqual(['0100-02-28', false]);
    expect(end('0004-01-31', '1M')).toEqual(['0004-02-29', false]);
    expect(end('0202-06-01', '5W')).toEqual(['0202-06-08', true]);
  });

  it.each(['9999W', '9999d', '9999M', '1d', '1M', '1W'])(
    'that would end after 9999 ends on its last day, provisionally: %s',
    (period) => {
      for (const roll of [true, false])
        expect(end('9999-12-31', period, roll)).toEqual(['9999-12-31', true]);
    },
  );

  it('always ends on a date of four digits, no earlier than it began', () => {
    const starts = fc
      .date({
        min: new Date('0000-01-01T00:00:00Z'),
        max: new Date('9999-12-31T23:59:59Z'),
        noInvalidDate: true,
      })
      .map((date) => date.toISOString().slice(0, 10));
    const counts = fc.integer({ min: 1, max: 9999 });
    fc.assert(
      fc.property(starts, counts, fc.constantFrom('W', 'd', 'M'), (start, count, unit) => {
        const [dueOn] = end(start, `${count}${unit}`, true);
        expect(dueOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(daysBetween(start, String(dueOn))).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  });

  it('has no alert before the year 0', () => {
    expect(workingDaysBefore('0000-01-03', 5, calendarOf('CN'))).toBe('0000-01-01');
  });
});

describe('a clock in a far year', () => {
  const clock = (at: string, rule: Partial<ObligationRule> = {}): Obligation => {
    const events = inEffect(
      stream('clue-1', [
        { type: 'ClueDiscovered', at },
        { type: 'VerificationStarted', at },
        { type: 'ClockSuspended', at, data: { obligation: 'verify' } },
        { type: 'ClockResumed', at, data: { obligation: 'verify' } },
        { type: 'ExtensionGranted', at, data: { obligation: 'verify', by: '1M' } },
      ]),
    );
    return obligations({ events, rules: [{ ...verify, ...rule }], places })[0];
  };

  it.each(['2M', '5W', '5h', '10d'])('is told in years of four digits: %s', (length) => {
    const rules = [{}, { alerts: { yellow: '3M', red: '5h' } }];
    for (const at of [
      '-000001-12-31T15:54:17.000Z',
      '0000-01-01T00:00:00.000Z',
      '0000-12-31T15:54:17.000Z',
      '0099-06-01T01:00:00.000Z',
      '9999-12-31T22:00:00.000Z',
      '+010000-01-01T04:00:00.000Z',
    ])
      for (const more of rules) {
        const told = clock(at, { length, ...more });
        expect(told.dueOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        for (const instant of [told.due, ...Object.values(told.alerts)])
          if (instant !== null) expect(instant).toMatch(/^\d{4}-\d{2}-\d{2}T/);
      }
  });

  it('is due on its own days', () => {
    expect(clock('0202-06-01T01:00:00.000Z').dueOn).toBe('0202-09-02');
  });

  it('that would end after 9999 ends with it, provisionally', () => {
    for (const length of ['1M', '9999h'])
      expect(clock('9999-12-30T00:00:00.000Z', { length })).toMatchObject({
        dueOn: '9999-12-31',
        provisional: true,
      });
  });

  it('may be given a due in any year', () => {
    const impose = (at: string) =>
      obligations({
        events: inEffect(
          stream('clue-1', [
            { type: 'ClueDiscovered', on: '2021-01-04' },
            { type: 'VerificationStarted', on: '2021-01-05' },
            { type: 'DeadlineImposed', on: '2021-01-06', data: { obligation: 'verify', at } },
          ]),
        ),
        rules: [verify],
        places,
      })[0];
    expect(impose('+010000-01-01T04:00:00.000Z')).toMatchObject({
      due: '9999-12-31T23:59:59.999Z',
      dueOn: '9999-12-31',
    });
  });
});
