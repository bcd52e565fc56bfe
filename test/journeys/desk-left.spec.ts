import { handledClue } from '../support/handled.js';
import { settled } from '../support/registers.js';
import { Desks } from './desks.js';
import { HttpJourney } from './http-journey.js';

const TEAM = ['officer-1-nn', 'officer-2-nn'];
const DIGEST = 'ab'.repeat(32);
const DISCUSSED = { participants: ['head-nn', 'leader-nn', ...TEAM] };
const EVERYBODY = ['intake-nn', 'admin-nn', 'head-nn', 'leader-nn', ...TEAM, 'leader-gx'];

describe('a matter of which those who handled it are gone is on the desks', () => {
  let journey: HttpJourney;
  let clue: string;
  beforeAll(async () => {
    journey = await HttpJourney.begin();
  });
  afterAll(() => journey.end());

  const desks = () => new Desks(journey, [clue]).holders(EVERYBODY);
  const commandsOf = (as: string) => new Desks(journey, [clue]).commandsOf(as, 'clue');
  const inClue = (...steps: Parameters<HttpJourney['done']>[1][]) =>
    journey.done(`clues/${clue}`, ...steps);

  it('verified by too few: of those who put others in their places', async () => {
    journey.office.clock.set('2022-02-10T01:00:00.000Z');
    clue = await handledClue(journey.office);
    await journey.employed('nn', {
      'officer-8-nn': 'case-officer',
      'officer-9-nn': 'case-officer',
    });
    await settled(journey.office);
    const asked = (officer: string) => ({ officer, ground: 'relative', reason: '亲属' });
    const granted = (officer: string) => ({ officer, granted: true });
    const replaced = (leaving: string, joining: string) => ({ leaving, joining, reason: '回避' });
    await inClue(
      ['2022-02-11', TEAM[0], 'proposeDisposal', { way: 'verify' }],
      ['2022-02-11', 'head-nn', 'deliberate', DISCUSSED],
      ['2022-02-11', 'leader-nn', 'approveDisposal'],
      ['2022-02-11', 'head-nn', 'startVerification', { team: TEAM }],
      ['2022-02-12', 'head-nn', 'requestRecusal', asked(TEAM[0])],
      ['2022-02-12', 'leader-nn', 'decideRecusal', granted(TEAM[0])],
    );
    expect(await desks()).toEqual(['head-nn', 'leader-nn', TEAM[1]]);
    await inClue(
      ['2022-02-12', 'head-nn', 'requestRecusal', asked(TEAM[1])],
      ['2022-02-12', 'leader-nn', 'decideRecusal', granted(TEAM[1])],
    );
    expect(await desks()).toEqual(['head-nn', 'leader-nn']);
    expect(await commandsOf('head-nn')).toContain('replaceOfficer');
    await inClue(
      ['2022-02-13', 'head-nn', 'replaceOfficer', replaced(TEAM[0], 'officer-8-nn')],
      ['2022-02-13', 'head-nn', 'replaceOfficer', replaced(TEAM[1], 'officer-9-nn')],
    );
    expect(await desks()).toEqual([]);
  });

  it('investigated by nobody any more, whoever verified it: the same', async () => {
    const [sign, by] = ['signVerificationReport', ['officer-8-nn', 'officer-9-nn']];
    const findings = [{ matter: '礼金', result: 'partly' }];
    await journey.employed('nn', {
      'officer-4-nn': 'case-officer',
      'officer-5-nn': 'case-officer',
    });
    await inClue(
      ...by.map((as) => ['2022-02-14', as, sign, { digest: DIGEST }] as const),
      [
        ...(['2022-02-14', by[0], 'submitVerificationReport'] as const),
        { digest: DIGEST, findings, proposal: 'file' },
      ],
      ['2022-02-14', 'leader-nn', 'concludeVerification', { outcome: 'file' }],
      [
        '2022-02-14',
        'leader-nn',
        'startInvestigation',
        { officers: ['officer-4-nn', 'officer-5-nn'] },
      ],
    );
    expect(await desks()).toEqual([]);
    for (const officer of ['officer-4-nn', 'officer-5-nn']) {
      const asked = { officer, ground: 'relative', reason: '亲属' };
      await inClue(
        ['2022-02-15', 'head-nn', 'requestRecusal', asked],
        ['2022-02-15', 'leader-nn', 'decideRecusal', { officer, granted: true }],
      );
      expect(await commandsOf('head-nn')).toContain('replaceOfficer');
    }
  });

  it('without anybody who could decide where it is: of who may take it up', async () => {
    journey.office.clock.set('2022-03-01T01:00:00.000Z');
    clue = await handledClue(journey.office);
    await settled(journey.office);
    await inClue(
      ['2022-03-02', TEAM[0], 'proposeDisposal', { way: 'verify' }],
      ['2022-03-03', 'head-nn', 'deliberate', { participants: ['head-nn', ...TEAM] }],
    );
    for (const [officer, decider] of [
      ['leader-nn', 'officer-3-nn'],
      ['officer-3-nn', 'leader-gx'],
    ] as const) {
      expect(await desks()).toEqual(officer === 'leader-nn' ? ['leader-nn', ...TEAM] : TEAM);
      const asked = { officer, ground: 'interest', reason: '利害关系' };
      await inClue(
        ['2022-03-03', TEAM[0], 'requestRecusal', asked],
        ['2022-03-03', decider, 'decideRecusal', { officer, granted: true }],
      );
    }
    expect(await desks()).toEqual(['admin-nn', ...TEAM, 'leader-gx']);
    expect(await commandsOf('leader-gx')).toContain('raise');
    await inClue(['2022-03-07', 'leader-gx', 'raise', { reason: '无人可批' }]);
    expect(await desks()).toEqual([]);
  });

  it('about one of those who decide where it is, the other being recused: the same', async () => {
    clue = await journey.opened('2022-03-08', 'intake-nn', 'clues', {
      ...{ source: 'audit', subjects: [{ personId: 'leader-nn', managingOrganId: 'nn' }] },
      summary: '反映该领导收受礼金',
    });
    // It may go up sealed, too.
    expect(await desks()).toEqual(['intake-nn', 'admin-nn']);
    const other = 'officer-3-nn';
    await inClue(
      ['2022-03-08', 'admin-nn', 'checkDuplicates'],
      ['2022-03-08', 'admin-nn', 'classify', { level: 'L2' }],
      ['2022-03-08', 'admin-nn', 'proposeAllocation', { mode: 'forward', to: 'gx' }],
    );
    expect(await desks()).toEqual([]);
    const asked = { officer: other, ground: 'interest', reason: '利害关系' };
    await inClue(
      ['2022-03-08', 'admin-nn', 'requestRecusal', asked],
      ['2022-03-09', 'leader-gx', 'decideRecusal', { officer: other, granted: true }],
    );
    expect(await desks()).toEqual(['admin-nn', 'leader-gx']);
    expect(await commandsOf('leader-gx')).toContain('raise');
  });
});
