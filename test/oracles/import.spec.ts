import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { openOffice, type TestOffice } from '../support/organisation.js';
import { bruteForceTotals, syntheticLog } from '../support/synthetic-log.js';

interface Told {
  readonly result?: {
    readonly added: number;
    readonly skipped: number;
    readonly cases: number;
    readonly faults: readonly object[];
  };
  readonly problem?: { readonly code: string; readonly errors: readonly object[] };
}

/** Sends a CSV through the admin socket of a directory in set-up; answers its last line. */
function imported(office: TestOffice, csv: Readable, mapping = 'receipt'): Promise<Told> {
  return new Promise((resolve, reject) => {
    const made = request(
      {
        socketPath: join(office.directory, 'admin.sock'),
        method: 'POST',
        path: `/admin/import/${mapping}`,
        headers: { 'content-type': 'text/csv' },
      },
      (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
        answer.on('end', () => resolve(JSON.parse(text.trim().split('\n').at(-1) ?? '{}')));
      },
    );
    made.on('error', reject);
    csv.pipe(made);
  });
}

const totalsAt = async (office: TestOffice, T: string) => {
  const { registered, open, overdue } = (await office.admin('GET', `/api/totals?asOf=${T}`)).body;
  return { registered, open, overdue };
};

describe('importing an event log', () => {
  const log = syntheticLog();
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice({ empty: true });
    office.clock.set('2021-10-08T01:00:00Z');
  });
  afterAll(() => office.dispose());

  it('gives the totals of the file at every date', async () => {
    const { result } = await imported(office, Readable.from([log.csv]));
    expect(result).toMatchObject({ cases: log.cases.length, faults: [], skipped: 0 });
    for (let day = 0; day < 400; day += 7) {
      const T = new Date(Date.parse('2010-09-15T23:59:59.999Z') + day * 86_400_000).toISOString();
      expect({ T, ...(await totalsAt(office, T)) }).toEqual({
        T,
        ...bruteForceTotals(log.cases, Date.parse(T)),
      });
    }
  });

  it('finds where the same resource confirmed and first checked', async () => {
    const { body } = await office.admin('GET', '/api/four-eyes-breaches');
    const both = log.cases.filter(({ checkedBy }) => checkedBy !== undefined);
    const same = both.filter(({ checkedBy, confirmedBy }) => checkedBy === confirmedBy);
    expect([body.total, body.of]).toEqual([same.length, both.length]);
    expect(same.length).toBeLessThan(both.length);
  });

  it('twice adds nothing', async () => {
    const before = (await office.installation.store.head()).position;
    const { result } = await imported(office, Readable.from([log.csv]));
    expect(result?.added).toBe(0);
    expect((await office.installation.store.head()).position).toBe(before);
  });

  it('of a file that has grown adds what is new', async () => {
    const last = log.csv.trim().split('\n').at(-1) ?? '';
    const { result } = await imported(
      office,
      Readable.from([`${log.csv}${last.replace(/task-[^,]*/, 'task-new')}\n`]),
    );
    expect(result?.added).toBe(1);
  });

  it('tells a row that cannot be mapped by its line, and brings in the rest', async () => {
    const [header, first, ...rest] = syntheticLog(3, 99).csv.split('\n');
    const broken = first.replace(/\d{4}-\d{2}-\d{2} [^,]*$/, 'yesterday');
    const short = 'Internet,case-9999';
    const csv = [header, broken, short, ...rest].join('\n').replaceAll('case-100', 'case-7');
    const { result } = await imported(office, Readable.from([csv]));
    expect(result?.faults).toEqual([
      { line: 2, column: 'time:timestamp', expected: 'a time with its offset', found: 'yesterday' },
      { line: 3, column: '', expected: '10 columns', found: '2' },
    ]);
    expect(result?.added).toBeGreaterThan(0);
  });

  it('of a file without a mapped column brings in nothing, and names the column', async () => {
    const { problem } = await imported(office, Readable.from(['a,b\n1,2\n']));
    expect(problem?.code).toBe('faulty-file');
    expect(problem?.errors).toContainEqual({
      line: 1,
      path: 'case:concept:name',
      expected: 'a column of that name',
      found: 'none',
    });
  });

  it('refuses a bad mapping with its line, what was expected and what was found', async () => {
    const yaml =
      'mapping: mine\nprocedure: receipt\norgan: imported\nzone: Mars/Base\ncolumns: { case: a }\nactivities: {}\n';
    const answer = await office.admin('PUT', '/admin/mappings/mine', {
      body: yaml,
      type: 'application/yaml',
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'faulty-file']);
    expect(answer.body.errors).toContainEqual({
      line: 5,
      path: 'columns.row',
      expected: expect.any(String),
      found: 'nothing',
    });
  });
});

const REAL = process.env['CLUETRAIL_RECEIPT'];
if (!REAL) process.stdout.write('skipped: the real receipt log (name it with CLUETRAIL_RECEIPT)\n');

(REAL ? describe : describe.skip)('the real receipt log', () => {
  let office: TestOffice;
  beforeAll(async () => {
    if (!REAL || !existsSync(REAL))
      throw new Error(`CLUETRAIL_RECEIPT: expected a file, found ${REAL}`);
    office = await openOffice({ empty: true });
    await imported(office, createReadStream(REAL));
  }, 60_000);
  afterAll(() => office.dispose());

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
  }, 60_000);

  it('lists 1,088 four-eyes breaches of 1,316', async () => {
    const { body } = await office.admin('GET', '/api/four-eyes-breaches');
    expect([body.total, body.of]).toEqual([1088, 1316]);
  });
});
