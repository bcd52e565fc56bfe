import { FILED, handedIn, TEAM } from './filed.js';
import { HttpJourney, type Told } from './http-journey.js';
import { given, handledClue } from '../support/handled.js';
import { settled } from '../support/registers.js';

const HANDED_IN = handedIn('2021-12-20');

/** Source: domain.md §3.5: what adjudicators see is the dossier of a case. */
describe('what those who adjudicate see', () => {
  let journey: HttpJourney;
  let clue: string;
  let other: string;
  let caseId: string;
  beforeAll(async () => {
    journey = await HttpJourney.begin();
    clue = await handledClue(journey.office);
    other = await handledClue(journey.office);
    await journey.done(`clues/${clue}`, ...FILED);
    ({ caseId } = await journey.clue(clue));
  });
  afterAll(() => journey.end());

  const status = async (as: string, path: string) =>
    (await journey.office.ask('GET', `/api/${path}`, { as })).status;
  const capacity = async (as: string) => {
    const { items } = await journey.read('leader-nn', `capacities?clue=${clue}&person=${as}`);
    return items.map(({ sees }: { sees: string }) => sees);
  };
  const listed = async (as: string) => {
    await settled(journey.office);
    const { items } = await journey.read(as, 'clues');
    return items.map(({ clue: id }: { clue: string }) => id);
  };

  it('is nothing of a clue of their organ whose case has not come before them', async () => {
    for (const path of [`clues/${clue}`, `clues/${clue}/history`, `cases/${caseId}`])
      expect([path, await status('shi-nn', path)]).toEqual([path, 404]);
    expect(await listed('shi-nn')).toEqual([]);
    expect(await capacity('shi-nn')).toEqual(['nothing']);
    const body = { officer: TEAM[0], ground: 'relative', reason: '亲属' };
    expect(
      await journey.refused(`clues/${clue}`, ['2021-12-01', 'shi-nn', 'requestRecusal', body]),
    ).toBe('404 not-found');
  });

  it('is the clue, its text and its case from the day on which the report is handed in', async () => {
    await journey.done(`cases/${caseId}`, ...HANDED_IN);
    expect(await journey.read('shi-nn', `clues/${clue}`)).toMatchObject({
      summary: '反映陈某某收受礼金',
    });
    expect(await status('shi-nn', `cases/${caseId}`)).toBe(200);
    expect(await listed('shi-nn')).toEqual([clue]);
    expect(await capacity('shi-nn')).toEqual(['content']);
    expect(await status('shi-nn', `clues/${other}`)).toBe(404);
  });

  it('is for those alone who hold that office there', async () => {
    const panel = ['shi-nn', 'leader-nn'];
    const accept = ['2021-12-21', 'shi-nn', 'acceptForAdjudication', { panel }] as const;
    const { status: found, body } = await journey.given(`cases/${caseId}`, accept);
    expect([found, body.code]).toEqual([409, 'no-adjudicator']);
    expect(body.detail.en).toContain('leader-nn does not hold the office at nn');
  });

  it('stays so when the case goes back', async () => {
    const reason = '缺账册';
    await journey.done(`cases/${caseId}`, [
      ...(['2021-12-22', 'shi-nn', 'refuseAdjudication', { reason }] as const),
    ]);
    expect(await journey.clue(clue)).toMatchObject({ state: 'investigating' });
    expect(await status('shi-nn', `clues/${clue}`)).toBe(200);
    expect(await listed('shi-nn')).toEqual([clue]);
  });

  it('is never investigated by them, nor by one who handles no clues', async () => {
    await journey.done(
      `cases/${caseId}`,
      ...HANDED_IN.map(([, ...told]): Told => ['2021-12-27', ...told]),
    );
    const panel = ['shi-nn', 'tan-nn'];
    await journey.done(`cases/${caseId}`, [
      '2021-12-28',
      'shi-nn',
      'acceptForAdjudication',
      { panel },
    ]);
    await journey.employed('nn', { 'tan-nn': 'case-officer' });
    const replaced = (joining: string) =>
      journey.refused(`clues/${clue}`, [
        ...(['2021-12-29', 'leader-nn', 'replaceOfficer'] as const),
        { leaving: TEAM[0], joining, reason: '调动' },
      ]);
    expect(await replaced('tan-nn')).toBe('409 adjudicator-investigated');
    expect(await replaced('shi-nn')).toBe('409 adjudicator-investigated');
    expect(await replaced('admin-nn')).toBe('409 no-case-officer');
  });

  it('is no more for a leader who was recused from the clue, from that moment on', async () => {
    await journey.done(`clues/${clue}`, [
      ...(['2022-01-04', 'shi-nn', 'requestRecusal'] as const),
      { officer: 'leader-nn', ground: 'interest', reason: '利害关系' },
    ]);
    const recusal = { officer: 'leader-nn', granted: true };
    // Nobody waits for what follows from it.
    const asked = { clue, as: 'leader-gx', command: 'decideRecusal', body: recusal };
    expect((await given(journey.office, asked)).status).toBe(200);
    const decision = { personId: 'chen', measure: 'warning', form: 2 };
    expect(
      await journey.refused(`cases/${caseId}`, [
        ...(['2022-01-04', 'leader-nn', 'decide', { decisions: [decision] }] as const),
      ]),
    ).toBe('404 not-found');
  });
});
