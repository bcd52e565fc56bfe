import { idOf } from '@cluetrail/event-sourcing';
import {
  CASE_ID,
  CASE_STREAM,
  DIGEST,
  filed,
  idOfClue,
  reported,
  stamped,
  STREAM,
  upTo,
} from '../testing/told.js';
import { DECISIONS } from '../testing/case-situations.js';
import type { CaseState } from '../case/state.js';
import { investigate, verifiedAgain } from '../testing/handled.js';
import { clueCalled, House, RULES } from '../testing/house.js';
import { CN } from '../testing/office.js';
import { command, type Command } from '../testing/said.js';
import { CLUE_SITUATIONS } from '../testing/situations.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { excludedFromClue } from '../projections/known.js';
import { investigation } from './investigation.js';

describe('the process of an investigation', () => {
  it('opens the case that the clue names, with its officers, subjects, organ and level', () => {
    const started = stamped(upTo('InvestigationStarted')).at(-1);
    expect(started && investigation.on['InvestigationStarted'](started)).toEqual([
      {
        step: 'open-case',
        kind: 'case',
        stream: CASE_STREAM,
        command: 'fileCase',
        input: {
          clueIds: [idOfClue],
          officers: ['li', 'fang'],
          subjects: ['zhao'],
          organ: 'nayong',
          level: 'L1',
        },
      },
    ]);
  });

  it('moves every clue of the case on when it has reported, each by a step of its own', () => {
    const other = '5e3b9a58-2021-5003-9a58-0d6f7b525c0f';
    const data = { finding: 'violation', clueIds: [idOfClue, other] };
    const report = stamped([filed(), reported({ data })])[1];
    expect(investigation.on['InvestigationReportSubmitted'](report)).toEqual(
      [STREAM, `clue-${other}`].map((stream) => ({
        step: `answer-${stream.slice('clue-'.length)}`,
        kind: 'clue',
        stream,
        command: 'recordInvestigationConcluded',
        input: { caseId: CASE_ID },
      })),
    );
  });
});

const A = clueCalled('a');
const investigating = SITUATIONS.investigating;
const DIGESTED = { finding: 'violation', digest: DIGEST };
const sign = (who: 'li' | 'fang' | 'wang', day: string) =>
  command('signInvestigationReport', { digest: DIGEST }).by(who).on(day);
const report = (day: string) => command('concludeInvestigation', DIGESTED).by('li').on(day);
const take = (day: string) =>
  command('acceptForAdjudication', { panel: ['shi', 'tan'] })
    .by('shi')
    .on(day);
const back = (name: string, day: string) =>
  command(name).because('a ledger is missing').by('shi').on(day);
const round = (sign1: string, day: string, day2: string): Command[] => [
  sign('li', sign1),
  sign('fang', sign1),
  report(day),
  take(day2),
];
const decide = (...decisions: readonly object[]) =>
  command('decide', { decisions }).by('gao').on('2022-03-01');
const execute = (personId: string, day: string) =>
  command('executeDecision', { personId }).by('gao').on(day);

const filedAgain = [...verifiedAgain, investigate.on('2022-02-22')];

class Investigated {
  readonly house = new House().done(A, ...investigating);
  readonly file = `case-${this.house.clue(A).caseId}`;

  done(...commands: readonly Command[]): this {
    this.house.done(this.file, ...commands);
    return this;
  }

  states(): readonly string[] {
    return [this.house.clue(A).state, this.house.state(this.file).state];
  }

  types(): readonly string[] {
    return this.house
      .events(A)
      .slice(-1)
      .map(({ type }) => type);
  }

  open(): readonly string[] {
    return this.house
      .clocks(A)
      .filter(({ state }) => state === 'open')
      .map(({ code, dueOn }) => `${code} ${dueOn}`);
  }
}

