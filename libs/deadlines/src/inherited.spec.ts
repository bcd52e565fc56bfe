import { inEffect } from '@cluetrail/event-sourcing';
import { obligations } from './engine.js';
import { extensionOf, type ObligationRule } from './rule.js';
import { explain } from './explain.js';
import {
  about,
  clue,
  only,
  places,
  rules,
  sign,
  started,
  stream,
  verify,
  type Told,
} from '../test/history.js';

const DUE = '2021-11-05T15:59:59.999Z';
const takeIn = (on: string, ...inherits: { code: string; at: string }[]): Told => ({
  type: 'ClueMergedIn',
  on,
  data: { inherits },
});

describe('a due that comes with another clue', () => {
  it('holds where it is earlier than the own one', () => {
    expect(only(clue(started('2021-09-17'))).dueOn).toBe('2021-11-17');
    const merged = only(
      clue(started('2021-09-17'), takeIn('2021-10-11', { code: 'verify', at: DUE })),
    );
    expect(merged).toMatchObject({ due: DUE, dueOn: '2021-11-05' });
    expect(explain(merged, 'en').join(' ')).toContain(`Due ${DUE} taken over from another clue`);
    expect(explain(merged, 'zh').join('')).toContain(`承接其他线索的期限${DUE}`);
  });

  it('wins no time where it is later', () => {
    const later = { code: 'verify', at: '2022-01-05T15:59:59.999Z' };
    expect(only(clue(started('2021-09-17'), takeIn('2021-10-11', later))).dueOn).toBe('2021-11-17');
  });

  describe('while the own clock stands still', () => {
    const stopped = [started('2021-08-09'), about('ClockSuspended', '2021-08-20')];
    const due = (on: string) => ({ code: 'verify', at: `${on}T15:59:59.999Z` });

    it('is moved by what the clock stands from then on alone', () => {
      const events = clue(
        ...stopped,
        takeIn('2021-08-28', due('2021-09-20')),
        about('ClockResumed', '2021-08-30'),
      );
      expect(only(events, '2021-08-29')).toMatchObject({ state: 'suspended', due: null });
      expect(only(events)).toMatchObject({ dueOn: '2021-09-22', suspendedDays: 10 });
    });

    it('holds against the own one as that would be if it ran on at that moment', () => {
      const merged = (on: string) =>
        only(clue(...stopped, takeIn('2021-09-29', due(on)), about('ClockResumed', '2021-09-30')))
          .dueOn;
      // The own one: 2021-10-09, 40 days later on 09-29.
      expect(merged('2021-10-18')).toBe('2021-10-19');
      expect(merged('2021-11-19')).toBe('2021-11-19');
    });

    it('is moved no more by what it stood before where it was imposed', () => {
      const events = clue(
        ...stopped,
        about('DeadlineImposed', '2021-08-28', { at: '2021-09-20T15:59:59.999Z' }),
        about('ClockResumed', '2021-08-30'),
      );
      expect(only(events)).toMatchObject({ dueOn: '2021-09-22', suspendedDays: 10 });
    });
  });

  it('waits for the clock of its code, which then starts with it', () => {
    const events = clue(takeIn('2021-09-10', { code: 'verify', at: DUE }), started('2021-09-17'));
    expect(only(events).due).toBe(DUE);
  });

  it('holds as it was where a clock begins with it: it is the same that goes on, with what was granted', () => {
    const later = '2022-01-05T15:59:59.999Z';
    const rule: ObligationRule = { ...verify, starts: ['ClueMergedIn'] };
    const due = (code: string) =>
      obligations({
        events: clue(takeIn('2021-10-11', { code, at: later })),
        rules: [rule],
        places,
      })
        .map((one) => one.due)
        .join();
    expect(due('verify')).toBe(later);
    expect(due('dispose')).toBe('2021-12-13T15:59:59.999Z');
  });

  it('is owed by whoever took the clue in, where the receiver owes it and nothing was sent', () => {
    const rule: ObligationRule = { ...verify, owner: 'receiver', starts: ['ClueMergedIn'] };
    const taken = { ...takeIn('2021-10-11', { code: 'verify', at: DUE }), organ: 'nl-wabo' };
    expect(obligations({ events: clue(taken), rules: [rule], places })).toMatchObject([
      { due: DUE, zone: 'Europe/Amsterdam', calendar: 'NL-2026.1' },
    ]);
  });

  it('is used once: what starts anew later has its whole time', () => {
    const events = clue(
      takeIn('2021-09-10', { code: 'verify', at: DUE }),
      started('2021-09-17'),
      { type: 'VerificationReportSubmitted', on: '2021-10-11' },
      started('2021-10-12'),
    );
    const all = obligations({ events, rules, places });
    expect(all.map(({ dueOn }) => dueOn)).toEqual(['2021-11-05', '2021-12-13']);
  });

  it('of another code, if the earliest of all, holds for what is due next', () => {
    const earliest = { code: 'dispose', at: '2021-10-20T15:59:59.999Z' };
    const events = clue(
      started('2021-09-17'),
      takeIn('2021-10-11', { code: 'verify', at: DUE }, earliest),
    );
    expect(only(events).due).toBe(earliest.at);
  });

  it('goes to what the clue itself owes, and not to the signing for a transfer', () => {
    const earliest = { code: 'dispose', at: '2021-10-09T15:59:59.999Z' };
    const events = clue(
      started('2021-09-17'),
      { type: 'ClueTransferred', on: '2021-10-08', data: { to: 'gx-1' } },
      takeIn('2021-10-11', earliest),
    );
    const all = obligations({ events, rules: [verify, sign], places });
    expect(all.map(({ code, due }) => [code, due])).toEqual([
      ['verify', earliest.at],
      ['sign', '2021-10-14T15:59:59.999Z'],
    ]);
  });

  it('is given away by what ends its clock: nothing that runs or starts here later gets it', () => {
    const gone: Told = {
      ...{ type: 'ClueClosed', on: '2021-10-11' },
      data: { inherits: [{ code: 'verify', at: '2021-09-20T15:59:59.999Z' }] },
    };
    const all = obligations({
      ...{ rules: [verify, sign], places },
      events: clue(
        started('2021-09-17'),
        { type: 'ClueTransferred', on: '2021-10-08', data: { to: 'gx-1' } },
        gone,
        started('2021-10-12'),
      ),
    });
    expect(all.map(({ code, state, dueOn }) => [code, state, dueOn])).toEqual([
      ['verify', 'cancelled', '2021-11-17'],
      ['sign', 'cancelled', '2021-10-14'],
      ['verify', 'open', '2021-12-13'],
    ]);
  });

  it('changes no clock of another stream', () => {
    const own = clue(started('2021-09-17'), {
      ...{ type: 'VerificationReportSubmitted', on: '2021-10-08' },
    });
    const report = { type: 'ReportReceived', on: '2021-10-09', data: { realName: true } };
    const other = inEffect(stream('report-1', [report]));
    const merged = clue(
      started('2021-09-17'),
      { type: 'VerificationReportSubmitted', on: '2021-10-08' },
      takeIn('2021-10-11', { code: 'dispose', at: '2021-09-20T15:59:59.999Z' }),
    );
    const rules = [verify, { ...told, watch: 'report' as const }];
    const due = (events: typeof own) =>
      obligations({ events: [...events, ...other], rules, places }).find(
        ({ code }) => code === 'feedback',
      )?.due;
    expect(due(merged)).toBe(due(own));
    expect(due(own)).toEqual(expect.any(String));
  });

  it('is extended from where it stands', () => {
    const events = clue(started('2021-09-17'), takeIn('2021-10-11', { code: 'verify', at: DUE }), {
      type: 'ExtensionGranted',
      on: '2021-10-20',
      data: { obligation: 'verify', by: '1M', ordinal: 1 },
    });
    expect(only(events).dueOn).toBe('2021-12-06');
  });
});

