import { kindOfActivity, readMapping, shippedMapping } from './mapping.js';

const obligationsOf = (procedure: string) => (procedure === 'receipt' ? ['receipt'] : undefined);

const FILE = `mapping: mine
procedure: receipt
obligation: receipt
organ: imported
zone: Europe/Amsterdam
columns:
  case: case
  row: row
  activity: activity
  time: at
  resource: by
  start: start
  deadline: deadline
activities:
  T02: checked
`;

const faultsOf = (text: string) => {
  const read = readMapping(text, obligationsOf);
  return 'faults' in read ? read.faults : [];
};

describe('a mapping', () => {
  it('names columns, kinds of act, zone and procedure', () => {
    expect(faultsOf(FILE)).toEqual([]);
    expect(readMapping(FILE, obligationsOf)).toMatchObject({
      mapping: {
        mapping: 'mine',
        columns: { deadline: 'deadline' },
        activities: { T02: 'checked' },
      },
    });
  });

  it.each([
    ['procedure: receipt', 'procedure: other', { line: 2, path: 'procedure', found: 'other' }],
    ['obligation: receipt', 'obligation: verify', { line: 3, path: 'obligation', found: 'verify' }],
    ['obligation: receipt\n', '', { line: 12, path: 'columns.deadline', found: 'none' }],
    ['Europe/Amsterdam', '+01:00', { line: 5, path: 'zone', found: '+01:00' }],
    ['T02: checked', 'T02: 7', { line: 15, path: 'activities.T02', found: '7' }],
    ['  row: row\n', '', { line: 7, path: 'columns.row', found: 'nothing' }],
    ['  time: at', '  tme: at', { line: 10, path: 'columns.tme', found: 'a string' }],
    ['organ: imported', 'organ: Imported', { line: 4, path: 'organ', found: 'a string' }],
  ])('is refused with line and place: %j → %j', (right, wrong, fault) => {
    const faults = faultsOf(FILE.replace(right, wrong));
    expect(faults).toContainEqual({ ...fault, expected: expect.any(String) });
  });

  it('is refused with its line where it is no YAML', () => {
    expect(faultsOf('mapping: mine\n  procedure: [')).toContainEqual(
      expect.objectContaining({ line: 2, expected: 'YAML' }),
    );
  });

  it('knows an activity by its whole name or its leading code', () => {
    const mapping = shippedMapping('receipt', obligationsOf);
    if (!mapping) throw new Error('receipt: expected to be shipped');
    expect(
      [
        'Confirmation of receipt',
        'T02 Check confirmation of receipt',
        'T07-1 Draft intern advice aspect 1',
        'T10',
        'T08 Draft and send request for advice',
        'constructor',
      ].map((activity) => kindOfActivity(mapping, activity)),
    ).toEqual([
      'registration-confirmed',
      'checked',
      'advice-requested',
      'suspension-noted',
      undefined,
      undefined,
    ]);
  });

  it('is shipped for receipt alone', () =>
    expect(shippedMapping('another', obligationsOf)).toBeUndefined());
});
