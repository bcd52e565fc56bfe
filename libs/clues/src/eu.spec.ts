import { inEffect, merged, type Event } from '@cluetrail/event-sourcing';
import { calendarOf, obligations } from '@cluetrail/deadlines';
import { POLICY } from '@cluetrail/access';
import { edgeOf, stateOf, stateTitle, type Procedure } from '@cluetrail/workflow';
import { clue } from './clue/clue.js';
import { report } from './report/report.js';
import { clueCalled, House, RULES } from './testing/house.js';
import { ledgerRow } from './testing/ledger.js';
import { shipped } from './testing/office.js';
import { played } from './testing/played.js';
import { command, type Command } from './testing/said.js';
import { DIGEST } from './testing/told.js';

const EU: Procedure = shipped('eu-2019-1937-example', 1);
const A = clueCalled('a');
const place = { calendar: calendarOf('NL'), zone: 'Europe/Amsterdam' };

const received = command('receiveReport', {
  channel: 'online',
  realName: true,
  reporterId: 'qian',
  higher: false,
  text: 'x',
})
  .by('an', 'intake', 'nayong')
  .on('2026-03-02T10:00:00+01:00');
const acknowledged = command('acknowledge', { method: 'online' })
  .by('an', 'intake', 'nayong')
  .on('2026-03-05T10:00:00+01:00');

/** The clocks of a report that stands beside no clue yet. */
function clocks(...commands: readonly Command[]) {
  const events = inEffect(reports(...commands));
  return obligations({ events, rules: EU.obligations, places: () => place }).map(
    ({ code, dueOn, state, provisional }) => ({ code, dueOn, state, provisional }),
  );
}

function reports(...commands: readonly Command[]): readonly Event[] {
  return played({ workflow: report, procedure: EU, stream: 'report-1' }, commands);
}

const day = (date: string) => `${date}T10:00:00+01:00`;
const submitted = command('submitVerificationReport', {
  digest: DIGEST,
  findings: [{ matter: 'fraud', result: 'partly' }],
  proposal: 'refer',
})
  .by('li')
  .on(day('2026-03-11'));
const CONCLUDED = [
  command('discover', { source: 'report', subjects: [{ personId: 'zhao' }], summary: 'x' })
    .by('an', 'intake', 'nayong')
    .on(day('2026-03-02')),
  command('assignOfficers', { officers: ['li', 'wang'] })
    .by('gao')
    .on(day('2026-03-03')),
  command('proposeDisposal', { way: 'verify' }).by('li').on(day('2026-03-04')),
  command('approveDisposal').by('gao').on(day('2026-03-05')),
  command('startVerification', { team: ['li', 'wang'] })
    .by('hu')
    .on(day('2026-03-06')),
  command('signVerificationReport', { digest: DIGEST }).by('li').on(day('2026-03-09')),
  command('signVerificationReport', { digest: DIGEST }).by('wang').on(day('2026-03-10')),
  submitted,
  command('concludeVerification', { outcome: 'refer' }).by('gao').on(day('2026-03-12')),
];