const told: ObligationRule = {
  ...verify,
  code: 'feedback',
  starts: [{ event: 'ReportReceived', where: { realName: true } }],
  meets: [{ event: 'FeedbackGiven', where: { left: 'none' } }],
  watch: 'clue',
  length: '3M',
  from: { events: ['ReportAcknowledged'], within: '7d' },
};

describe('a clock that waits for an act to count from', () => {
  const received = {
    type: 'ReportReceived',
    on: '2021-03-01',
    organ: 'nl-1',
    data: { realName: true },
  };
  const feedback = (...more: readonly Told[]) =>
    obligations({ events: inEffect(stream('clue-1', [received, ...more])), rules: [told], places });

  it('counts from that act', () => {
    const [clock] = feedback({ type: 'ReportAcknowledged', on: '2021-03-04', organ: 'nl-1' });
    expect(clock.dueOn).toBe('2021-06-04');
    expect(explain(clock, 'en').join(' ')).toContain('Counted anew from ReportAcknowledged');
  });

  it('counts from the end of the wait where the act was left out, or came too late', () => {
    expect(feedback()[0].dueOn).toBe('2021-06-08');
    const late = feedback({ type: 'ReportAcknowledged', on: '2021-04-20', organ: 'nl-1' });
    expect(late[0].dueOn).toBe('2021-06-08');
  });

  it('starts and ends by what the data of an event says', () => {
    const anonymous = { ...received, data: { realName: false } };
    const events = inEffect(stream('clue-1', [anonymous]));
    expect(obligations({ events, rules: [told], places })).toEqual([]);
    const some = { type: 'FeedbackGiven', on: '2021-04-01', data: { left: 'some' } };
    expect(feedback(some)[0].state).toBe('open');
    expect(feedback(some, { ...some, on: '2021-04-02', data: { left: 'none' } })[0].state).toBe(
      'met',
    );
  });
});

