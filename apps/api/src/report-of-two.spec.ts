import { given } from '../../../test/support/handled.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { settled } from '../../../test/support/registers.js';

const LETTER = {
  ...{ channel: 'letter', realName: true, higher: false },
  ...{ text: '反映陈某某收受礼金', subjects: ['chen'], reporterId: 'outsider' },
};
const ROUNDS = 6;
const as = 'intake-nn';

describe('a report of which two clues are made while one of them goes up sealed', () => {
  let office: TestOffice;
  beforeAll(async () => (office = await openOffice()), 180_000);
  afterAll(() => office.dispose());

  const discover = async (report: string, managingOrganId: string) => {
    const subjects = [{ personId: 'chen', managingOrganId }];
    const body = { ...DISCOVERY, subjects, reportIds: [report] };
    return office.ask('POST', '/api/clues', { as, body });
  };
  const sealUp = (clue: string) =>
    given(office, { clue, as, command: 'sealUp', body: { to: 'gx' } });
  /** A report, and the clue of it that is for the organ above. */
  const begun = async () => {
    const report = (await office.ask('POST', '/api/reports', { as, body: LETTER })).body.id;
    const above = (await discover(report, 'gx')).body.id;
    await settled(office);
    return { report, above };
  };
  /** Whether its text is here, and whether the other clue has it. */
  const found = async (report: string, other: { status: number; body: { code?: string } }) => {
    await settled(office);
    const { body } = await office.ask('GET', `/api/reports/${report}`, { as });
    const isHere = body.text === LETTER.text;
    if (other.status === 201) return [isHere, body.state];
    return [!isHere, other.body.code];
  };
  const KEPT = [true, 'attached'];
  const GONE = [true, 'report-sealed-up'];

  it('stays for the other, or goes with the one: it is never lost to a clue that has it', async () => {
    const outcomes = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { report, above } = await begun();
      const [other] = await Promise.all([discover(report, 'nn'), sealUp(above)]);
      outcomes.push(await found(report, other));
    }
    expect(outcomes.filter((one) => ![`${KEPT}`, `${GONE}`].includes(`${one}`))).toEqual([]);
  }, 60_000);

  it('stays for the one that was opened just before', async () => {
    const all = [];
    for (let round = 0; round < 3 * ROUNDS; round++) all.push(await begun());
    // Many at once: what processes owe for the two is still owed together.
    const others = await Promise.all(
      all.map(async ({ report, above }) => {
        const other = await discover(report, 'nn');
        expect((await sealUp(above)).status).toBe(200);
        return other;
      }),
    );
    for (const [index, { report }] of all.entries())
      expect(await found(report, others[index])).toEqual(KEPT);
  }, 60_000);

  it('is given to none that is opened just after', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { report, above } = await begun();
      expect((await sealUp(above)).status).toBe(200);
      expect(await found(report, await discover(report, 'nn'))).toEqual(GONE);
    }
  }, 60_000);
});
