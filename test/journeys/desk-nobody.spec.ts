import { applyOrganisation } from '../../apps/api/src/index.js';
import { handledClue } from '../support/handled.js';
import { settled } from '../support/registers.js';
import { Desks } from './desks.js';
import { DIGEST, handedIn, TEAM } from './filed.js';
import { HttpJourney, type Told } from './http-journey.js';

const EVERYBODY = [
  ...['intake-nn', 'admin-nn', 'head-nn', 'leader-nn', ...TEAM, 'shi-nn', 'tan-nn'],
  ...['leader-gx', 'admin-gx', 'head-gx', 'leader-qx', 'admin-qx', 'leader-gl'],
];

/** 南宁 has one head of a unit, one clue administrator, and two leaders, one of whom is `officer-3-nn`. */
describe('a matter that nobody where it is may go on with is on the desks', () => {
  let journey: HttpJourney;
  let clue: string;
  let file: string | undefined;
  beforeEach(async () => {
    journey = await HttpJourney.begin();
    clue = await handledClue(journey.office);
    await settled(journey.office);
    file = undefined;
  });
  afterEach(() => journey.end());

  const found = () => new Desks(journey, [clue, file]);
  const desks = () => found().holders(EVERYBODY);
  const inClue = (...steps: readonly Told[]) => journey.done(`clues/${clue}`, ...steps);
  const inCase = (...steps: readonly Told[]) => journey.done(`cases/${file}`, ...steps);
  const applied = async (file: string) => {
    await applyOrganisation(journey.office.installation, file, { dryRun: false });
  };
  const onLeave = (...people: readonly string[]) =>
    journey.onLeave(['2021-10-01', '2021-12-31'], ...people);
  const recused = (day: string, officer: string, by: string) =>
    inClue(
      [day, 'intake-nn', 'requestRecusal', { officer, ground: 'relative', reason: '亲属' }],
      [day, by, 'decideRecusal', { officer, granted: true }],
    );
  const leadersRecused = async (day: string) => {
    await recused(day, 'officer-3-nn', 'leader-nn');
    await recused(day, 'leader-nn', 'leader-gx');
  };
  const proposed = () =>
    inClue(
      ['2021-10-11', TEAM[0], 'proposeDisposal', { way: 'verify' }],
      [
        ...(['2021-10-11', 'head-nn', 'deliberate'] as const),
        { participants: ['head-nn', 'leader-nn', ...TEAM] },
      ],
    );
  const allocated = async (subjects: readonly object[], by = 'intake-nn') => {
    const body = { source: 'audit', subjects, summary: '反映收受礼金' };
    const id = await journey.opened('2021-10-11', by, 'clues', body);
    await journey.done(
      `clues/${id}`,
      ['2021-10-11', 'admin-nn', 'checkDuplicates'],
      ['2021-10-11', 'admin-nn', 'classify', { level: 'L2' }],
      ['2021-10-11', 'admin-nn', 'proposeAllocation', { mode: 'self' }],
      ['2021-10-11', 'leader-nn', 'approveAllocation', { mode: 'self' }],
    );
    return id;
  };
  const verified = async () => {
    await proposed();
    await inClue(
      ['2021-10-11', 'leader-nn', 'approveDisposal'],
      ['2021-10-12', 'head-nn', 'startVerification', { team: TEAM }],
      ...TEAM.map((as): Told => ['2021-10-13', as, 'signVerificationReport', { digest: DIGEST }]),
      [
        ...(['2021-10-13', TEAM[0], 'submitVerificationReport'] as const),
        { digest: DIGEST, findings: [{ matter: '礼金', result: 'partly' }], proposal: 'file' },
      ],
    );
  };
  const investigated = async () => {
    await verified();
    await inClue(
      ['2021-10-14', 'leader-nn', 'concludeVerification', { outcome: 'file' }],
      ['2021-10-15', 'leader-nn', 'startInvestigation', { officers: TEAM }],
    );
    file = (await journey.clue(clue)).caseId;
    await inCase(...handedIn('2021-10-18'));
  };
  const stuckOf = (as: string) => found().stuckOf(as);

  describe('verified, all leaders recused', () => {
    it('of who appoints there and of who is above, who are told what waits, until somebody is appointed', async () => {
      await verified();
      expect(await desks()).toEqual(['leader-nn', ...TEAM]);
      await leadersRecused('2021-10-14');
      expect(await desks()).toEqual(['admin-nn', ...TEAM, 'leader-gx']);
      expect(await stuckOf('leader-gx')).toEqual([
        {
          waits: ['concludeVerification'],
          ...{ organ: 'nn', roles: ['leader'] },
          detail: {
            en: 'Nobody at nn may go on with it. What may wait there: Conclude the verification. Have somebody else appointed to an office for that (leader), or have the office of who is on leave lent.',
            zh: 'nn 无人可以继续办理。可能等待的有：批准初核了结意见。请另行任命相应职务的人员（leader），或者将请假人员的职务委托他人。',
          },
        },
      ]);
      await journey.employed('nn', { 'yan-nn': 'leader' });
      expect(await desks()).toEqual(TEAM);
      expect(await found().commandsOf('yan-nn', 'clue')).toContain('concludeVerification');
    });
  });

  it('closing, its clue administrator recused: of the leader, and of who is above', async () => {
    await verified();
    await inClue(['2021-10-14', 'leader-nn', 'concludeVerification', { outcome: 'close' }]);
    expect(await desks()).toEqual(['admin-nn', ...TEAM]);
    await recused('2021-10-15', 'admin-nn', 'leader-nn');
    expect(await desks()).toEqual(['leader-nn', ...TEAM, 'leader-gx']);
  });

  it('adjudicated, all leaders recused: its case, of who appoints there and of who is above', async () => {
    await investigated();
    await inCase([
      ...(['2021-10-19', 'shi-nn', 'acceptForAdjudication'] as const),
      { panel: ['shi-nn', 'tan-nn'] },
    ]);
    await leadersRecused('2021-10-20');
    expect(await desks()).toEqual(['admin-nn', ...TEAM, 'shi-nn', 'tan-nn', 'leader-gx']);
    expect(await stuckOf('leader-gx')).toMatchObject([{ waits: ['decide'], roles: ['leader'] }]);
  });

  it('investigated, one left who may adjudicate: of him, of who may withdraw it, of who appoints, and of who is above', async () => {
    await investigated();
    expect(await desks()).toEqual([...TEAM, 'shi-nn', 'tan-nn']);
    await recused('2021-10-19', 'tan-nn', 'leader-nn');
    expect(await desks()).toEqual(['admin-nn', 'leader-nn', ...TEAM, 'shi-nn', 'leader-gx']);
    expect(await found().commandsOf('leader-nn', 'case')).toContain('withdrawCase');
    await journey.employed('nn', { 'yan-nn': 'adjudicator' });
    expect(await desks()).toEqual([...TEAM, 'shi-nn']);
  });

  it('investigated by one of two who could adjudicate: the same, and not above', async () => {
    await journey.employed('nn', { [TEAM[0]]: 'adjudicator' });
    await applied(ended('tan-nn', 'adjudicator'));
    await investigated();
    expect(await desks()).toEqual(['admin-nn', 'leader-nn', ...TEAM, 'shi-nn']);
  });

  describe('proposed', () => {
    it('its leaders gone: of who appoints there and of who may take it up', async () => {
      await proposed();
      await applied(ended('leader-nn', 'leader', 'L4'));
      expect(await desks()).toEqual(TEAM);
      await applied(ended('officer-3-nn', 'leader', 'L4'));
      expect(await desks()).toEqual(['admin-nn', ...TEAM, 'leader-gx']);
      expect(await found().commandsOf('leader-gx', 'clue')).toContain('raise');
    });

    it('its leaders on leave: the same, and of nobody else once one of them has lent his office', async () => {
      await proposed();
      await onLeave('leader-nn', 'officer-3-nn');
      expect(await desks()).toEqual(['admin-nn', 'leader-nn', ...TEAM, 'leader-gx']);
      await applied(`delegations:
  - { person: supervisor-qx, for: leader-nn, role: leader, organ: nn, from: 2021-10-11, to: 2021-12-31 }`);
      expect(await desks()).toEqual(TEAM);
      expect(await found().commandsOf('supervisor-qx', 'clue')).toContain('approveDisposal');
      // What he is kept from, the lent office does not show.
      await recused('2021-10-12', 'leader-nn', 'leader-gx');
      expect(await desks()).toEqual(['admin-nn', ...TEAM, 'leader-gx']);
    });
  });

  it('sent, all on leave who could sign for it: of who leads there, and of who is above', async () => {
    await inClue(
      ['2021-10-11', 'leader-nn', 'approveTransfer', { to: 'qx', mode: 'forward' }],
      ['2021-10-11', 'admin-nn', 'transfer', { to: 'qx', direction: 'down' }],
    );
    expect(await desks()).toEqual([...TEAM, 'admin-qx']);
    await onLeave('admin-qx');
    // The head of the unit may sign for it, too.
    expect(await desks()).toEqual(TEAM);
    await onLeave('head-qx');
    expect(await desks()).toEqual([
      ...['leader-nn', ...TEAM, 'leader-gx', 'leader-qx', 'admin-qx'],
    ]);
    expect(await stuckOf('leader-qx')).toMatchObject([
      { waits: ['acceptTransfer', 'refuseTransfer'], organ: 'qx' },
    ]);
  });

  it('with the unit, about its only head: of who may send it elsewhere, of who appoints, and of who is above', async () => {
    clue = await allocated([{ personId: 'head-nn', managingOrganId: 'nn' }]);
    expect(await desks()).toEqual(['admin-nn', 'leader-nn', 'leader-gx']);
    expect(await found().commandsOf('leader-nn', 'clue')).toContain('approveTransfer');
    expect(await found().commandsOf('leader-gx', 'clue')).toContain('raise');
  });

  it('with the unit, its head gone before anybody was assigned: of the same', async () => {
    clue = await allocated([{ personId: 'chen', managingOrganId: 'nn' }]);
    expect(await desks()).toEqual(['head-nn']);
    await applied(ended('head-nn', 'unit-head'));
    expect(await desks()).toEqual(['admin-nn', 'leader-nn', 'leader-gx']);
    expect(await stuckOf('leader-gx')).toMatchObject([
      { waits: ['assignOfficers'], roles: ['unit-head'] },
    ]);
  });

  it('with the unit, taken in by its only head: of the same', async () => {
    await journey.employed('nn', { 'head-nn': 'intake' });
    clue = await allocated([{ personId: 'chen', managingOrganId: 'nn' }], 'head-nn');
    expect(await desks()).toEqual(['admin-nn', 'leader-nn', 'leader-gx']);
    expect(await stuckOf('leader-gx')).toMatchObject([{ roles: ['unit-head'] }]);
    await journey.employed('nn', { 'yan-nn': 'unit-head' });
    expect(await desks()).toEqual([]);
  });

  it('verified by an officer recused, nobody there who could take his place: officers are asked for', async () => {
    await proposed();
    await inClue(
      ['2021-10-11', 'leader-nn', 'approveDisposal'],
      ['2021-10-12', 'head-nn', 'startVerification', { team: TEAM }],
    );
    await applied(ended('officer-3-nn', 'case-officer'));
    for (const officer of TEAM) {
      await recused('2021-10-13', officer, 'leader-nn');
    }
    expect(await desks()).toEqual(['admin-nn', 'leader-nn', 'leader-gx']);
    expect(await stuckOf('leader-gx')).toMatchObject([{ roles: ['case-officer'] }]);
  });

  describe('verified by officers who left', () => {
    beforeEach(async () => {
      await proposed();
      await inClue(
        ['2021-10-11', 'leader-nn', 'approveDisposal'],
        ['2021-10-12', 'head-nn', 'startVerification', { team: TEAM }],
      );
      for (const officer of TEAM) await applied(ended(officer, 'case-officer'));
    });
    const headAndLeadersGone = async () => {
      await applied(ended('head-nn', 'unit-head'));
      await applied(ended('leader-nn', 'leader', 'L4'));
      await applied(ended('officer-3-nn', 'leader', 'L4'));
    };
    const asksFor = (...waits: readonly string[]) => [{ waits, roles: ['unit-head', 'leader'] }];

    it('and those, too, who could replace them: of who appoints, and of who is above', async () => {
      expect(await desks()).toEqual(['head-nn', 'leader-nn']);
      await applied(ended('officer-3-nn', 'case-officer'));
      // Nobody there could take a place.
      expect(await desks()).toEqual(['admin-nn', 'head-nn', 'leader-nn', 'leader-gx']);
      await headAndLeadersGone();
      expect(await desks()).toEqual(['admin-nn', 'leader-gx']);
      expect(await stuckOf('leader-gx')).toMatchObject(asksFor('replaceOfficer'));
    });

    it('and those, too, who could replace them by another who is there: of the same', async () => {
      await headAndLeadersGone();
      expect(await desks()).toEqual(['admin-nn', 'leader-gx']);
      expect(await stuckOf('leader-gx')).toMatchObject(asksFor('replaceOfficer'));
    });
  });
});

function ended(person: string, role: string, clearance = 'L3'): string {
  return `appointments:
  - { person: ${person}, organ: nn, role: ${role}, clearance: ${clearance}, from: 2020-01-01, to: 2021-10-01 }`;
}
