import type { Json } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { CASE_SITUATIONS, report, signsOf, take } from '../testing/case-situations.js';
import { agreed, movedIn } from '../testing/correcting-times.js';
import { afterInCaseUnder, givenCase } from '../testing/given.js';
import { clueCalled, House, RULES } from '../testing/house.js';
import { CN5, type PersonId } from '../testing/office.js';
import { toldBy } from '../testing/played.js';
import { endOf, nine } from '../testing/rows.js';
import { command, event, type Command } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import {
  CASE_STREAM,
  DIGEST,
  happened,
  idOfEvent,
  tell,
  wholeDay,
  type Told,
} from '../testing/told.js';
import { caseWork, type Case } from './case.js';

// filed 1 · signed 2, 3 · reported 4 · accepted 5 · decided 6 · executed 7
const decided = after(...CASE_SITUATIONS.decided);
const idOf = (version: number) => idOfEvent(version, CASE_STREAM);

// filed 1 · signed by both on the seventeenth 2, 3 · otherwise by the first of them 4
const signedTwice = after(
  ...CASE_SITUATIONS.underInvestigation,
  ...signsOf('2021-12-17'),
  command('signInvestigationReport', { digest: '4c'.repeat(32) })
    .by('li')
    .on('2021-12-20'),
);

function after(...commands: readonly Command[]) {
  return afterInCaseUnder(CN5, ...commands);
}

const OF_CASE = { stream: CASE_STREAM, level: 'L2' };

/** And another stood for it that a time is moved to that day. */
function agreedAfter(day: string, ...commands: readonly Command[]) {
  const play = { workflow: caseWork, procedure: CN5, stream: CASE_STREAM };
  return givenCase(...toldBy(play, commands), agreed(day, OF_CASE)).under(CN5);
}

/** The decision was told on the twenty-fourth, after these. */
function decidedLate(...before: readonly Told[]) {
  const play = { workflow: caseWork, procedure: CN5, stream: CASE_STREAM };
  const told = toldBy(play, CASE_SITUATIONS.decided);
  const decision = { ...told[5], recorded: '2022-01-24' };
  return givenCase(...told.slice(0, 5), ...before, decision).under(CN5);
}

function correct(version: number, field: string, old: Json, next: Json) {
  const input = { targetEventId: idOf(version), field, old, new: next };
  return command('correctFact', input).because('the minutes say otherwise').on('2022-01-31');
}

const moved = (version: number, from: string, to: string) =>
  correct(version, 'happenedAt', { ...happened(from) }, to);

