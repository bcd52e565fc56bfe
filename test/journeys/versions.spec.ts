import { readFileSync } from 'node:fs';
import { HttpJourney } from './http-journey.js';

const FILE = new URL('../../libs/clues/procedures/cn-2019-example.v5.yaml', import.meta.url);
const OWN = readFileSync(FILE, 'utf8').replace('cn-2019-example\n', 'own\n');
const FIRST = OWN.replace('version: 5', 'version: 1');
/** More days to allocate a clue. */
const SECOND = OWN.replace('version: 5', 'version: 2').replace(
  /(allocate:[^]*?length: )5W/,
  (_, head: string) => `${head}15W`,
);

describe('clues about one person under two versions of a procedure', () => {
  let journey: HttpJourney;
  beforeAll(async () => void (journey = await HttpJourney.begin()));
  afterAll(() => journey.end());

  const publish = async (body: string) => {
    const asked = { as: 'sysadmin-gx', body, type: 'application/yaml' };
    const { status, text } = await journey.office.admin('POST', '/admin/procedures', asked);
    expect([status, text]).toEqual([201, expect.any(String)]);
  };
  const discovered = (day: string) =>
    journey.opened(day, 'intake-nn', 'clues', {
      ...{ source: 'audit', summary: '反映套取补贴资金', procedure: 'own' },
      subjects: [{ personId: 'chen', managingOrganId: 'nn' }],
    });
  const due = async (id: string) => Object.values(await journey.open(id, '2021-09-10'));

  it('are joined, and what was due is due', async () => {
    await publish(FIRST);
    const old = await discovered('2021-09-01');
    await publish(SECOND);
    const young = await discovered('2021-09-06');
    expect([await due(old), await due(young)]).toEqual([['2021-09-08'], ['2021-09-27']]);
    const duplicate = { survivor: young, reason: '同一事项' };
    await journey.done(`clues/${old}`, ['2021-09-07', 'admin-nn', 'markDuplicate', duplicate]);
    const { state, procedure } = await journey.clue(young);
    expect([state, procedure]).toMatchObject(['registered', { name: 'own', version: 2 }]);
    expect([await due(old), await due(young)]).toEqual([[], ['2021-09-08']]);
  });

  it('are not where the next version parts other people', async () => {
    const pair = '[discover, assignOfficers],';
    const old = await discovered('2021-09-08');
    await publish(SECOND.replace('version: 2', 'version: 3').replace(pair, ''));
    const young = await discovered('2021-09-09');
    const duplicate = { survivor: young, reason: '同一事项' };
    const answer = await journey.given(`clues/${old}`, [
      ...(['2021-09-10', 'admin-nn', 'markDuplicate', duplicate] as const),
    ]);
    expect([answer.status, answer.body.code, answer.body.details]).toEqual([
      ...[409, 'survivor-under-other-version'],
      { field: 'fourEyes', expected: 2, found: 3 },
    ]);
  });
});
