import { answerForPeople, type Zones } from './answers-for-people.js';

const CLUE = 'b5a2651b-03d0-5462-b1aa-3c74041dd2ba';
/** Day ends of 31 October 2021 in Shanghai and in Amsterdam. */
const SHANGHAI = '2021-10-31T15:59:59.999Z';
const AMSTERDAM = '2021-10-31T22:59:59.999Z';
const ZONES: Zones = {
  own: 'Asia/Shanghai',
  of: ({ procedure }) => (procedure === 'receipt' ? 'Europe/Amsterdam' : 'Asia/Shanghai'),
};
const told = (name: string, answer: object, width?: number) =>
  answerForPeople({ name, answer, zones: ZONES }, width);

describe('an answer of a read model, for people,', () => {
  it('tells each row in its own zone, and names the zones once', () => {
    const items = [
      { clue: CLUE, procedure: 'receipt', nextDue: AMSTERDAM, revision: 7 },
      { clue: CLUE, procedure: 'cn-2019-example', nextDue: SHANGHAI, revision: 8 },
    ];
    const [zones, heads, , first, second] = told('clues', { items }).split('\n');
    expect(zones).toBe('times in the zone of each row: Asia/Shanghai, Europe/Amsterdam');
    expect(heads.split(/ {2,}/)).toEqual(['zone', 'clue', 'next due']);
    expect(first).toBe(`Europe/Amsterdam  ${CLUE}  2021-10-31`);
    expect(second).toBe(`Asia/Shanghai     ${CLUE}  2021-10-31`);
  });

  it('tells a due in hours by its minute', () => {
    const due = { items: [{ clue: CLUE, due: '2021-10-08T10:30:00.000Z', commands: ['close'] }] };
    expect(told('desk', due)).toContain(`${CLUE}  2021-10-08 18:30  close`);
  });

  it('says of what is no clue what it is', () => {
    const items = ['report', 'case'].map((kind) => ({ [kind]: CLUE, commands: ['decide'] }));
    const lines = told('desk', { items }).split('\n');
    expect(lines.slice(-2).map((line) => line.split(/ {2,}/)[0])).toEqual([
      `report ${CLUE}`,
      `case ${CLUE}`,
    ]);
  });

  it('says below a desk what nobody may go on with, and what leads on', () => {
    const stuck = { waits: ['decide'], detail: { en: 'Nobody may.', zh: '无人可办。' } };
    const items = [
      { clue: CLUE, commands: ['raise'], stuck },
      { case: CLUE, stuck },
    ];
    expect(told('desk', { items }).split('\n').slice(-4)).toEqual([
      ...[`${CLUE}: Nobody may.`, '无人可办。', `case ${CLUE}: Nobody may.`, '无人可办。'],
    ]);
  });

  it('says of which moment it tells, and how to read on, with the cursor alone on its line', () => {
    const axes = { asOf: SHANGHAI, knownAt: '2021-11-01T01:00:00.000000Z' };
    expect(told('overdue', { items: [], ...axes, next: 'x'.repeat(200) })).toBe(
      `(none)\nas of 2021-10-31 23:59, as known 2021-11-01 09:00 (Asia/Shanghai)\nmore: add --cursor with\n${'x'.repeat(200)}`,
    );
  });

  it('shows all that an unknown read model has', () => {
    expect(told('sign-offs', { items: [{ signOff: 'a', by: 'li' }], total: 1 })).toBe(
      'sign off  by\n────────  ──\na         li\ntotal  1',
    );
  });

  it('keeps clue and due on a terminal of 80 columns', () => {
    const row = {
      ...{ clue: CLUE, dueOn: '2021-10-31', daysOverdue: 12, organ: 'nn', provisional: true },
      ...{ title: { en: 'Preliminary verification', zh: '初步核实' } },
      officers: ['officer-nn-1', 'officer-nn-2'],
    };
    const [heads, , , first] = told('overdue', { items: [row] }, 80).split('\n');
    expect(heads).toMatch(/^clue +due on +days/);
    expect(first).toMatch(new RegExp(`^${CLUE} +2021-10-31 +12 `));
  });
});
