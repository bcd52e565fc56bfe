import { shippedProcedures } from '@cluetrail/clues';
import { carriedOut } from '../support/carried-out.js';
import { handledClue } from '../support/handled.js';
import { Desks } from './desks.js';
import { FILED, handedIn, TEAM } from './filed.js';
import { HttpJourney, type Told } from './http-journey.js';

const EVERYBODY = [
  ...['intake-nn', 'admin-nn', 'head-nn', 'leader-nn', ...TEAM, 'officer-3-nn'],
  ...['leader-gx', 'admin-gx', 'head-gx', 'leader-qx'],
];

/** 南宁 has two leaders, one of whom is `officer-3-nn`; 广西 has one. */
describe('what is asked for beside the matter is on the desks', () => {
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
  const inClue = (...steps: readonly Told[]) => journey.done(`clues/${clue}`, ...steps);
  const inCase = (...steps: readonly Told[]) => journey.done(`cases/${file}`, ...steps);
  const onLeave = async (day: string, ...people: readonly string[]) => {
    await journey.onLeave([day, '2022-12-31'], ...people);
    journey.office.clock.set(`${day}T10:00:00+08:00`);
  };
  const stuckOf = (as: string) => found().stuckOf(as);
  const commandsOf = (as: string) => found().commandsOf(as, 'clue');

  describe('more time', () => {
    const asked = (day: string, obligation: string, as = TEAM[0]): Told => [
      ...([day, as, 'requestExtension', { obligation, reason: '案情复杂' }] as const),
    ];

    it('to verify: of the leaders there; a second time of who alone may grant it, above', async () => {
      await inClue(...FILED.slice(0, 4), asked('2021-12-10', 'verify'));
      expect(await desks()).toEqual(['leader-nn', ...TEAM, 'officer-3-nn']);
      expect(await commandsOf('leader-nn')).toContain('grantExtension');
      await inClue(['2021-12-13', 'leader-nn', 'grantExtension', { obligation: 'verify' }]);
      expect(await desks()).toEqual(TEAM);
      await inClue(asked('2022-01-10', 'verify'));
      expect(await desks()).toEqual([...TEAM, 'leader-gx']);
      expect(await commandsOf('leader-gx')).toContain('grantExtension');
      const second: Told = ['2022-01-11', 'leader-nn', 'grantExtension', { obligation: 'verify' }];
      expect(await journey.refused(`clues/${clue}`, second)).toBe('409 approver-level');
      await inClue(['2022-01-11', 'leader-gx', 'grantExtension', { obligation: 'verify' }]);
      expect(await desks()).toEqual(TEAM);
    });

    it('to adjudicate, and to execute: of the leaders there', async () => {
      await inClue(...FILED);
      file = (await journey.clue(clue)).caseId;
      await inCase(...handedIn('2021-12-20'), [
        ...(['2021-12-21', 'shi-nn', 'acceptForAdjudication'] as const),
        { panel: ['shi-nn', 'tan-nn'] },
      ]);
      const isAsked = async () => {
        const rows = await found().of('leader-nn');
        return rows.some((row) => row.clue && row.commands.includes('grantExtension'));
      };
      expect(await isAsked()).toBe(false);
      await inClue(asked('2021-12-27', 'adjudicate', 'head-nn'));
      expect(await desks()).toEqual(['leader-nn', ...TEAM, 'officer-3-nn']);
      expect(await isAsked()).toBe(true);
      await inClue(['2021-12-28', 'leader-nn', 'grantExtension', { obligation: 'adjudicate' }]);
      await inCase([
        ...(['2022-01-10', 'leader-nn', 'decide'] as const),
        { decisions: [{ personId: 'chen', measure: 'warning', form: 2 }] },
      ]);
      await inClue(asked('2022-01-17', 'execute', 'head-nn'));
      await desks();
      expect(await isAsked()).toBe(true);
    });
  });

  it('more time that nobody up to the root may grant: of who appoints there', async () => {
    const request = { obligation: 'verify', reason: '案情复杂' };
    await inClue(...FILED.slice(0, 4), ['2021-11-10', TEAM[0], 'requestExtension', request]);
    await onLeave('2021-11-11', 'leader-nn', 'officer-3-nn');
    expect(await desks()).toEqual([
      ...['admin-nn', 'leader-nn', ...TEAM, 'officer-3-nn', 'leader-gx'],
    ]);
    expect(await stuckOf('admin-nn')).toMatchObject([
      { waits: ['grantExtension'], organ: 'nn', roles: ['leader'] },
    ]);
  });

  describe('a recusal', () => {
    const asked = (day: string, as: string, officer: string): Told => [
      ...([day, as, 'requestRecusal', { officer, ground: 'relative', reason: '亲属' }] as const),
    ];

    it('of the only leader of a top organ: of who appoints there, since he does not decide on his own', async () => {
      const subjects = [{ personId: 'chen', managingOrganId: 'gx' }];
      clue = await journey.opened('2021-10-11', 'intake-gx', 'clues', {
        ...{ source: 'audit', summary: 'x', subjects },
      });
      const own = asked('2021-10-12', 'head-gx', 'leader-gx');
      await inClue(
        ['2021-10-11', 'admin-gx', 'checkDuplicates'],
        ['2021-10-11', 'admin-gx', 'classify', { level: 'L2' }],
        ['2021-10-11', 'admin-gx', 'proposeAllocation', { mode: 'self' }],
        ['2021-10-11', 'leader-gx', 'approveAllocation', { mode: 'self' }],
        ['2021-10-12', 'head-gx', 'assignOfficers', { officers: ['officer-1-gx', 'officer-2-gx'] }],
      );
      expect(await desks()).toEqual([]);
      await inClue(own);
      expect(await desks()).toEqual(['leader-gx', 'admin-gx']);
      expect(await commandsOf('leader-gx')).not.toContain('decideRecusal');
      expect(await stuckOf('admin-gx')).toMatchObject([
        { waits: ['decideRecusal'], organ: 'gx', roles: ['leader'] },
      ]);
      await journey.employed('gx', { 'yan-gx': 'leader' });
      expect(await desks()).toEqual([]);
      expect(await commandsOf('yan-gx')).toContain('decideRecusal');
    });

    it('all leaders up to the root away: of who appoints there', async () => {
      await inClue(...FILED.slice(0, 4), asked('2021-10-15', 'head-nn', TEAM[0]));
      expect(await desks()).toEqual(['leader-nn', ...TEAM, 'officer-3-nn', 'leader-gx']);
      await onLeave('2021-10-18', 'leader-nn', 'officer-3-nn');
      expect(await desks()).toEqual([...TEAM, 'leader-gx']);
      await onLeave('2021-10-18', 'leader-gx');
      expect(await desks()).toEqual([
        ...['admin-nn', 'leader-nn', ...TEAM, 'officer-3-nn', 'leader-gx'],
      ]);
      expect(await stuckOf('admin-nn')).toMatchObject([{ waits: ['decideRecusal'], organ: 'nn' }]);
    });
  });
});
