import { shippedProcedures } from '@cluetrail/clues';
import { carriedOut } from '../support/carried-out.js';
import { handledClue } from '../support/handled.js';
import { Desks } from './desks.js';
import { FILED, handedIn, TEAM } from './filed.js';
import { HttpJourney, type Told } from './http-journey.js';

const EVERYBODY = [
  ...['intake-nn', 'admin-nn', 'head-nn', 'leader-nn', ...TEAM, 'officer-3-nn', 'shi-nn', 'tan-nn'],
  ...['leader-gx', 'admin-gx', 'leader-qx'],
];
const AT_NN = ['leader-nn', 'officer-3-nn'];

/** 南宁 has two leaders, one of whom is `officer-3-nn`; 广西, which decides on a bureau director, has one. */
describe('where nobody may go on, a desk says what waits where it does', () => {
  let journey: HttpJourney;
  let clue: string;
  let file: string | undefined;
  beforeEach(async () => {
    journey = await HttpJourney.begin({ shipped: shippedProcedures() });
    file = undefined;
  });
  afterEach(() => journey.end());

  const found = () => new Desks(journey, [clue, file]);
  const desks = () => found().holders(EVERYBODY);
  const inClue = (...steps: readonly Told[]) => journey.done(`clues/${clue}`, ...steps);
  const inCase = (...steps: readonly Told[]) => journey.done(`cases/${file}`, ...steps);
  const begun = async (rankCode?: string) => {
    const subject = { personId: 'chen', managingOrganId: 'nn', ...(rankCode && { rankCode }) };
    clue = await handledClue(journey.office, TEAM, [subject]);
    await carriedOut(journey.office.installation);
  };
  const onLeave = async (day: string, ...people: readonly string[]) => {
    await journey.onLeave([day, day], ...people);
    journey.office.clock.set(`${day}T10:00:00+08:00`);
  };
  const stuckOf = (as: string) => found().stuckOf(as);

  describe('decided on by rank above', () => {
    beforeEach(async () => {
      await begun('bureau-director');
      await inClue(FILED[0], [
        ...(['2021-10-12', 'head-nn', 'deliberate'] as const),
        { participants: ['head-nn', 'leader-gx', ...TEAM] },
      ]);
    });

    it('who decides is away: also of who appoints where it is', async () => {
      // A leader there may return it.
      expect(await desks()).toEqual([...AT_NN.slice(0, 1), ...TEAM, AT_NN[1], 'leader-gx']);
      await onLeave('2021-10-13', 'leader-gx');
      expect(await desks()).toEqual(['admin-nn', 'leader-nn', ...TEAM, AT_NN[1], 'leader-gx']);
      expect(await stuckOf('admin-nn')).toMatchObject([
        { waits: ['approveDisposal'], organ: 'gx', roles: ['leader'] },
      ]);
    });

    it('verified, who decides away: of the same, and of those who lead where it is', async () => {
      await inClue(['2021-10-13', 'leader-gx', 'approveDisposal'], ...FILED.slice(3, 7));
      expect(await desks()).toEqual([...TEAM, 'leader-gx']);
      await onLeave('2021-11-11', 'leader-gx');
      expect(await desks()).toEqual(['admin-nn', 'leader-nn', ...TEAM, AT_NN[1], 'leader-gx']);
      expect(await stuckOf('leader-nn')).toMatchObject([{ organ: 'gx', roles: ['leader'] }]);
    });

    it('to be held, those who would hold it away: where it is', async () => {
      await inClue(['2021-10-13', 'leader-gx', 'approveDisposal'], ...FILED.slice(3, 7), [
        '2021-11-12',
        'leader-gx',
        'concludeVerification',
        { outcome: 'hold' },
      ]);
      await onLeave('2021-11-15', ...AT_NN);
      expect(await stuckOf('leader-gx')).toMatchObject([
        { waits: ['hold'], organ: 'nn', roles: ['leader'] },
      ]);
    });
  });

  it('approved to be verified, the head away, with or without the leaders: whoever may start that', async () => {
    await begun();
    await inClue(...FILED.slice(0, 3));
    const waiting = [{ waits: ['startVerification'], organ: 'nn', roles: ['unit-head'] }];
    await onLeave('2021-10-14', 'head-nn');
    expect(await stuckOf('leader-nn')).toMatchObject(waiting);
    await onLeave('2021-10-15', 'head-nn', ...AT_NN);
    expect(await stuckOf('leader-gx')).toMatchObject(waiting);
  });

  it('disputed, who determines it away: of those who lead and who appoint where it is', async () => {
    await begun();
    await inClue(
      ['2021-10-11', 'leader-nn', 'approveTransfer', { to: 'gl', mode: 'forward' }],
      ['2021-10-11', 'admin-nn', 'transfer', { to: 'gl', direction: 'across' }],
      ['2021-10-12', 'admin-gl', 'refuseTransfer', { reason: '不属管辖' }],
      ['2021-10-12', 'admin-nn', 'disputeTransfer', { reason: '有争议' }],
    );
    expect(await desks()).toEqual([...TEAM, 'leader-gx']);
    const waiting = [{ waits: ['determineJurisdiction'], organ: 'gx', roles: ['leader'] }];
    await onLeave('2021-10-13', 'leader-gx');
    expect(await desks()).toEqual(['admin-nn', 'leader-nn', ...TEAM, AT_NN[1], 'leader-gx']);
    expect(await stuckOf('leader-nn')).toMatchObject(waiting);
    await onLeave('2021-10-14', 'leader-gx', 'admin-nn');
    expect(await stuckOf('leader-nn')).toMatchObject(waiting);
  });

  it('asked by letter, the head away: of its officers alone, who wait for the reply', async () => {
    await begun();
    await inClue(
      ['2021-10-11', TEAM[0], 'proposeDisposal', { way: 'talkInquiry' }],
      FILED[1],
      FILED[2],
      ['2021-10-14', TEAM[0], 'issueInquiry', { personId: 'chen', letterNo: '7' }],
    );
    await onLeave('2021-10-15', 'head-nn');
    expect(await desks()).toEqual(TEAM);
    await onLeave('2021-10-18', ...AT_NN);
    expect(await desks()).toEqual(TEAM);
  });

  describe('adjudicated, one of the panel recused', () => {
    beforeEach(async () => {
      await begun();
      await inClue(...FILED);
      file = (await journey.clue(clue)).caseId;
      await inCase(...handedIn('2021-12-16', '2021-12-17'), [
        ...(['2021-12-20', 'shi-nn', 'acceptForAdjudication'] as const),
        { panel: ['shi-nn', 'tan-nn'] },
      ]);
      const asked = { officer: 'shi-nn', ground: 'relative', reason: '亲属' };
      await inClue(
        ['2021-12-21', 'head-nn', 'requestRecusal', asked],
        ['2021-12-22', 'leader-nn', 'decideRecusal', { officer: 'shi-nn', granted: true }],
      );
    });

    it('of those who may return it', async () => {
      expect(await desks()).toEqual(['leader-nn', ...TEAM, AT_NN[1], 'tan-nn']);
      expect(await found().commandsOf('leader-nn', 'case')).toContain('returnForReinvestigation');
    });

    it('who adjudicates and who leads away: of those who see to it that somebody may', async () => {
      await onLeave('2021-12-23', 'tan-nn', ...AT_NN);
      expect(await desks()).toEqual(['admin-nn', 'leader-nn', ...TEAM, AT_NN[1], 'leader-gx']);
    });
  });
});
