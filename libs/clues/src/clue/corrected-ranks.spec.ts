import type { Json } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { takeOver } from '../testing/ledger.js';
import { clueCalled, House, RULES } from '../testing/house.js';
import { TWIN } from '../testing/neighbours.js';
import { after } from '../testing/given.js';
import { investigate, verifiedAgain } from '../testing/handled.js';
import { CN3, type PersonId } from '../testing/office.js';
import { type Command, command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { idOfEvent } from '../testing/told.js';

const A = clueCalled('a');
const zhao = (rankCode: string) => [{ personId: 'zhao', managingOrganId: 'nayong', rankCode }];
const investigated = (rankCode: string) =>
  takeOver('investigating', { subjects: zhao(rankCode), officers: ['li', 'fang'] });
const withdraw = command('withdrawCase').because('nothing was found');
const add = (rankCode: string) =>
  command('addCasePerson', { personId: 'sun', managingOrganId: 'nayong', rankCode })
    .because('he signed too')
    .by('li')
    .on('2021-10-11');

/** Up to the filing of its case, decided by Bijie wherever ranks decide. */
function filedOf(rankCode: string): Command[] {
  return SITUATIONS.investigating.map((one) => {
    const { name, input, when = '2021-09-01' } = one.asked;
    const { subjects = [] } = input as { readonly subjects?: readonly object[] }; // of the discovery
    const [first, ...others] = subjects;
    if (name === 'discover')
      return command(name, { ...input, subjects: [{ ...first, rankCode }, ...others] })
        .by('an')
        .on(when);
    return BY_RANK.includes(name) ? command(name, input).by('kong').on(when) : one;
  });
}

const BY_RANK = ['approveDisposal', 'concludeVerification', 'startInvestigation'];

/** A clue of Nayong with its case, each as it stands after what was given. */
class Ranked {
  readonly house: House;
  readonly file: string;

  constructor(rankCode: string) {
    this.house = new House({ ...RULES, procedure: CN3 }).done(A, investigated(rankCode));
    this.file = `case-${this.house.clue(A).caseId}`;
  }

  added(rankCode: string): this {
    this.house.done(this.file, add(rankCode));
    return this;
  }

  /** The code where it is refused. */
  given(stream: string, asked: Command): string | undefined {
    const before = this.house.copy();
    try {
      this.house.done(stream, asked);
      return undefined;
    } catch (error) {
      expect(this.house.events(stream)).toEqual(before.events(stream));
      return error instanceof Error ? error.message.replace(/^.*found /, '') : String(error);
    }
  }

  withdrawnBy(who: PersonId): string | undefined {
    return this.given(this.file, withdraw.by(who).on('2021-11-01'));
  }

  corrected(rankCode: string, was: string, who: PersonId): string | undefined {
    const { eventId } = this.house.events(A)[0];
    return this.correct(who, eventId, { field: 'subjects', old: zhao(was), new: zhao(rankCode) });
  }

  /** Of sun, whom li has added. */
  correctedOfAdded(rankCode: Json, was: string, who: PersonId, field = 'rankCode') {
    const { eventId } = this.house.events(this.file).at(-1) ?? { eventId: '' };
    return this.correct(who, eventId, { field, old: was, new: rankCode });
  }

  private correct(who: PersonId, targetEventId: string, fact: object): string | undefined {
    const input = { targetEventId, ...fact };
    return this.given(
      A,
      command('correctFact', input).because('looked up').by(who).on('2021-10-18'),
    );
  }
}

describe('a rank that is corrected while there is a case', () => {
  it('decides who decides on the case from then on', () => {
    const lower = new Ranked('division-head');
    expect(lower.withdrawnBy('gao')).toBe('wrong-organ');
    expect(lower.corrected('section-head', 'division-head', 'kong')).toBeUndefined();
    expect(lower.withdrawnBy('gao')).toBeUndefined();
    const higher = new Ranked('section-head');
    expect(higher.corrected('division-head', 'section-head', 'kong')).toBeUndefined();
    expect(higher.withdrawnBy('gao')).toBe('wrong-organ');
    expect(higher.withdrawnBy('kong')).toBeUndefined();
  });

  it('counts no more as it was when the case was filed', () => {
    const house = new House({ ...RULES, procedure: CN3 }).done(A, ...filedOf('division-head'));
    const file = `case-${house.clue(A).caseId}`;
    const [{ eventId, data }, ...others] = house.events(A);
    expect(others.find(({ type }) => type === 'InvestigationStarted')?.data.ranks).toEqual({
      zhao: ['division-head'],
    });
    const input = { targetEventId: eventId, field: 'subjects', old: data.subjects };
    const [first, second] = data.subjects as readonly { personId: string }[]; // of the discovery
    const next = [{ ...first, rankCode: 'section-head' }, second];
    const fact = command('correctFact', { ...input, new: next })
      .because('looked up')
      .by('kong');
    house.done(A, fact.on('2021-11-22')).done(file, withdraw.by('gao').on('2021-11-23'));
    expect(house.state(file).state).toBe('withdrawn');
  });

  it('is corrected where it is decided, before and after', () => {
    expect(new Ranked('division-head').corrected('staff', 'division-head', 'gao')).toBe(
      'decided-above',
    );
    expect(new Ranked('staff').corrected('division-head', 'staff', 'gao')).toBe('decided-above');
  });

  it('leaves the case to others no more where none is known any longer', () => {
    const of = new Ranked('division-head');
    const { eventId } = of.house.events(A)[0];
    const input = {
      ...{ targetEventId: eventId, field: 'subjects', old: zhao('division-head') },
      new: [{ personId: 'zhao', managingOrganId: 'nayong' }],
    };
    const forget = command('correctFact', input).because('a namesake').by('kong').on('2021-10-18');
    expect(of.given(A, forget)).toBeUndefined();
    expect(of.withdrawnBy('gao')).toBeUndefined();
  });
});

describe('the rank of somebody who was added to the case', () => {
  it('is corrected on its clue', () => {
    const of = new Ranked('staff').added('division-head');
    expect(of.withdrawnBy('gao')).toBe('wrong-organ');
    expect(of.correctedOfAdded('section-head', 'division-head', 'kong')).toBeUndefined();
    expect(of.house.events(A).at(-1)?.data).toMatchObject({ ofAdded: 'sun', approvedBy: 'kong' });
    expect(of.withdrawnBy('gao')).toBeUndefined();
  });

  it('is corrected again from what it was corrected to', () => {
    const of = new Ranked('staff').added('section-head');
    expect(of.correctedOfAdded('division-head', 'section-head', 'kong')).toBeUndefined();
    expect(of.correctedOfAdded('staff', 'section-head', 'kong')).toBe('old-value-differs');
    expect(of.correctedOfAdded('staff', 'division-head', 'kong')).toBeUndefined();
    expect(of.withdrawnBy('gao')).toBeUndefined();
  });

  it.each<[string, Json, PersonId, string]>([
    ['by those who would decide by it', 'staff', 'gao', 'decided-above'],
    ['to one that there is not', 'emperor', 'kong', 'no-such-rank'],
    ['to what is no rank', 7, 'kong', 'not-correctable'],
    ['to one on which nobody decides', 'minister', 'ren', 'no-organ-for-rank'],
  ])('is not corrected %s', (_, rank, who, code) => {
    const of = new Ranked('staff').added('division-head');
    expect(of.correctedOfAdded(rank, 'division-head', who)).toBe(code);
  });

  it('is what a second case was told, where that of a first was corrected', () => {
    const house = new House({ ...RULES, procedure: CN3 }).done(A, ...SITUATIONS.investigating);
    const caseOfIt = () => `case-${house.clue(A).caseId}`;
    const added = (day: string) => house.done(caseOfIt(), add('division-head').on(day));
    const [{ eventId }] = added('2021-11-17').events(caseOfIt()).slice(-1);
    const input = { targetEventId: eventId, field: 'rankCode', old: 'division-head', new: 'staff' };
    house.done(A, command('correctFact', input).because('a slip').by('kong').on('2021-11-18'));
    house.done(caseOfIt(), withdraw.by('gao').on('2022-01-10'));
    house.done(
      A,
      command('settle', { outcome: 'clarified' }).by('chen').on('2022-01-11'),
      command('reopen', { evidence: 'a ledger' }).because('new').by('gao').on('2022-02-11'),
      ...verifiedAgain,
      investigate.on('2022-02-22'),
    );
    added('2022-02-23');
    expect(() => house.done(caseOfIt(), withdraw.by('gao').on('2022-02-24'))).toThrow(
      'wrong-organ',
    );
    house.done(caseOfIt(), withdraw.by('kong').on('2022-02-24'));
  });

  it('is corrected by others than who added him, and nothing else of him is', () => {
    const of = new Ranked('staff').added('division-head');
    expect(of.correctedOfAdded('guizhou', 'nayong', 'kong', 'managingOrganId')).toBe(
      'not-correctable',
    );
    const { eventId } = of.house.events(of.file).at(-1) ?? { eventId: '' };
    const input = { targetEventId: eventId, field: 'rankCode', old: 'division-head', new: 'staff' };
    const own = command('correctFact', input).because('a slip').by('li', 'leader').on('2021-10-18');
    expect(of.given(A, own)).toBe('four-eyes');
  });
});

const PART = { subjects: ['zhao'], reports: [], managedBy: {}, recused: [], inherits: [] };
const RANKS = { zhao: ['division-head'] };
const part = after(
  command('openSplitOff', {
    ...{ ...PART, parent: TWIN, ranks: RANKS, intake: [] },
    ...{ organ: 'nayong', level: 'L1', stage: 'withUnit' },
  })
    .bySystem()
    .on('2021-09-08'),
).under(CN3);
const merged = after(
  ...SITUATIONS['withUnit+officers'],
  command('takeMerged', { ...PART, clueId: TWIN, ranks: RANKS })
    .bySystem()
    .on('2021-09-14'),
).under(CN3);
const correct = (ordinal: number, ranks: Json) =>
  command('correctFact', {
    ...{ targetEventId: idOfEvent(ordinal), field: 'ranks', old: RANKS, new: ranks },
  })
    .because('looked up')
    .by('kong');
const corrected = (ordinal: number, ranks: Json) =>
  event('FactCorrected', {
    ...{ targetEventId: idOfEvent(ordinal), field: 'ranks', old: RANKS, new: ranks },
    approvedBy: 'kong',
  });
const LAST = SITUATIONS['withUnit+officers'].length + 1;

behaviour('the ranks that came along', {
  'into a part are corrected there': part
    .when(correct(1, { zhao: ['staff'] }))
    .then(corrected(1, { zhao: ['staff'] })),
  'with a merger too': merged
    .when(correct(LAST, { zhao: ['staff'] }))
    .then(corrected(LAST, { zhao: ['staff'] })),
  'by those who decide on them alone': part
    .when(correct(1, { zhao: ['bureau-director'] }))
    .refused('decided-above'),
  'are of those who came': part.when(correct(1, { sun: ['staff'] })).refused('not-a-subject'),
  'are some that there are': part
    .when(correct(1, { zhao: ['staff', 'emperor'] }))
    .refused('no-such-rank', {
      ...{ field: 'new.zhao', found: 'emperor' },
      expected: ['minister', 'bureau-director', 'division-head', 'section-head', 'staff', 'none'],
    }),
  'are lists of them': part.when(correct(1, { zhao: 'staff' })).refused('not-correctable'),
  'and of nothing else': part.when(correct(1, { zhao: [7] })).refused('not-correctable'),
});
