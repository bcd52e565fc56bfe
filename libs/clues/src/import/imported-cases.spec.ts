import { ImportedCases } from './imported-cases.js';
import { shippedMapping } from './mapping.js';

const AT = '2011-01-03 10:00:00.000000+01:00';
const ROW = {
  'case:concept:name': 'case-1',
  'concept:instance': 'task-1',
  'concept:name': 'T02 Check confirmation of receipt',
  'time:timestamp': AT,
  'org:resource': 'Resource21',
  'case:startdate': AT,
  'case:enddate': '',
  'case:deadline': AT,
};

function gathered(...rows: Partial<typeof ROW>[]): ImportedCases {
  const mapping = shippedMapping('receipt', () => ['receipt']);
  if (!mapping) throw new Error('receipt: expected to be shipped');
  const now = '2011-06-01T00:00:00.000Z';
  const cases = new ImportedCases({ mapping, now, pseudonymOf: (text) => `p-${text.length}` });
  rows.forEach((row, index) => cases.add({ ...ROW, ...row }, index + 2));
  return cases;
}

const task = (number: number) => ({ 'concept:instance': `task-${number}` });

describe('gathering rows to cases', () => {
  it('brings scattered rows together, in the order of the file', () => {
    const other = { 'case:concept:name': 'case-2' };
    const cases = [...gathered(task(1), other, task(3)).all()];
    expect(
      cases.map(({ caseId, line, rows }) => [caseId, line, rows.map((one) => one.rowId)]),
    ).toEqual([
      ['case-1', 2, ['task-1', 'task-3']],
      ['case-2', 3, ['task-1']],
    ]);
  });

  it('takes the end from whichever row says it', () => {
    const [one] = gathered(task(1), { ...task(2), 'case:enddate': AT }).all();
    expect(one.end).toBe('2011-01-03T09:00:00.000Z');
  });

  it('lets a code stand, and hides what may be a name', () => {
    const by = (resource: string) => {
      const [one] = gathered({ 'org:resource': resource }).all();
      return one.rows[0].by;
    };
    expect(['Resource21', 'admin1', 'unit-7'].map(by)).toEqual(['resource21', 'admin1', 'unit-7']);
    expect(['test', 'Jan de Vries', '张建国', 'Li 2', `R${'1'.repeat(40)}`].map(by)).toEqual([
      'p-4',
      'p-12',
      'p-3',
      'p-4',
      'p-41',
    ]);
  });

  it.each([
    ['concept:name', '', 'nothing'],
    ['concept:name', 'x'.repeat(201), '201 characters'],
    ['concept:name', 'bad \uFFFD byte', 'bad \uFFFD byte'],
    ['concept:instance', 'a\0b', 'a?b'],
    ['case:enddate', '31/12/2011', '31/12/2011'],
    ['case:startdate', '', 'nothing'],
  ])('reports a faulty %s: %j', (column, text, found) => {
    const cases = gathered({ [column]: text });
    expect(cases.faults).toEqual([{ line: 2, column, expected: expect.any(String), found }]);
    expect(cases.size).toBe(0);
  });

  it.each([
    ['time:timestamp', '0202-01-01 10:00:00', 'a time from 1900 on'],
    ['case:deadline', '9999-01-01 10:00:00', 'a time before 9999'],
    ['time:timestamp', '2011-06-01T00:00:00.001Z', 'a time up to now, 2011-06-01T00:00:00.000Z'],
    ['case:startdate', '2999-01-01T00:00:00.000Z', 'a time up to now, 2011-06-01T00:00:00.000Z'],
    ['case:enddate', '2999-01-01T00:00:00.000Z', 'a time up to now, 2011-06-01T00:00:00.000Z'],
  ])('reports a %s that cannot be: %s', (column, found, expected) => {
    expect(gathered({ [column]: found }).faults).toEqual([{ line: 2, column, expected, found }]);
  });

  it('takes a deadline that lies ahead, and what happened just now', () => {
    const [one] = gathered({
      'case:deadline': '2999-01-01T00:00:00.000Z',
      'time:timestamp': '2011-06-01T00:00:00Z',
    }).all();
    expect([one.deadline, one.rows[0].at]).toEqual([
      '2999-01-01T00:00:00.000Z',
      '2011-06-01T00:00:00.000Z',
    ]);
  });

  it('tells at most a thousand faults one by one, and counts the others', () => {
    const { faults } = gathered(...Array.from({ length: 1003 }, () => ({ 'time:timestamp': '' })));
    expect(faults).toHaveLength(1001);
    expect(faults.at(-1)?.found).toBe('3 more');
  });
});