behaviour('correcting when something of a case happened', {
  'leaves both times and who approved it': agreedAfter('2022-01-07', ...CASE_SITUATIONS.decided)
    .when(moved(6, '2022-01-10', '2022-01-07').by('hu'))
    .then(
      event('FactCorrected', {
        ...{ targetEventId: idOf(6), field: 'happenedAt', approvedBy: 'hu' },
        ...{ old: { ...happened('2022-01-10') }, new: { ...wholeDay('2022-01-07') } },
      }),
    ),
  'is possible once all is executed, and at an organ above': agreedAfter(
    '2022-01-21',
    ...CASE_SITUATIONS.executed,
  )
    .when(moved(7, '2022-01-24', '2022-01-21').by('ren'))
    .then(
      event('FactCorrected', {
        ...{ targetEventId: idOf(7), field: 'happenedAt', approvedBy: 'ren' },
        ...{ old: { ...happened('2022-01-24') }, new: { ...wholeDay('2022-01-21') } },
      }),
    ),
  'is refused to the one who told it': decided
    .when(moved(6, '2022-01-10', '2022-01-07').by('gao'))
    .refused('four-eyes'),
  'in whatever office': decided
    .when(moved(5, '2021-12-27', '2021-12-24').by('shi', 'leader'))
    .refused('four-eyes'),
  'is for leaders': decided
    .when(moved(6, '2022-01-10', '2022-01-07').by('tan'))
    .refused('wrong-role', { expected: ['leader'] }),
  'asks for the reason': decided
    .when(
      command('correctFact', {
        ...{ targetEventId: idOf(6), field: 'happenedAt', new: '2022-01-07' },
        old: { ...happened('2022-01-10') },
      }).by('hu'),
    )
    .refused('required', { field: 'reason' }),
  'starts from what stands there': decided
    .when(moved(6, '2022-01-11', '2022-01-07').by('hu'))
    .refused('old-value-differs'),
  'goes no further than the record': decided
    .when(moved(6, '2022-01-10', '2022-01-11').by('hu'))
    .refused('happened-after-record', { expected: '2022-01-10', found: '2022-01-11' }),
  'leaves the decision behind the acceptance': decided
    .when(moved(6, '2022-01-10', '2021-12-24').by('hu'))
    .refused('happened-before-previous'),
  'leaves the report behind its signatures': decided
    .when(moved(4, '2021-12-20', '2021-12-16').by('hu'))
    .refused('happened-before-previous'),
  'leaves what one person signed last the last': signedTwice
    .when(moved(4, '2021-12-20', '2021-12-16').by('hu'))
    .refused('happened-before-previous'),
  'is of an event of this case': decided
    .when(moved(9, '2022-01-10', '2022-01-07').by('hu'))
    .refused('no-such-fact'),
  'touches nothing else': decided
    .when(correct(4, 'finding', 'violation', 'crime').by('hu'))
    .refused('not-correctable'),
  'leaves what a process told of the clue where it was': after(
    ...CASE_SITUATIONS.underInvestigation,
    command('changeCaseOfficers', { leaving: 'fang', recused: true }).bySystem().on('2021-11-22'),
  )
    .when(moved(2, '2021-11-22', '2021-11-19').by('hu'))
    .refused('not-correctable'),
});

// filed 1 · Wu comes for Fang 2 · signs 3
const joined = [
  ...CASE_SITUATIONS.underInvestigation,
  command('changeCaseOfficers', { leaving: 'fang', joining: 'wu', recused: false })
    .bySystem()
    .on('2021-11-22'),
];
const byWu = command('signInvestigationReport', { digest: DIGEST }).by('wu');

behaviour('the signature of one who came to investigate', {
  'is not told as of before he came': after(...joined)
    .when(byWu.on('2021-11-19').recorded('2021-11-25'))
    .refused('happened-before-previous'),
  'nor moved there': after(...joined, byWu.on('2021-11-25'))
    .when(moved(3, '2021-11-25', '2021-11-19').by('hu'))
    .refused('happened-before-previous'),
  'may be moved to the day on which he came': agreedAfter(
    '2021-11-22',
    ...joined,
    byWu.on('2021-11-25'),
  )
    .when(moved(3, '2021-11-25', '2021-11-22').by('hu'))
    .then(
      event('FactCorrected', {
        ...{ targetEventId: idOf(3), field: 'happenedAt', approvedBy: 'hu' },
        ...{ old: { ...happened('2021-11-25') }, new: { ...wholeDay('2021-11-22') } },
      }),
    ),
});

/** As if it had been decided on the tenth: the countersignature of the nineteenth stands behind it. */
const late = decidedLate(
  tell('hu', {
    ...{ type: 'LateEntryCountersigned', aside: true, on: '2022-01-19', stream: CASE_STREAM },
    data: { command: 'decide', day: '2022-01-10' },
  })(),
  agreed('2022-01-20', OF_CASE),
);

behaviour('correcting a decision that was told behind a countersignature', {
  'moves it on past the countersignature': late
    .when(moved(8, '2022-01-10', '2022-01-20').by('hu'))
    .then(
      event('FactCorrected', {
        ...{ targetEventId: idOf(8), field: 'happenedAt', approvedBy: 'hu' },
        ...{ old: { ...happened('2022-01-10') }, new: { ...wholeDay('2022-01-20') } },
      }),
    ),
});

