import { Readable } from 'node:stream';
import { imported, totalsAt } from '../support/importing.js';
import { openOffice, type TestOffice } from '../support/organisation.js';
import { bruteForceTotals, syntheticLog } from '../support/synthetic-log.js';

describe('an imported log at its edges', () => {
  const log = syntheticLog(30, 23);
  const checkedByAnother = log.cases.filter(
    ({ checkedBy, confirmedBy }) => checkedBy !== undefined && checkedBy !== confirmedBy,
  );
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice({ empty: true });
    office.clock.set('2021-10-08T01:00:00Z');
    const repeats = checkedByAnother.map(({ id, confirmedBy }) => checkedAgain(id, confirmedBy));
    const { result } = await imported(office, Readable.from([log.csv, ...repeats]));
    expect(result?.faults).toEqual([]);
  });
  afterAll(() => office.dispose());

  it('counts to the millisecond around each start, end and deadline', async () => {
    const edges = log.cases
      .slice(0, 12)
      .flatMap(({ start, end, deadline }) => [
        ...[start, deadline, ...(end === undefined ? [] : [end])].flatMap((at) => [
          at - 1,
          at,
          at + 1,
        ]),
      ]);
    for (const at of edges) {
      const T = new Date(at).toISOString();
      expect({ T, ...(await totalsAt(office, T)) }).toEqual({
        T,
        ...bruteForceTotals(log.cases, at),
      });
    }
  });

  it('takes no later check for a breach, where another made the first', async () => {
    expect(checkedByAnother.length).toBeGreaterThan(0);
    const same = log.cases.filter(({ checkedBy, confirmedBy }) => checkedBy === confirmedBy);
    const { body } = await office.admin('GET', '/api/four-eyes-breaches');
    expect([body.total, body.of]).toEqual([same.length, same.length + checkedByAnother.length]);
  });

  /** A second T02 of a case, long after its first, by who confirmed its receipt. */
  function checkedAgain(id: string, resource: string): string {
    const first = log.csv
      .split('\n')
      .find((line) => line.includes(`,${id},`) && /,T02 /.test(line));
    const cells = (first ?? '').split(',');
    const later = [`task-${id}-again`, cells[7], resource, '2012-01-02 10:00:00.000000+01:00'];
    return `${[...cells.slice(0, 6), ...later].join(',')}\n`;
  }
});
