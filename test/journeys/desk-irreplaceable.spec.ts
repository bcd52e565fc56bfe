import { applyOrganisation } from '../../apps/api/src/index.js';
import { FIRST_VERSION } from '../support/first-version.js';
import { Desks } from './desks.js';
import { DIGEST, TEAM } from './filed.js';
import { HttpJourney, type Told } from './http-journey.js';

const LEADERS = ['leader-nn', 'officer-3-nn'];
const EVERYBODY = ['admin-nn', 'head-nn', ...LEADERS, ...TEAM, 'leader-gx'];
const WHO_SEE_TO_IT = ['admin-nn', ...LEADERS, 'leader-gx'];
const VERIFIED: readonly Told[] = [
  ['2021-10-13', TEAM[0], 'proposeDisposal', { way: 'verify' }],
  ['2021-10-15', 'leader-nn', 'approveDisposal'],
  ['2021-10-18', 'head-nn', 'startVerification', { team: TEAM }],
];
const FILED: readonly Told[] = [
  ...TEAM.map((as): Told => ['2021-10-19', as, 'signVerificationReport', { digest: DIGEST }]),
  [
    ...(['2021-10-19', TEAM[0], 'submitVerificationReport'] as const),
    { digest: DIGEST, findings: [{ matter: '礼金', result: 'partly' }], proposal: 'file' },
  ],
  ['2021-10-20', 'leader-nn', 'concludeVerification', { outcome: 'file' }],
  ['2021-10-20', 'leader-nn', 'startInvestigation', { officers: TEAM }],
];

/** The first version of the procedure replaces no officer. 南宁 has a third one, `officer-3-nn`, who is one of its leaders. */
describe('where nobody may take the place of those who handle it, it is on the desks', () => {
  let journey: HttpJourney;
  let clue: string;
  let file: string | undefined;
  beforeEach(async () => {
    journey = await HttpJourney.begin({ shipped: FIRST_VERSION });
    clue = await journey.opened('2021-10-08', 'intake-gx', 'clues', {
      ...{ source: 'audit', summary: 'x', subjects: [{ personId: 'chen', managingOrganId: 'nn' }] },
    });
    await done(
      ['2021-10-09', 'admin-gx', 'transfer', { to: 'nn', direction: 'down' }],
      ['2021-10-11', 'admin-nn', 'acceptTransfer'],
      ['2021-10-11', 'head-nn', 'assignOfficers', { officers: TEAM }],
    );
    file = undefined;
  });
  afterEach(() => journey.end());

  const found = () => new Desks(journey, [clue, file]);
  const desks = () => found().holders(EVERYBODY);
  const done = (...steps: readonly Told[]) => journey.done(`clues/${clue}`, ...steps);
  const onLeave = async (day: string, ...people: readonly string[]) => {
    await journey.onLeave([day, '2021-12-31'], ...people);
    journey.office.clock.set(`${day}T10:00:00+08:00`);
  };
  const gone = async (...people: readonly string[]) => {
    const office = { organ: 'nn', role: 'case-officer', clearance: 'L3', from: '2020-01-01' };
    const appointments = people.map((person) => ({ person, ...office, to: '2021-10-01' }));
    const organisation = JSON.stringify({ appointments });
    await applyOrganisation(journey.office.installation, organisation, { dryRun: false });
  };

  it('verified, all on leave: of who sees to it that one comes back', async () => {
    await done(...VERIFIED);
    expect(await desks()).toEqual(TEAM);
    await onLeave('2021-10-19', TEAM[0]);
    expect(await desks()).toEqual([TEAM[1]]);
    await onLeave('2021-10-19', TEAM[1]);
    expect(await desks()).toEqual(WHO_SEE_TO_IT);
    expect(await found().stuckOf('admin-nn')).toEqual([
      {
        waits: ['submitVerificationReport'],
        ...{ organ: 'nn', roles: ['case-officer'] },
        detail: {
          en: 'Only those who handle it may go on with it at nn, and its procedure lets nobody take their places. What may wait there: Submit the verification report. It waits until they are back; who left the office is to be appointed to it again (case-officer).',
          zh: 'nn 只有承办人员可以继续办理，所依规程未规定更换承办人。可能等待的有：提交初核报告。须待其返岗；已离任的，请重新任命（case-officer）。',
        },
      },
    ]);
  });

  it('verified, one gone who was to sign: of the same, and of the other', async () => {
    await done(...VERIFIED);
    await gone(TEAM[1]);
    expect(await desks()).toEqual(['admin-nn', ...LEADERS, TEAM[0], 'leader-gx']);
  });

  it('investigated, all on leave, or gone: its case, of the same', async () => {
    await done(...VERIFIED, ...FILED);
    file = (await journey.clue(clue)).caseId;
    expect(await desks()).toEqual(TEAM);
    await onLeave('2021-10-21', TEAM[0]);
    expect(await desks()).toEqual([TEAM[1]]);
    await gone(TEAM[1]);
    expect(await desks()).toEqual(WHO_SEE_TO_IT);
    expect(await found().stuckOf('leader-gx')).toMatchObject([
      { waits: ['concludeInvestigation'], organ: 'nn', roles: ['case-officer'] },
    ]);
  });

  it('with the unit, both gone: of the head, who names others; of who sees to it while he is away', async () => {
    await gone(...TEAM);
    expect(await desks()).toEqual(['head-nn', ...LEADERS]);
    expect(await found().commandsOf('head-nn', 'clue')).toContain('assignOfficers');
    await onLeave('2021-10-12', 'head-nn', ...LEADERS);
    expect(await desks()).toEqual(WHO_SEE_TO_IT);
    expect(await found().stuckOf('leader-gx')).toMatchObject([
      { waits: ['assignOfficers'], organ: 'nn', roles: ['unit-head'] },
    ]);
  });
});
