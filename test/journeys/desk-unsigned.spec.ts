import { shippedProcedures } from '@cluetrail/clues';
import { applyOrganisation } from '../../apps/api/src/index.js';
import { carriedOut } from '../support/carried-out.js';
import { handledClue } from '../support/handled.js';
import { Desks } from './desks.js';
import { DIGEST, FILED, TEAM } from './filed.js';
import { HttpJourney, type Told } from './http-journey.js';

const NINTH = 'officer-9-nn';
const THREE = [...TEAM, NINTH];
const WHO_REPLACE = ['head-nn', 'leader-nn', 'officer-3-nn'];
const EVERYBODY = ['admin-nn', ...WHO_REPLACE, ...TEAM, 'leader-gx'];
const OTHER = 'cd'.repeat(32);

/** 南宁 has a third case officer, `officer-3-nn`, who is one of its two leaders. */
describe('a report that somebody who is to sign it can sign no more is on the desks', () => {
  let journey: HttpJourney;
  let clue: string;
  let file: string | undefined;
  beforeEach(async () => {
    journey = await HttpJourney.begin({ shipped: shippedProcedures() });
    await journey.employed('nn', { [NINTH]: 'case-officer' });
    file = undefined;
  });
  afterEach(() => journey.end());

  const found = () => new Desks(journey, [clue, file]);
  const desks = () => found().holders(EVERYBODY);
  const done = (...steps: readonly Told[]) => journey.done(`clues/${clue}`, ...steps);
  const holding = async (person: string, role: string, more: object = {}) => {
    const office = { person, organ: 'nn', role, clearance: 'L3', from: '2020-01-01', ...more };
    const people = [{ id: person, name: person }];
    const organisation = JSON.stringify({ people, appointments: [office] });
    await applyOrganisation(journey.office.installation, organisation, { dryRun: false });
  };
  const noOfficer = (person: string) => holding(person, 'case-officer', { to: '2021-10-01' });
  const signed = (day: string, digest: string, ...people: readonly string[]) =>
    done(...people.map((as): Told => [day, as, 'signVerificationReport', { digest }]));
  const submitted = (day: string): Told => [
    ...([day, TEAM[0], 'submitVerificationReport'] as const),
    { digest: DIGEST, findings: [{ matter: '礼金', result: 'partly' }], proposal: 'file' },
  ];
  const verifying = async (team: readonly string[]) => {
    clue = await handledClue(journey.office, team);
    await carriedOut(journey.office.installation);
    await done(...FILED.slice(0, 3), ['2021-10-14', 'head-nn', 'startVerification', { team }]);
    expect(await desks()).toEqual(TEAM);
  };

  it('of who may take another in his place, and is handed in by nobody meanwhile', async () => {
    await verifying(THREE);
    await noOfficer(NINTH);
    expect(await desks()).toEqual([...WHO_REPLACE, ...TEAM]);
    await signed('2021-10-18', DIGEST, ...TEAM);
    expect(await found().commandsOf(TEAM[0], 'clue')).not.toContain('submitVerificationReport');
    expect(await journey.refused(`clues/${clue}`, submitted('2021-10-19'))).toBe(
      '409 not-signed-by-all',
    );
    // Another office makes him no case officer.
    await holding(NINTH, 'adjudicator');
    expect(await desks()).toEqual([...WHO_REPLACE, ...TEAM]);
    const replaced = { leaving: NINTH, joining: 'officer-3-nn', reason: '调离' };
    await done(['2021-10-20', 'head-nn', 'replaceOfficer', replaced]);
    expect(await desks()).toEqual(['officer-3-nn', ...TEAM]);
    await signed('2021-10-21', DIGEST, 'officer-3-nn');
    await done(submitted('2021-10-21'));
  });

  it('of nobody else where he has signed what the others sign', async () => {
    await verifying(THREE);
    await signed('2021-10-15', DIGEST, NINTH);
    await noOfficer(NINTH);
    expect(await desks()).toEqual(TEAM);
    await signed('2021-10-18', OTHER, TEAM[0]);
    expect(await desks()).toEqual([...WHO_REPLACE, ...TEAM]);
    await signed('2021-10-19', DIGEST, ...TEAM);
    await done(submitted('2021-10-19'));
  });

  it('where nobody else could take his place: also of who appoints there and of who is above', async () => {
    await verifying(THREE);
    await noOfficer(NINTH);
    await noOfficer('officer-3-nn');
    expect(await desks()).toEqual(EVERYBODY);
    expect(await found().stuckOf('leader-gx')).toMatchObject([
      { waits: ['replaceOfficer'], roles: ['case-officer'] },
    ]);
  });

  it('one of two: of who may take another in his place, of who is above where nobody may', async () => {
    await verifying(TEAM);
    await noOfficer(TEAM[1]);
    await holding(TEAM[1], 'adjudicator');
    expect(await desks()).toEqual([...WHO_REPLACE, TEAM[0]]);
    await noOfficer(NINTH);
    await noOfficer('officer-3-nn');
    expect(await desks()).toEqual(['admin-nn', ...WHO_REPLACE, TEAM[0], 'leader-gx']);
  });

  it('raised above the clearance of one of three: the same', async () => {
    const team = [...TEAM, 'officer-8-nn'];
    await holding('officer-8-nn', 'case-officer', { clearance: 'L2' });
    await verifying(team);
    await done(['2021-10-18', 'leader-nn', 'classify', { level: 'L3' }]);
    expect(await desks()).toEqual([...WHO_REPLACE, ...TEAM]);
  });

  it('of a case: the same', async () => {
    await verifying(THREE);
    await signed('2021-10-18', DIGEST, ...THREE);
    await done(
      submitted('2021-10-19'),
      ['2021-10-20', 'leader-nn', 'concludeVerification', { outcome: 'file' }],
      ['2021-10-21', 'leader-nn', 'startInvestigation', { officers: THREE }],
    );
    file = (await journey.clue(clue)).caseId;
    expect(await desks()).toEqual(TEAM);
    await noOfficer(NINTH);
    expect(await desks()).toEqual([...WHO_REPLACE, ...TEAM]);
    const replaced = { leaving: NINTH, joining: 'officer-3-nn', reason: '调离' };
    await done(['2021-10-22', 'leader-nn', 'replaceOfficer', replaced]);
    expect(await desks()).toEqual(['officer-3-nn', ...TEAM]);
  });

  it('until as many are replaced as left, where leaders alone replace', async () => {
    await journey.uses('nn', ['eu-2019-1937-example']);
    clue = await journey.opened('2021-10-08', 'intake-nn', 'clues', {
      ...{ source: 'audit', summary: 'x', subjects: [{ personId: 'chen' }] },
    });
    await done(
      ['2021-10-11', 'leader-nn', 'assignOfficers', { officers: THREE }],
      ['2021-10-12', TEAM[0], 'proposeDisposal', { way: 'verify' }],
      ['2021-10-13', 'leader-nn', 'approveDisposal'],
      ['2021-10-14', 'leader-nn', 'startVerification', { team: THREE }],
    );
    await noOfficer(TEAM[1]);
    await noOfficer(NINTH);
    await journey.employed('nn', {
      'officer-7-nn': 'case-officer',
      'officer-8-nn': 'case-officer',
    });
    const replaced = (leaving: string, joining: string): Told => [
      ...(['2021-10-18', 'leader-nn', 'replaceOfficer'] as const),
      { leaving, joining, reason: '调离' },
    ];
    await done(replaced(TEAM[1], 'officer-7-nn'));
    expect(await desks()).toEqual(['leader-nn', 'officer-3-nn', TEAM[0]]);
    await done(replaced(NINTH, 'officer-8-nn'));
    expect(await desks()).toEqual([TEAM[0]]);
  });
});