describe('a clock whose end is undone', () => {
  const history = (...told: readonly Told[]) =>
    clue(
      started('2021-09-17'),
      { type: 'ExtensionGranted', on: '2021-11-01', data: { obligation: 'verify', by: '1M' } },
      { type: 'ClueClosed', on: '2021-12-20' },
      ...told,
    );
  const undone = (eventId: string) => ({
    ...{ type: 'ClueGivenBack', on: '2021-12-27', data: { undoes: eventId } },
  });

  it('runs on with all that it had', () => {
    const running = history().slice(0, -1);
    const { steps: _, ...before } = only(running);
    expect(only(history())).toMatchObject({ state: 'cancelled', daysLate: 3 });
    const after = only(history(undone('clue-1/4')));
    expect(after).toMatchObject(before);
    expect(explain(after, 'en').at(-1)).toContain('undone by ClueGivenBack');
    expect(explain(after, 'zh').at(-1)).toContain('经ClueGivenBack');
  });

  it('stays ended where another act is undone', () => {
    expect(only(history(undone('clue-1/2'))).state).toBe('cancelled');
  });
});

describe('a chain of extensions', () => {
  it('has its own length and approver for each, and an end', () => {
    const rule: ObligationRule = {
      ...verify,
      extension: {
        ...{ length: '1M', max: 1, by: ['leader'] },
        further: [{ length: '2M', by: ['leader'], at: 'above' }],
      },
    };
    expect(extensionOf(rule, 1)).toEqual({ length: '1M', by: ['leader'] });
    expect(extensionOf(rule, 2)).toEqual({ length: '2M', by: ['leader'], at: 'above' });
    expect(extensionOf(rule, 3)).toBeUndefined();
    expect(extensionOf({ ...verify, extension: undefined }, 1)).toBeUndefined();
  });
});