const A = clueCalled('a');
const INVEST = { obligation: 'invest' };

/** A clue and its case; it was extended on the tenth of December, between signatures and report. */
class Filed {
  readonly house = new House({ ...RULES, procedure: CN5 }).done(A, ...SITUATIONS.investigating);
  readonly file = `case-${this.house.clue(A).caseId}`;

  extended(): this {
    this.house.done(this.file, ...signsOf('2021-12-08'));
    this.house.done(
      A,
      command('requestExtension', INVEST).because('abroad').by('li').on('2021-12-09'),
      command('grantExtension', INVEST).by('gao').on('2021-12-10'),
    );
    this.house.done(this.file, report);
    return this;
  }

  /** The code where it is refused. */
  moved(type: string, to: string, by: PersonId, stream = this.file): string | undefined {
    return movedIn(this.house, { stream, type, to, by });
  }

  clock(code: string) {
    return this.house.clocks(A).find((one) => one.code === code);
  }
}

describe('the clocks of a case whose times are corrected', () => {
  it('run from the corrected time, as its clue tells them', () => {
    const of = new Filed();
    of.house.done(of.file, ...signsOf('2021-12-17'), report, take);
    expect(of.clock('adjudicate')).toMatchObject({ due: endOf('2022-01-27') });
    expect(of.moved('AdjudicationAccepted', '2021-12-22', 'hu')).toBeUndefined();
    expect(of.clock('accept')).toMatchObject({ endedAt: `2021-12-21T16:00:00.000Z` });
    expect(of.clock('adjudicate')).toMatchObject({ due: endOf('2022-01-24') });
  });

  it('keep the extensions that its clue tells: what begins or ends one is not moved over them', () => {
    const of = new Filed().extended();
    const report = 'InvestigationReportSubmitted';
    expect(of.moved(report, '2021-12-09', 'hu')).toBe('happened-before-previous');
    expect(of.moved(report, '2021-12-13', 'hu')).toBeUndefined();
    expect(of.clock('invest')).toMatchObject({ due: endOf('2022-03-15') });
  });

  it('begin with the filing, which is corrected by another than who started the investigation', () => {
    const of = new Filed();
    expect(of.moved('InvestigationStarted', '2021-11-13', 'hu', A)).toBeUndefined();
    expect(of.moved('CaseFiled', '2021-11-13', 'gao')).toBe('four-eyes');
    expect(of.clock('invest')).toMatchObject({ startedAt: nine('2021-11-15') });
    expect(of.moved('CaseFiled', '2021-11-13', 'hu')).toBeUndefined();
    expect(of.clock('invest')).toMatchObject({ startedAt: '2021-11-12T16:00:00.000Z' });
  });
});

describe('a case whose times are corrected', () => {
  it('is filed no earlier than its clue is', () => {
    const of = new Filed();
    expect(of.moved('CaseFiled', '2021-11-14', 'hu')).toBe('happened-before-previous');
    expect(of.moved('CaseFiled', '2021-11-15', 'hu')).toBeUndefined();
  });

  it('is over before its clue is settled', () => {
    const of = new Filed();
    const { subjects } = of.house.state<Case>(of.file);
    const decisions = subjects.map((personId) => ({ personId, measure: 'warning', form: 2 }));
    const decide = command('decide', { decisions }).by('gao').on('2022-01-10');
    of.house.done(of.file, ...signsOf('2021-12-17'), report, take, decide);
    const executed = subjects.map((personId) => command('executeDecision', { personId }).by('gao'));
    const late = (one: Command) => one.on('2022-01-20').recorded('2022-01-24');
    of.house.done(of.file, ...executed.map(late));
    of.house.done(A, command('settle', { outcome: 'sanctioned' }).by('chen').on('2022-01-21'));
    expect(of.moved('DecisionExecuted', '2022-01-22', 'hu')).toBe('happened-before-previous');
    expect(of.moved('DecisionExecuted', '2022-01-21', 'hu')).toBeUndefined();
  });
});