describe('the channel of Directive 2019/1937', () => {
  it('EU-1: a report is acknowledged within seven days, by the calendar of its own place', () => {
    expect(clocks(received)[0]).toEqual({
      code: 'acknowledge',
      dueOn: '2026-03-09',
      state: 'open',
      provisional: false,
    });
    // Received on 28 March, the seven days end on Saturday before Easter: the next working day is Tuesday.
    const before = received.on('2026-03-28T10:00:00+01:00');
    expect(clocks(before)[0].dueOn).toBe('2026-04-07');
  });

  it('EU-2: three months from the acknowledgement', () => {
    expect(clocks(received, acknowledged)[1]).toMatchObject({
      code: 'feedback',
      dueOn: '2026-06-05',
    });
  });

  it('EU-2: without an acknowledgement, three months from the end of the seven days', () => {
    expect(clocks(received)[1]).toMatchObject({ code: 'feedback', dueOn: '2026-06-09' });
  });

  it('owes nothing to a reporter who is not known', () => {
    const anonymous = command('receiveReport', {
      ...{ channel: 'letter', realName: false, higher: false, text: 'x' },
    })
      .by('an', 'intake', 'nayong')
      .on('2026-03-02T10:00:00+01:00');
    expect(clocks(anonymous)).toEqual([]);
  });

  it('ends with what the reporter is told', () => {
    const informed = command('inform', { method: 'letter' })
      .by('an', 'intake', 'nayong')
      .on('2026-05-04T10:00:00+02:00');
    expect(clocks(received, acknowledged, informed).map(({ state }) => state)).toEqual([
      'met',
      'met',
    ]);
  });

  it('takes the short path, under its own names', () => {
    const events = played({ workflow: clue, procedure: EU }, [
      ...CONCLUDED,
      command('settle', { outcome: 'talk-reminder' }).by('gao').on(day('2026-03-13')),
    ]);
    const way = events.flatMap(({ change }) => (change ? [change.to] : []));
    expect(way.map((state) => stateTitle(EU, clue, state)?.en)).toEqual([
      'Received',
      'Assessed',
      'Followed up',
      'Closed',
    ]);
    expect(stateOf(clue, events)).toMatchObject({ state: 'settled', outcome: 'refer' });
    const all = merged([inEffect(events), inEffect(reports(received))]);
    expect(
      obligations({ events: all, rules: EU.obligations, places: () => place }).map(
        ({ code }) => code,
      ),
    ).toEqual(['acknowledge', 'feedback']);
  });

  it('takes no other report once the verification is concluded: nobody would have approved it', () => {
    const house = new House({ ...RULES, procedure: EU }).done(A, ...CONCLUDED);
    const sign = command('signVerificationReport', { digest: '4c'.repeat(32) });
    for (const late of [sign.by('li'), submitted])
      expect(() => house.done(A, late.on(day('2026-03-13')))).toThrow('found already-concluded');
  });

  it('acts on nothing that was approved where the matter was before', () => {
    const to = { to: 'qianxi', direction: 'across' };
    const house = new House({ ...RULES, procedure: EU }).done(
      A,
      ...CONCLUDED.slice(0, 4),
      command('transfer', to).by('gao').on(day('2026-03-06')),
      command('acceptTransfer').by('bei').on(day('2026-03-09')),
    );
    const start = command('startVerification', { team: ['li', 'wang'] }).by('bei');
    expect(() => house.done(A, start.on(day('2026-03-10')))).toThrow('disposal-not-approved');
  });

  it('goes on with what was approved where the transfer was refused', () => {
    const to = { to: 'qianxi', direction: 'across' };
    const house = new House({ ...RULES, procedure: EU }).done(
      A,
      ...CONCLUDED.slice(0, 4),
      command('transfer', to).by('gao').on(day('2026-03-06')),
      command('refuseTransfer').because('not ours').by('bei').on(day('2026-03-09')),
      command('startVerification', { team: ['li', 'wang'] })
        .by('hu')
        .on(day('2026-03-10')),
    );
    expect(house.clue(A).state).toBe('verifying');
  });

  it('numbers what is assessed, as the other procedure does', () => {
    const discover = command('discover', {
      ...{ source: 'report', subjects: [{ personId: 'zhao' }], summary: 'x' },
    });
    const house = new House({ ...RULES, procedure: EU });
    house.done(
      A,
      discover.by('an', 'intake', 'nayong').on('2026-03-02'),
      command('assignOfficers', { officers: ['li', 'wang'] })
        .by('gao')
        .on('2026-03-03'),
      command('assignOfficers', { officers: ['li', 'fang'] })
        .by('gao')
        .on('2026-03-04'),
    );
    expect(house.clue(A)).toMatchObject({ state: 'withUnit', number: 'nayong-2026-0001' });
    expect(house.events(A).filter(({ type }) => type === 'NumberAssigned')).toHaveLength(1);
  });

  it('takes over what another register knows of, in a state that it has', () => {
    const taken = (state: 'verifying' | 'held') => {
      const { dueOn: _, ...row } = ledgerRow(state);
      return command('takeOver', { ...row, organ: 'nayong' })
        .by('an', 'intake', 'nayong')
        .on('2026-03-02');
    };
    expect(played({ workflow: clue, procedure: EU }, [taken('verifying')])).toMatchObject([
      { type: 'ClueTakenOver', change: { from: 'none', to: 'verifying' } },
    ]);
    expect(() => played({ workflow: clue, procedure: EU }, [taken('held')])).toThrow('not-allowed');
  });

  it('takes files with a report and with a clue', () => {
    expect(edgeOf(EU, 'report', 'attachFiles')?.requires).toEqual(['attachments']);
    expect(edgeOf(EU, 'clue', 'attachFiles')?.requires).toEqual(['attachments']);
  });

  it('extends the feedback once, for good reason, on the report: whoever asks gets one answer', () => {
    const asked = command('requestExtension', { obligation: 'feedback' })
      .because('experts are heard')
      .by('an', 'intake', 'nayong')
      .on('2026-05-04');
    const granted = command('grantExtension', { obligation: 'feedback' })
      .by('gao')
      .on('2026-05-05');
    const told = [received, acknowledged, asked, granted];
    expect(clocks(...told)[1]).toMatchObject({ code: 'feedback', dueOn: '2026-09-07' });
    const discover = command('discover', {
      ...{ source: 'report', subjects: [{ personId: 'zhao' }], summary: 'x' },
    });
    const opened = discover.by('an', 'intake', 'nayong').on('2026-03-05T11:00:00+01:00');
    const own = played({ workflow: clue, procedure: EU }, [opened]);
    const events = merged([inEffect(own), inEffect(reports(...told))]);
    expect(
      obligations({ events, rules: EU.obligations, places: () => place }).map(
        ({ code, dueOn }) => `${code} ${dueOn}`,
      ),
    ).toEqual(['acknowledge 2026-03-09', 'feedback 2026-09-07']);
    expect(() => clocks(...told, asked.on('2026-05-06'))).toThrow('no-further-extension');
    expect(edgeOf(EU, 'clue', 'grantExtension')).toBeUndefined();
  });

  it('offers what is done on a report to nobody who sees none', () => {
    const readers = POLICY.filter(({ of }) => of === 'report').map(({ role }) => role);
    const offered = Object.values(EU.workflows['report']).flatMap(({ by }) => by);
    expect(
      offered.filter((role) => role !== 'system' && !readers.some((one) => one === role)),
    ).toEqual([]);
  });
});
