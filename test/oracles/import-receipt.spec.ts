import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { imported, totalsAt, type Told } from '../support/importing.js';
import { openOffice, type TestOffice } from '../support/organisation.js';
import { bruteForceTotals } from '../support/synthetic-log.js';

const REAL = process.env['CLUETRAIL_RECEIPT'];
if (!REAL) process.stdout.write('skipped: the real receipt log (name it with CLUETRAIL_RECEIPT)\n');

(REAL ? describe : describe.skip)('the real receipt log', () => {
  let office: TestOffice;
  let told: Told;
  beforeAll(async () => {
    if (!REAL || !existsSync(REAL))
      throw new Error(`CLUETRAIL_RECEIPT: expected a file, found ${REAL}`);
    office = await openOffice({ empty: true });
    told = await imported(office, createReadStream(REAL));
  }, 180_000);
  afterAll(() => office.dispose());

  it('comes in whole', () =>
    expect(told.result).toMatchObject({ cases: 1434, faults: [], skipped: 0 }));

  it('gives the totals that were computed apart from it', async () => {
    expect(await totalsAt(office, '2010-12-31T23:59:59.999Z')).toEqual({
      registered: 329,
      open: 215,
      overdue: 19,
    });
    expect(await totalsAt(office, '2011-06-30T23:59:59.999Z')).toEqual({
      registered: 944,
      open: 232,
      overdue: 45,
    });
  });

  it('gives those of a brute force over the file at other dates too', async () => {
    const rows: Record<string, string>[] = parse(readFileSync(REAL ?? ''), { columns: true });
    const first = new Map(rows.map((row) => [row['case:concept:name'], row]));
    const at = (text: string) =>
      Date.parse(text.replace(' ', 'T').replace(/([.]\d{3})\d{3}/, '$1'));
    const cases = [...first].map(([id, row]) => ({
      id,
      start: at(row['case:startdate']),
      ...(row['case:enddate'] && { end: at(row['case:enddate']) }),
      deadline: at(row['case:deadline']),
      confirmedBy: '',
    }));
    for (let month = 0; month < 24; month++) {
      const T = new Date(Date.UTC(2010, 6 + month, 13, 12, 0, 0)).toISOString();
      expect({ T, ...(await totalsAt(office, T)) }).toEqual({
        T,
        ...bruteForceTotals(cases, Date.parse(T)),
      });
    }
  }, 180_000);

  it('lists 1,088 four-eyes breaches of 1,316', async () => {
    const { body } = await office.admin('GET', '/api/four-eyes-breaches');
    expect([body.total, body.of]).toEqual([1088, 1316]);
  });
});
