import { idOf } from '@cluetrail/event-sourcing';
import type { CaseState } from './case/state.js';
import { clueCalled, House } from './testing/house.js';
import {
  accept,
  allocate,
  allow,
  check,
  classify,
  discover,
  letGo,
  transfer,
} from './testing/handled.js';
import { endOf } from './testing/rows.js';
import { command } from './testing/said.js';
import { SITUATIONS } from './testing/situations-v2.js';
import { DIGEST, happened } from './testing/told.js';

const A = clueCalled('a');
const WITH_UNIT = [discover, check, classify, allocate, allow, transfer, accept];

function open(house: House, stream: string) {
  return Object.fromEntries(
    house
      .clocks(stream)
      .filter(({ state }) => state === 'open')
      .map(({ code, due }) => [code, due]),
  );
}

/** Domain reference §3.9, on the real rows, rules, clocks and processes. */
describe('acceptance scenarios of the whole procedure', () => {
  it('(6) transfer refused on day 4 with reason, dispute decided by the prefecture', () => {
    const house = new House().done(
      A,
      ...WITH_UNIT,
      letGo('qianxi'),
      command('transfer', { to: 'qianxi', direction: 'across' }).by('chen').on('2021-09-13'),
      command('refuseTransfer')
        .because('the office is in Nayong')
        .by('chen', 'clue-admin', 'qianxi')
        .on('2021-09-17'),
    );
    expect(house.clue(A)).toMatchObject({
      state: 'returned',
      organ: 'nayong',
      refusedBy: 'qianxi',
    });
    expect(house.clocks(A).findLast(({ code }) => code === 'sign')).toMatchObject({
      state: 'met',
      daysLate: 0,
    });
    house.done(
      A,
      command('disputeTransfer').because('the money went to Qianxi').by('chen').on('2021-09-18'),
      command('determineJurisdiction', { organ: 'qianxi' })
        .because('where the money went')
        .by('kong')
        .on('2021-09-22'),
    );
    expect(house.clue(A)).toMatchObject({ state: 'withUnit', organ: 'qianxi' });
    // Whoever has it, the month from the 8th goes on.
    expect(open(house, A)['dispose']).toBe(endOf('2021-10-08'));
  });

  it('(9) merge of three, the survivor is due when the earliest of them was', () => {
    const [B, C] = [clueCalled('b'), clueCalled('c')];
    const about = (personId: string, day: string) => [
      command('discover', {
        source: 'audit',
        subjects: [{ personId, managingOrganId: 'nayong' }],
        summary: 'accounts do not add up',
      })
        .by('an')
        .on(day),
      command('designate', { organ: 'nayong' }).because('it is theirs').by('ren').on(day),
    ];
    const into = command('mergeInto', { survivor: idOf(C) })
      .because('one matter')
      .by('gao')
      .on('2021-09-24');
    const house = new House()
      .done(A, ...about('zhao', '2021-09-01'))
      .done(B, ...about('qian', '2021-09-13'))
      .done(C, ...about('sun', '2021-09-22'));
    const [first] = [A, B, C].map((stream) => String(open(house, stream)['dispose'])).toSorted();
    house.done(B, into).done(A, into);
    expect([A, B].map((stream) => house.clue(stream).survivor)).toEqual([idOf(C), idOf(C)]);
    expect(house.clue(C).subjects.toSorted()).toEqual(['qian', 'sun', 'zhao']);
    expect(open(house, C)).toEqual({ dispose: first, approve: first });
  });

  it('(10) recused officer tries to act: rejected, whatever he tries', () => {
    const house = new House().done(A, ...SITUATIONS['withUnit+recused']);
    const before = house.events(A).length;
    const wang = (role: string) => [{ personId: 'wang', role, organId: 'nayong' }];
    const order = { happenedAt: happened('2021-09-20'), commandId: 'x', reason: 'as asked' };
    const tried = [
      {
        ...order,
        name: 'proposeDisposal',
        input: { way: 'hold' },
        capacities: wang('case-officer'),
      },
      { ...order, name: 'prioritise', input: { priority: 'normal' }, capacities: wang('leader') },
      {
        ...order,
        name: 'reportInterference',
        input: { who: 'me', how: 'asked' },
        capacities: wang('unit-head'),
      },
    ].map((one) => house.give(A, one));
    expect(tried).toEqual(['actor-recused', 'actor-recused', 'actor-recused']);
    expect(house.events(A)).toHaveLength(before);
    // What is in the log for good: who asked, on which ground, and who decided.
    expect(
      house
        .events(A)
        .slice(-2)
        .map(({ type, actor }) => [type, actor.personId]),
    ).toEqual([
      ['RecusalRequested', 'li'],
      ['RecusalDecided', 'gao'],
    ]);
  });

  it('(12) reopen after closure with new evidence: clocks begin anew, reporters are told anew', () => {
    const house = new House().done(A, ...SITUATIONS.archived);
    expect(open(house, A)).toEqual({});
    house.done(
      A,
      command('reopen', { evidence: 'a second ledger' })
        .because('it was found in the cellar')
        .by('gao')
        .on('2021-11-15'),
    );
    expect(house.clue(A)).toMatchObject({
      ...{ state: 'disposalPending', answeredReports: [], extended: {} },
      subjects: ['zhao', 'qian'],
    });
    expect(house.clue(A).disposal).toBeUndefined();
    expect(open(house, A)).toEqual({ dispose: endOf('2021-12-15'), approve: endOf('2021-12-15') });
  });

  it('(13) adjudication returns twice for a supplement, a third return is rejected', () => {
    const house = new House().done(A, ...SITUATIONS.investigating);
    const file = `case-${house.clue(A).caseId}`;
    const sign = command('signInvestigationReport', { digest: DIGEST });
    const round = (day: string) => [
      sign.by('li').on(day),
      sign.by('fang').on(day),
      command('concludeInvestigation', { finding: 'violation', digest: DIGEST }).by('li').on(day),
      command('acceptForAdjudication', { panel: ['shi', 'tan'] })
        .by('shi')
        .on(day),
    ];
    const back = command('returnForSupplement').because('the ledger is missing').by('shi');
    house.done(file, ...round('2021-12-20'), back.on('2021-12-21'));
    house.done(file, ...round('2022-01-10'), back.on('2022-01-11'), ...round('2022-02-10'));
    expect(() => house.done(file, back.on('2022-02-11'))).toThrow('no-further-supplement');
    expect(house.state<CaseState>(file)).toMatchObject({ state: 'adjudicating', supplements: 2 });
    expect(house.clue(A).state).toBe('adjudicating');
  });
});
