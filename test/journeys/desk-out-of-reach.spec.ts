import { handledClue } from '../support/handled.js';
import { settled } from '../support/registers.js';
import { Desks } from './desks.js';
import { DIGEST, handedIn, TEAM } from './filed.js';
import { HttpJourney } from './http-journey.js';

const EVERYBODY = [
  ...['intake-nn', 'admin-nn', 'head-nn', 'leader-nn', ...TEAM, 'shi-nn', 'tan-nn'],
  ...['leader-gx', 'head-gx', 'leader-qx'],
];

/** 南宁 has one head of a unit, L3, and two leaders, L4, one of whom is `officer-3-nn`. */
describe('a matter out of reach of those whose step it waits for is on the desks', () => {
  let journey: HttpJourney;
  let clue: string;
  let file: string | undefined;
  beforeAll(async () => {
    journey = await HttpJourney.begin();
  });
  afterAll(() => journey.end());

  const desks = () => new Desks(journey, [clue, file]).holders(EVERYBODY);
  const commandsOf = (as: string, kind: 'clue' | 'case' = 'clue') =>
    new Desks(journey, [clue, file]).commandsOf(as, kind);
  const inClue = (...steps: Parameters<HttpJourney['done']>[1][]) =>
    journey.done(`clues/${clue}`, ...steps);
  const recused = (day: string, officer: string) =>
    inClue(
      [day, 'intake-nn', 'requestRecusal', { officer, ground: 'relative', reason: '亲属' }],
      [day, 'leader-nn', 'decideRecusal', { officer, granted: true }],
    );
  const begin = async (day: string) => {
    journey.office.clock.set(`${day}T08:00:00+08:00`);
    clue = await handledClue(journey.office);
    file = undefined;
    await settled(journey.office);
  };
  const verified = async (day: string) => {
    await begin(day);
    await inClue(
      [day, TEAM[0], 'proposeDisposal', { way: 'verify' }],
      [day, 'head-nn', 'deliberate', { participants: ['head-nn', 'leader-nn', ...TEAM] }],
      [day, 'leader-nn', 'approveDisposal'],
    );
  };

  it('with the unit, an officer recused: of those who assign or replace; its head, too: of the leader', async () => {
    await begin('2022-02-10');
    expect(await desks()).toEqual(TEAM);
    await recused('2022-02-11', TEAM[0]);
    expect(await desks()).toEqual(['head-nn', 'leader-nn', TEAM[1]]);
    await recused('2022-02-11', 'head-nn');
    await recused('2022-02-11', TEAM[1]);
    expect(await desks()).toEqual(['leader-nn']);
    expect(await commandsOf('leader-nn')).toContain('replaceOfficer');
    await journey.employed('nn', {
      'officer-8-nn': 'case-officer',
      'officer-9-nn': 'case-officer',
    });
    const replaced = (leaving: string, joining: string) => ({ leaving, joining, reason: '回避' });
    await inClue(
      ['2022-02-14', 'leader-nn', 'replaceOfficer', replaced(TEAM[0], 'officer-8-nn')],
      ['2022-02-14', 'leader-nn', 'replaceOfficer', replaced(TEAM[1], 'officer-9-nn')],
    );
    expect(await desks()).toEqual([]);
  });

  it('with the unit, nobody assigned, somebody recused who works elsewhere: of its head alone', async () => {
    await begin('2022-02-21');
    await recused('2022-02-21', TEAM[0]);
    await inClue(['2022-02-22', 'leader-gx', 'raise', { reason: '提级' }]);
    expect(await desks()).toEqual(['head-gx']);
  });

  it('approved, the head recused who would begin: of who leads or appoints there, and of the organ above', async () => {
    await verified('2022-03-01');
    expect(await desks()).toEqual(['head-nn', ...TEAM]);
    await recused('2022-03-02', 'head-nn');
    expect(await desks()).toEqual(['admin-nn', 'leader-nn', ...TEAM, 'leader-gx']);
    expect(await commandsOf('leader-gx')).toContain('raise');
  });

  it('released from hold or reopened, an officer replaced who was recused before: of its officers alone', async () => {
    await begin('2022-03-03');
    await recused('2022-03-03', TEAM[0]);
    await journey.employed('nn', { 'officer-8-nn': 'case-officer' });
    const team = ['officer-8-nn', TEAM[1]];
    const replaced = { leaving: TEAM[0], joining: team[0], reason: '回避' };
    const decided = (day: string, way: string) =>
      [
        [day, TEAM[1], 'proposeDisposal', { way }],
        [day, 'head-nn', 'deliberate', { participants: ['head-nn', 'leader-nn', ...team] }],
        [day, 'leader-nn', 'approveDisposal'],
      ] as const;
    await inClue(
      ['2022-03-03', 'head-nn', 'replaceOfficer', replaced],
      ...decided('2022-03-04', 'hold'),
      ['2022-03-04', 'leader-nn', 'hold', { reviewOn: '2022-03-30', reason: '条件不具备' }],
      ['2022-03-05', 'leader-nn', 'release', { reason: '条件具备' }],
    );
    expect(await desks()).toEqual([TEAM[1]]);
    await inClue(
      ...decided('2022-03-05', 'close'),
      ['2022-03-05', 'leader-nn', 'close', { ground: 'untrue', reason: '失实' }],
      ['2022-03-05', 'admin-nn', 'settle', { outcome: 'no-violation' }],
      ['2022-03-06', 'leader-nn', 'reopen', { evidence: '新证据', reason: '新证据' }],
    );
    expect(await desks()).toEqual([TEAM[1]]);
  });

  it('raised above the clearance of its officers: of who puts others in their places', async () => {
    await verified('2022-03-07');
    await inClue(['2022-03-08', 'head-nn', 'startVerification', { team: TEAM }]);
    expect(await desks()).toEqual(TEAM);
    // The head is cleared no further than they are.
    await inClue(['2022-03-09', 'leader-nn', 'classify', { level: 'L4' }]);
    expect(await desks()).toEqual(['leader-nn']);
    expect(await commandsOf('leader-nn')).toContain('replaceOfficer');
    await inClue(['2022-03-10', 'leader-nn', 'classify', { level: 'L2' }]);
    expect(await desks()).toEqual(TEAM);
  });

  it('investigated, who would adjudicate recused: of who may withdraw the case, who appoints, and who is above', async () => {
    await inClue(
      ...TEAM.map(
        (as) => ['2022-03-14', as, 'signVerificationReport', { digest: DIGEST }] as const,
      ),
      [
        ...(['2022-03-14', TEAM[0], 'submitVerificationReport'] as const),
        { digest: DIGEST, findings: [{ matter: '礼金', result: 'partly' }], proposal: 'file' },
      ],
      ['2022-03-15', 'leader-nn', 'concludeVerification', { outcome: 'file' }],
      ['2022-03-15', 'leader-nn', 'startInvestigation', { officers: TEAM }],
    );
    file = (await journey.clue(clue)).caseId;
    await journey.done(`cases/${file}`, ...handedIn('2022-03-21'));
    await recused('2022-03-22', 'shi-nn');
    expect(await desks()).toEqual(['admin-nn', 'leader-nn', ...TEAM, 'tan-nn', 'leader-gx']);
    await recused('2022-03-22', 'tan-nn');
    expect(await desks()).toEqual(['admin-nn', 'leader-nn', ...TEAM, 'leader-gx']);
    expect(await commandsOf('leader-nn', 'case')).toContain('withdrawCase');
    await journey.employed('nn', { 'yan-nn': 'adjudicator', 'lu-nn': 'adjudicator' });
    expect(await desks()).toEqual(TEAM);
  });
});
