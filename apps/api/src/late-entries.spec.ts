import { given, step } from '../../../test/support/handled.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { settled } from '../../../test/support/registers.js';

const DAY = '2021-10-08';
const OF_IT = { command: 'classify', day: DAY };

describe('what is told three weeks after it happened', () => {
  let office: TestOffice;
  let clue: string;
  const classify = (more: object = {}) => {
    const body = { level: 'L2', happenedAt: DAY, ...more };
    return given(office, { clue, as: 'admin-nn', command: 'classify', body });
  };
  const countersign = (as: string, more: object = {}) => {
    const body = { ...OF_IT, reason: '当日在场', ...more };
    return given(office, { clue, as, command: 'countersign', body });
  };

  beforeAll(async () => {
    office = await openOffice();
    office.clock.set(`${DAY}T01:00:00.000Z`);
    const asked = { as: 'intake-nn', body: DISCOVERY };
    clue = (await office.ask('POST', '/api/clues', asked)).body.id;
    await step(office, clue, ['admin-nn', 'checkDuplicates']);
    office.clock.set('2021-10-29T01:00:00.000Z');
  }, 180_000);
  afterAll(() => office.dispose());

  it('is refused without a reason, and without another who countersigned it', async () => {
    const bare = await classify();
    expect([bare.status, bare.body.code]).toEqual([409, 'required']);
    const alone = await classify({ reason: '漏登' });
    expect([alone.status, alone.body]).toMatchObject([
      409,
      { code: 'not-countersigned', details: { ...OF_IT, expected: 10, found: 21 } },
    ]);
    expect(alone.text).toContain('beyond 10 days another person countersigns it first');
  });

  it('is countersigned with a reason, by who may', async () => {
    const unsaid = await countersign('leader-nn', { reason: undefined });
    expect([unsaid.status, unsaid.body.code]).toEqual([409, 'required']);
    expect((await countersign('admin-nn')).body.code).toBe('wrong-role');
    expect((await countersign('leader-nn')).status).toBe(200);
  });

  it('is taken then, once, and listed with both', async () => {
    expect((await classify({ reason: '漏登' })).status).toBe(200);
    expect((await classify({ reason: '漏登', level: 'L1' })).body.code).toBe('not-countersigned');
    await settled(office);
    const { body } = await office.ask('GET', '/api/late-entries', { as: 'leader-nn' });
    expect(body.items).toEqual([
      expect.objectContaining({
        ...{ clue, kind: 'clue', type: 'ClassificationSet', days: 21 },
        ...{ recordedBy: 'admin-nn', countersignedBy: 'leader-nn' },
      }),
    ]);
  });

  it('and so is a correction that moves to another day what another told', async () => {
    const told = { as: 'intake-nn', body: { ...DISCOVERY, happenedAt: DAY } };
    const of = (await office.ask('POST', '/api/clues', told)).body.id;
    const { body } = await office.ask('GET', `/api/clues/${of}/history`, { as: 'admin-nn' });
    const [opening] = body.items;
    const corrects = () =>
      given(office, {
        ...{ clue: of, as: 'admin-nn', command: 'correctFact' },
        body: {
          ...{ targetEventId: opening.eventId, field: 'happenedAt', reason: '误录' },
          ...{ old: opening.happenedAt, new: '2021-10-20' },
        },
      });
    const alone = await corrects();
    expect([alone.status, alone.body]).toMatchObject([
      409,
      {
        code: 'correction-not-countersigned',
        details: { command: 'correctFact', day: '2021-10-20' },
      },
    ]);
    const agreed = { command: 'correctFact', day: '2021-10-20', reason: '收文登记为证' };
    const asked = { clue: of, as: 'leader-nn', command: 'countersign', body: agreed };
    expect((await given(office, asked)).status).toBe(200);
    expect((await corrects()).status).toBe(200);
    await settled(office);
    const list = await office.ask('GET', '/api/late-entries', { as: 'leader-nn' });
    expect(list.body.items).toContainEqual(
      expect.objectContaining({
        ...{ clue: of, type: 'FactCorrected', days: 12, corrects: opening.eventId },
        ...{ recordedBy: 'admin-nn', countersignedBy: 'leader-nn' },
      }),
    );
  });
});