describe('an investigation under the whole procedure', () => {
  it('goes through report, adjudication, two supplements, decision and execution per person, and brings the clue along', () => {
    const of = new Investigated();
    expect(of.states()).toEqual(['investigating', 'underInvestigation']);
    expect(of.open()).toEqual(['assigned 2021-12-03', 'invest 2022-02-15']);
    of.done(...round('2021-12-17', '2021-12-20', '2021-12-27'));
    expect(of.states()).toEqual(['adjudicating', 'adjudicating']);
    expect(of.open()).toEqual(['assigned 2021-12-03', 'adjudicate 2022-01-27']);
    of.done(back('returnForSupplement', '2021-12-30'));
    expect(of.states()).toEqual(['investigating', 'underInvestigation']);
    expect(of.open()).toEqual(['assigned 2021-12-03', 'supplement 2022-01-30']);
    of.done(...round('2022-01-10', '2022-01-11', '2022-01-12'));
    of.done(
      back('returnForSupplement', '2022-01-13'),
      ...round('2022-02-10', '2022-02-11', '2022-02-14'),
    );
    of.done(decide(...DECISIONS));
    expect(of.states()).toEqual(['decided', 'decided']);
    expect(of.open()).toEqual(['assigned 2021-12-03', 'execute 2022-04-01']);
    of.done(execute('zhao', '2022-03-10'));
    expect(of.states()).toEqual(['closing', 'executed']);
    expect(of.types()).toEqual(['InvestigationConcluded']);
    expect(of.open()).toEqual(['assigned 2021-12-03']);
  });

  it('waits for the last of several executions', () => {
    const both = DECISIONS.map((one) => ({ ...one, measure: 'warning' }));
    const of = new Investigated().done(
      ...round('2021-12-17', '2021-12-20', '2021-12-27'),
      decide(...both),
    );
    of.done(execute('qian', '2022-03-10'));
    expect(of.states()).toEqual(['decided', 'decided']);
    of.done(execute('zhao', '2022-03-11'));
    expect(of.states()).toEqual(['closing', 'executed']);
  });

  it('closes the clue at once where nothing is to be executed', () => {
    const none = DECISIONS.map((one) => ({ ...one, measure: 'none' }));
    const of = new Investigated().done(
      ...round('2021-12-17', '2021-12-20', '2021-12-27'),
      decide(...none),
    );
    expect(of.states()).toEqual(['closing', 'executed']);
    expect(of.open()).toEqual(['assigned 2021-12-03']);
  });

  it('closes the clue when the case is withdrawn, and is investigated again when it is returned so', () => {
    const of = new Investigated().done(...round('2021-12-17', '2021-12-20', '2021-12-27'));
    of.done(back('returnForReinvestigation', '2021-12-30'));
    expect(of.states()).toEqual(['investigating', 'underInvestigation']);
    expect(of.open()).toEqual(['assigned 2021-12-03', 'invest 2022-03-30']);
    of.done(command('withdrawCase').because('nothing was found').by('gao').on('2022-01-10'));
    expect(of.states()).toEqual(['closing', 'withdrawn']);
  });

  it('takes off the case who was recused from the clue or replaced there', () => {
    const of = new Investigated();
    of.house.done(
      A,
      command('requestRecusal', { officer: 'fang', ground: 'witness' })
        .because('he was there')
        .by('li')
        .on('2021-11-16'),
      command('decideRecusal', { officer: 'fang', granted: true }).by('gao').on('2021-11-17'),
      command('replaceOfficer', { leaving: 'li', joining: 'wu' })
        .because('promoted')
        .by('du')
        .on('2021-11-18'),
    );
    expect(of.house.state<CaseState>(of.file)).toMatchObject({
      officers: ['wu'],
      former: ['fang', 'li'],
      recused: ['fang'],
    });
  });

  it('keeps whom the case was about from the clue, also where that is looked into again', () => {
    const of = new Investigated().done(
      command('addCasePerson', { personId: 'wu', managingOrganId: 'nayong' })
        .because('he signed too')
        .by('li')
        .on('2021-12-01'),
      ...round('2021-12-17', '2021-12-20', '2021-12-27'),
      command('withdrawCase').because('nothing was found').by('gao').on('2022-01-10'),
    );
    of.house.done(
      A,
      command('settle', { outcome: 'clarified' }).by('chen').on('2022-01-11'),
      command('reopen', { evidence: 'a ledger' }).because('new').by('gao').on('2022-02-11'),
    );
    const assigned = (officer: string) => () =>
      of.house.done(
        A,
        command('assignOfficers', { officers: ['li', officer] })
          .by('du')
          .on('2022-02-14'),
      );
    expect(assigned('wu')).toThrow('found officer-is-subject');
    assigned('wang')();
    of.house.done(A, ...filedAgain);
    const joins = () =>
      of.house.done(
        A,
        command('replaceOfficer', { leaving: 'fang', joining: 'wu' })
          .because('promoted')
          .by('du')
          .on('2022-02-25'),
      );
    expect(joins).toThrow('found officer-is-subject');
    expect(excludedFromClue(idOf(A), of.house)).toContain('wu');
  });

  it('lets nobody come to investigate who adjudicates it, or whom the case alone is about', () => {
    const add = command('addCasePerson', { personId: 'sun', managingOrganId: 'nayong' }).because(
      'he signed too',
    );
    const of = new Investigated().done(add.by('li').on('2021-12-01'));
    const replaced = (joining: string) => () =>
      of.house.done(
        A,
        command('replaceOfficer', { leaving: 'fang', joining })
          .because('promoted')
          .by('du')
          .on('2021-12-28'),
      );
    expect(replaced('sun')).toThrow('found officer-is-subject');
    const handles = () =>
      of.done(
        command('addCasePerson', { personId: 'wang', managingOrganId: 'nayong' })
          .because('so did he')
          .by('li')
          .on('2021-12-02'),
      );
    // He verified the clue and is named there still.
    expect(of.house.state<CaseState>(of.file).officers).not.toContain('wang');
    expect(handles).toThrow('found officer-is-subject');
    of.done(...round('2021-12-17', '2021-12-20', '2021-12-27'));
    expect(replaced('tan')).toThrow('found adjudicator-investigated');
    replaced('wu')();
    expect(of.house.state<CaseState>(of.file).officers).toEqual(['li', 'wu']);
  });

  it('leaves them on it where the recusal was not granted', () => {
    const of = new Investigated();
    of.house.done(
      A,
      command('requestRecusal', { officer: 'fang', ground: 'witness' })
        .because('he was there')
        .by('li')
        .on('2021-11-16'),
      command('decideRecusal', { officer: 'fang', granted: false }).by('gao').on('2021-11-17'),
    );
    expect(of.house.state<CaseState>(of.file).officers).toEqual(['li', 'fang']);
  });
});

describe('an investigation under the first procedure', () => {
  it('ends with the report, as it ever did', () => {
    const house = new House({ ...RULES, procedure: CN }).done(
      A,
      ...CLUE_SITUATIONS['investigating'],
    );
    const file = `case-${house.clue(A).caseId}`;
    house.done(
      file,
      command('concludeInvestigation', { finding: 'violation' }).by('li').on('2021-12-20'),
    );
    expect([house.clue(A).state, house.state(file).state]).toEqual(['closing', 'reported']);
    expect(house.clocks(A).filter(({ state }) => state === 'open')).toEqual([]);
  });
});
