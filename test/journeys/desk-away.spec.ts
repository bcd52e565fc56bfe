import { shippedProcedures } from '@cluetrail/clues';
import { applyOrganisation } from '../../apps/api/src/index.js';
import { carriedOut } from '../support/carried-out.js';
import { handledClue } from '../support/handled.js';
import { Desks } from './desks.js';
import { FILED, handedIn, TEAM } from './filed.js';
import { HttpJourney, type Told } from './http-journey.js';

const EVERYBODY = [
  ...['intake-nn', 'admin-nn', 'head-nn', 'leader-nn', ...TEAM, 'officer-3-nn'],
  ...['leader-gx', 'admin-gx', 'head-gx', 'leader-qx'],
];
const WHO_REPLACE = ['head-nn', 'leader-nn', 'officer-3-nn'];
const WHO_SEE_TO_IT = ['admin-nn', 'leader-gx'];
const TALKED: readonly Told[] = [
  ['2021-10-11', TEAM[0], 'proposeDisposal', { way: 'talkInquiry' }],
  ['2021-10-12', 'head-nn', 'deliberate', { participants: ['head-nn', 'leader-nn', ...TEAM] }],
  ['2021-10-13', 'leader-nn', 'approveDisposal'],
  ['2021-10-14', TEAM[0], 'issueInquiry', { personId: 'chen', letterNo: '7' }],
];

