import { shippedProcedures } from '@cluetrail/clues';
import { handledClue } from '../support/handled.js';
import { settled } from '../support/registers.js';
import { Desks } from './desks.js';
import { DIGEST, handedIn, TEAM } from './filed.js';
import { HttpJourney } from './http-journey.js';

const DISCUSSED = { participants: ['head-nn', 'leader-nn', ...TEAM] };
const PANEL = { panel: ['shi-nn', 'tan-nn'] };
const EVERYBODY = [
  ...['intake-nn', 'admin-nn', 'head-nn', 'leader-nn', 'shi-nn', ...TEAM],
  ...['leader-gx', 'leader-qx', 'admin-qx', 'intake-qx', 'head-gl'],
];

describe('a matter is on the desks of those who take its next step', () => {
  let journey: HttpJourney;
  let clue: string;
  let file: string;
  let reportId: string;
  beforeAll(async () => {
    journey = await HttpJourney.begin({ shipped: shippedProcedures() });
  });
  afterAll(() => journey.end());

  const looking = () => new Desks(journey, [clue, file]);
  const desks = () => looking().holders(EVERYBODY);
  const onDesk = (as: string) => looking().of(as);
  const commandsOf = (as: string, kind: 'clue' | 'case') => looking().commandsOf(as, kind);
  const inClue = (...steps: Parameters<HttpJourney['done']>[1][]) =>
    journey.done(`clues/${clue}`, ...steps);
  const inCase = (...steps: Parameters<HttpJourney['done']>[1][]) =>
    journey.done(`cases/${file}`, ...steps);

  it('to be allocated: of the clue office, then of the leader', async () => {
    const sent = { channel: 'letter', realName: true, higher: false, text: '反映陈某某' };
    const reporterId = await journey.opened('2021-09-01', 'intake-nn', 'people', { name: '梁' });
    reportId = await journey.opened('2021-09-01', 'intake-nn', 'reports', {
      ...{ ...sent, reporterId, subjects: ['chen'] },
    });
    clue = await journey.opened('2021-09-01', 'intake-nn', 'clues', {
      ...{ source: 'report', subjects: [{ personId: 'chen', managingOrganId: 'nn' }] },
      ...{ summary: '反映陈某某收受礼金', reportIds: [reportId] },
    });
    // Who might countersign something of it has nothing to do there.
    const reported = async (as: string) =>
      (await journey.read(as, 'desk')).items.some(
        (one: { report?: string }) => one.report === reportId,
      );
    expect([await reported('intake-nn'), await reported('leader-nn')]).toEqual([true, false]);
    await journey.done(`reports/${reportId}`, [
      ...(['2021-09-01', 'intake-nn', 'acknowledge', { method: 'letter' }] as const),
    ]);
    // The leader may classify it, too.
    expect(await desks()).toEqual(['admin-nn', 'leader-nn']);
    await inClue(
      ['2021-09-02', 'admin-nn', 'checkDuplicates'],
      ['2021-09-02', 'admin-nn', 'classify', { level: 'L2' }],
    );
    expect(await desks()).toEqual(['admin-nn']);
    await inClue(['2021-09-02', 'admin-nn', 'proposeAllocation', { mode: 'self' }]);
    expect(await desks()).toEqual(['leader-nn']);
  });

  it('with the unit: of its head until officers are assigned', async () => {
    await inClue(['2021-09-03', 'leader-nn', 'approveAllocation', { mode: 'self' }]);
    expect(await desks()).toEqual(['head-nn']);
    expect(await commandsOf('head-nn', 'clue')).toContain('assignOfficers');
    await inClue(['2021-09-03', 'head-nn', 'assignOfficers', { officers: TEAM }]);
    expect(await desks()).toEqual(TEAM);
  });

  it('proposed: of those who deliberate, then of who approves', async () => {
    await inClue(['2021-09-06', TEAM[0], 'proposeDisposal', { way: 'verify' }]);
    expect(await desks()).toEqual(['head-nn', 'leader-nn', ...TEAM]);
    expect(await commandsOf('head-nn', 'clue')).toContain('deliberate');
    await inClue(['2021-09-07', 'head-nn', 'deliberate', DISCUSSED]);
    expect(await desks()).toEqual(['leader-nn', ...TEAM]);
    await inClue(['2021-09-08', 'leader-nn', 'approveDisposal']);
    expect(await desks()).toEqual(['head-nn', ...TEAM]);
  });

  it('with a recusal asked for: of who decides on that', async () => {
    await inClue(['2021-09-09', 'head-nn', 'startVerification', { team: TEAM }]);
    expect(await desks()).toEqual(TEAM);
    const asked = { officer: 'officer-3-nn', ground: 'relative', reason: '亲属' };
    await inClue(['2021-09-10', TEAM[0], 'requestRecusal', asked]);
    expect(await desks()).toEqual(['leader-nn', ...TEAM, 'leader-gx']);
    expect(await commandsOf('leader-nn', 'clue')).toContain('decideRecusal');
    const decided = { officer: 'officer-3-nn', granted: false };
    await inClue(['2021-09-13', 'leader-nn', 'decideRecusal', decided]);
    expect(await desks()).toEqual(TEAM);
  });

  it('investigated: its case of those who investigate', async () => {
    await inClue(
      ['2021-10-08', TEAM[0], 'signVerificationReport', { digest: DIGEST }],
      ['2021-10-08', TEAM[1], 'signVerificationReport', { digest: DIGEST }],
      [
        ...(['2021-10-11', TEAM[0], 'submitVerificationReport'] as const),
        { digest: DIGEST, findings: [{ matter: '礼金', result: 'partly' }], proposal: 'file' },
      ],
      ['2021-10-12', 'leader-nn', 'concludeVerification', { outcome: 'file' }],
    );
    expect(await desks()).toEqual(['leader-nn', ...TEAM]);
    await inClue(['2021-10-13', 'leader-nn', 'startInvestigation', { officers: TEAM }]);
    file = (await journey.clue(clue)).caseId;
    expect(await desks()).toEqual(TEAM);
    const [shown] = (await onDesk(TEAM[0])).filter((item: object) => 'case' in item);
    expect(shown).toEqual({
      ...{ case: file, state: 'underInvestigation', organ: 'nn', officers: TEAM },
      ...{ due: '2022-01-13T15:59:59.999Z' },
      commands: ['concludeInvestigation', 'addCasePerson', 'signInvestigationReport'],
    });
  });

  it('adjudicated: its case of those who adjudicate, and of who decides', async () => {
    await inCase(...handedIn('2021-12-20'));
    expect(await desks()).toContain('shi-nn');
    expect(await commandsOf('shi-nn', 'case')).toContain('acceptForAdjudication');
    expect(await commandsOf('leader-nn', 'case')).toEqual([]);
    await inCase(['2021-12-21', 'shi-nn', 'acceptForAdjudication', PANEL]);
    await settled(journey.office);
    expect(await commandsOf('tan-nn', 'case')).toContain('returnForSupplement');
    expect(await commandsOf('leader-nn', 'case')).toContain('decide');
    const decisions = [{ personId: 'chen', measure: 'warning', form: 2 }];
    await inCase(['2021-12-27', 'leader-nn', 'decide', { decisions }]);
    await settled(journey.office);
    expect(await commandsOf('leader-nn', 'case')).toEqual([
      ...['executeDecision', 'correctFact', 'countersign'],
    ]);
    await inCase(['2021-12-28', 'leader-nn', 'executeDecision', { personId: 'chen' }]);
    await settled(journey.office);
    for (const as of ['leader-nn', 'shi-nn', ...TEAM])
      expect([as, await commandsOf(as, 'case')]).toEqual([as, []]);
  });

  it('settled: of those who tell the reporter, until he is told', async () => {
    expect(await commandsOf('admin-nn', 'clue')).toContain('settle');
    await inClue(['2021-12-29', 'admin-nn', 'settle', { outcome: 'sanctioned' }]);
    expect(await desks()).toEqual(['intake-nn', ...TEAM]);
    expect(await commandsOf('intake-nn', 'clue')).toContain('giveFeedback');
    await inClue(['2022-01-04', 'intake-nn', 'giveFeedback', { reportId, method: 'letter' }]);
    expect(await desks()).toEqual([]);
  });

  it('held: of those who look at it again', async () => {
    journey.office.clock.set('2022-02-07T01:00:00.000Z');
    clue = await handledClue(journey.office);
    await settled(journey.office);
    await inClue(
      ['2022-02-08', TEAM[0], 'proposeDisposal', { way: 'hold' }],
      ['2022-02-08', 'head-nn', 'deliberate', DISCUSSED],
      ['2022-02-08', 'leader-nn', 'approveDisposal'],
      ['2022-02-09', 'leader-nn', 'hold', { reviewOn: '2022-03-01', reason: '暂缺条件' }],
    );
    expect(await desks()).toEqual(['head-nn', 'leader-nn', ...TEAM]);
    expect(await commandsOf('head-nn', 'clue')).toContain('reviewHold');
  });

  it('refused: of those who had sent it, and, disputed, of who is above both', async () => {
    journey.office.clock.set('2022-02-14T01:00:00.000Z');
    clue = await handledClue(journey.office);
    await settled(journey.office);
    await inClue(
      ['2022-02-15', 'leader-nn', 'approveTransfer', { to: 'qx', mode: 'forward' }],
      ['2022-02-15', 'admin-nn', 'transfer', { to: 'qx', direction: 'down' }],
      ['2022-02-16', 'admin-qx', 'acceptTransfer'],
      ['2022-02-17', 'leader-qx', 'approveTransfer', { to: 'wm', mode: 'forward' }],
      ['2022-02-17', 'admin-qx', 'transfer', { to: 'wm', direction: 'across' }],
      ['2022-02-18', 'admin-wm', 'refuseTransfer', { reason: '不在武鸣' }],
    );
    expect(await desks()).toEqual(['admin-qx']);
    await inClue(['2022-02-18', 'admin-qx', 'disputeTransfer', { reason: '款项到了武鸣' }]);
    expect(await desks()).toEqual(['leader-nn']);
    expect(await commandsOf('leader-nn', 'clue')).toContain('determineJurisdiction');
  });
});

describe('a matter under a procedure in which nobody approves a transfer is on the desks', () => {
  let journey: HttpJourney;
  beforeAll(async () => {
    journey = await HttpJourney.begin({ shipped: shippedProcedures() });
    await journey.uses('nn', ['eu-2019-1937-example']);
  });
  afterAll(() => journey.end());

  it('of those who may send it on until somebody has it, and of those who have it', async () => {
    const body = { source: 'audit', subjects: [{ personId: 'chen' }], summary: 'x' };
    const clue = await journey.opened('2021-09-01', 'intake-nn', 'clues', body);
    const desks = new Desks(journey, [clue]);
    expect(await desks.holders(EVERYBODY)).toEqual(['intake-nn', 'leader-nn']);
    await journey.done(`clues/${clue}`, [
      ...(['2021-09-02', 'leader-nn', 'assignOfficers', { officers: TEAM }] as const),
    ]);
    // The leader may close it.
    expect(await desks.holders(EVERYBODY)).toEqual(['leader-nn', ...TEAM]);
  });
});