/** 南宁 has three case officers; the third, `officer-3-nn`, is one of its two leaders. */
describe('a clue all of whose officers are away is on the desks', () => {
  let journey: HttpJourney;
  let clue: string;
  let file: string | undefined;
  beforeEach(async () => {
    journey = await HttpJourney.begin({ shipped: shippedProcedures() });
    clue = await handledClue(journey.office);
    await carriedOut(journey.office.installation);
    file = undefined;
  });
  afterEach(() => journey.end());

  const found = () => new Desks(journey, [clue, file]);
  const desks = () => found().holders(EVERYBODY);
  const applied = async (organisation: string) => {
    await applyOrganisation(journey.office.installation, organisation, { dryRun: false });
  };
  const onLeave = async (day: string, ...people: readonly string[]) => {
    await journey.onLeave([day, '2021-12-31'], ...people);
    journey.office.clock.set(`${day}T10:00:00+08:00`);
  };
  const ended = async (day: string, role: string, ...people: readonly string[]) => {
    await applied(
      [
        'appointments:',
        ...people.map(
          (one) =>
            `  - { person: ${one}, organ: nn, role: ${role}, clearance: ${role === 'leader' ? 'L4' : 'L3'}, from: 2020-01-01, to: 2021-10-01 }`,
        ),
      ].join('\n'),
    );
    journey.office.clock.set(`${day}T10:00:00+08:00`);
  };
  const stuckOf = (as: string) => found().stuckOf(as);
  const done = (steps: readonly Told[]) => journey.done(`clues/${clue}`, ...steps);
  const filed = async () => {
    await done(FILED);
    file = (await journey.clue(clue)).caseId;
  };

  it.each([
    ['with the unit', []],
    ['asked about by letter', TALKED],
    ['verified', FILED.slice(0, 4)],
    ['investigated', FILED],
  ] as const)('%s: of those who may replace them, until somebody does', async (_, steps) => {
    await done(steps);
    expect(await desks()).toEqual(TEAM);
    await onLeave('2021-11-17', TEAM[0]);
    expect(await desks()).toEqual([TEAM[1]]);
    await onLeave('2021-11-17', TEAM[1]);
    expect(await desks()).toEqual(WHO_REPLACE);
    expect(await stuckOf('head-nn')).toEqual([
      {
        waits: ['replaceOfficer'],
        ...{ organ: 'nn', roles: ['unit-head', 'leader'] },
        detail: {
          en: 'None of those who handle it acts at nn now. What may wait there: Replace an officer.',
          zh: '承办人员目前均不在 nn 履职。可能等待的有：更换承办人。',
        },
      },
    ]);
    expect(await found().commandsOf('head-nn', 'clue')).toContain('replaceOfficer');
    await journey.employed('nn', { 'officer-8-nn': 'case-officer' });
    const replaced = { leaving: TEAM[0], joining: 'officer-8-nn', reason: '请假' };
    await done([['2021-11-18', 'head-nn', 'replaceOfficer', replaced]]);
    expect(await desks()).toEqual([]);
  });

  it('of nobody else while their case waits for those who adjudicate', async () => {
    await filed();
    await journey.done(`cases/${file}`, ...handedIn('2021-12-16', '2021-12-17'));
    await onLeave('2021-12-20', ...TEAM);
    const adjudicating = ['shi-nn', 'tan-nn'];
    expect(await found().holders([...EVERYBODY, ...adjudicating])).toEqual(adjudicating);
  });

  it('of nobody else while what they proposed waits for a leader', async () => {
    await done(FILED.slice(0, 2));
    await onLeave('2021-10-13', ...TEAM);
    expect(await desks()).toEqual(['leader-nn', 'officer-3-nn']);
    expect(await stuckOf('leader-nn')).toEqual([undefined]);
  });

  it.each([
    ['verified', FILED.slice(0, 4)],
    ['investigated', FILED],
  ] as const)(
    '%s, those who might replace them away, too: of who appoints there, and of who is above',
    async (_, steps) => {
      await done(steps);
      await onLeave('2021-11-17', ...TEAM, 'head-nn', 'leader-nn');
      await ended('2021-11-17', 'leader', 'officer-3-nn');
      expect(await desks()).toEqual(['admin-nn', 'leader-nn', 'leader-gx']);
      expect(await stuckOf('leader-gx')).toMatchObject([
        { waits: ['replaceOfficer'], organ: 'nn', roles: ['unit-head', 'leader'] },
      ]);
    },
  );

  describe('nobody else there who could take a place', () => {
    beforeEach(() => ended('2021-10-08', 'case-officer', 'officer-3-nn'));

    it.each([
      ['verified', FILED.slice(0, 4)],
      ['investigated', FILED],
    ] as const)(
      '%s: also of who appoints there and of who is above; then of those who may replace them',
      async (_, steps) => {
        await done(steps);
        await onLeave('2021-11-17', ...TEAM);
        expect(await desks()).toEqual(['admin-nn', ...WHO_REPLACE, 'leader-gx']);
        expect(await stuckOf('admin-nn')).toEqual([
          {
            waits: ['replaceOfficer'],
            ...{ organ: 'nn', roles: ['case-officer'] },
            detail: {
              en: 'Nobody at nn may take the place of those who handled it. What may wait there: Replace an officer. Have somebody else appointed who then may (case-officer).',
              zh: 'nn 无人可以接替承办人员。可能等待的有：更换承办人。请另行任命可以接替的人员（case-officer）。',
            },
          },
        ]);
        await journey.employed('nn', { 'officer-8-nn': 'case-officer' });
        expect(await desks()).toEqual(WHO_REPLACE);
      },
    );

    it('investigated, its officers gone: the same', async () => {
      await filed();
      await ended('2021-11-17', 'case-officer', ...TEAM);
      expect(await desks()).toEqual(['admin-nn', ...WHO_REPLACE, 'leader-gx']);
      expect(await stuckOf('leader-gx')).toMatchObject([
        { waits: ['replaceOfficer'], roles: ['case-officer'] },
      ]);
    });
  });

  it('investigated, its officers gone and those who might replace them: of who appoints there, and of who is above', async () => {
    await filed();
    await ended('2021-11-17', 'case-officer', ...TEAM);
    expect(await desks()).toEqual(WHO_REPLACE);
    await onLeave('2021-11-17', 'head-nn', 'leader-nn', 'officer-3-nn');
    expect(await desks()).toEqual(['admin-nn', 'leader-nn', 'officer-3-nn', 'leader-gx']);
    await applied(
      'appointments:\n  - { person: head-nn, organ: nn, role: unit-head, clearance: L3, from: 2020-01-01, to: 2021-10-01 }',
    );
    await ended('2021-11-17', 'leader', 'leader-nn', 'officer-3-nn');
    expect(await desks()).toEqual(WHO_SEE_TO_IT);
    expect(await stuckOf('admin-nn')).toMatchObject([
      { waits: ['replaceOfficer'], roles: ['unit-head', 'leader'] },
    ]);
  });

  it('verified where leaders alone may replace officers: of them', async () => {
    await journey.uses('nn', ['eu-2019-1937-example']);
    clue = await journey.opened('2021-10-11', 'intake-nn', 'clues', {
      ...{ source: 'audit', summary: 'x', subjects: [{ personId: 'chen' }] },
    });
    await done([
      ['2021-10-11', 'leader-nn', 'assignOfficers', { officers: TEAM }],
      ['2021-10-12', TEAM[0], 'proposeDisposal', { way: 'verify' }],
      ['2021-10-13', 'leader-nn', 'approveDisposal'],
      ['2021-10-14', 'leader-nn', 'startVerification', { team: TEAM }],
    ]);
    await onLeave('2021-10-18', ...TEAM);
    expect(await desks()).toEqual(['leader-nn', 'officer-3-nn']);
    expect(await stuckOf('leader-nn')).toMatchObject([{ roles: ['leader'] }]);
  });
});
