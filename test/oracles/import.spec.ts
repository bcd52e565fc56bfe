import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { imported, totalsAt } from '../support/importing.js';
import { openOffice, type TestOffice } from '../support/organisation.js';
import { bruteForceTotals, syntheticLog } from '../support/synthetic-log.js';

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
    const grown = `${log.csv}${last.replace(/task-[^,]*/, 'task-new')}\n`;
    const { result } = await imported(office, Readable.from([grown]));
    expect([result?.added, result?.faults]).toEqual([1, []]);
  });

  it('of a file that now says something else changes nothing, and tells it', async () => {
    const lines = log.csv.trim().split('\n');
    const at = lines.findIndex((line) => line.includes('T99'));
    const csv = lines.with(at, lines[at].replace('T99', 'T98')).join('\n');
    const { result } = await imported(office, Readable.from([csv]));
    expect(result?.added).toBe(0);
    expect(result?.faults).toEqual([
      {
        line: at + 1,
        column: 'concept:instance',
        expected: expect.stringContaining('as imported before'),
        found: expect.stringContaining('T98'),
      },
    ]);
  });

  it('says beforehand what it would add', async () => {
    const before = (await office.installation.store.head()).position;
    const csv = syntheticLog(4, 99).csv.replaceAll('case-100', 'case-6');
    const { result } = await imported(office, Readable.from([csv]), 'receipt?dryRun=1');
    expect(result?.cases).toBe(4);
    expect(result?.added).toBeGreaterThan(4);
    expect((await office.installation.store.head()).position).toBe(before);
  });

  it('tells a row that cannot be mapped by its line, and brings in the rest', async () => {
    const end = '2011-02-01 09:00:00+01:00';
    const csv = [
      `\uFEFF${log.csv.split('\n')[0]}`,
      row({ id: 'x1', at: 'yesterday' }),
      'Internet,case-x',
      row({ id: 'x2', channel: '"Post\nand ""Internet"""' }),
      row({ id: 'x3', channel: '"Internet' }),
      row({ id: 'x2' }),
      row({ id: 'x4', end }),
      row({ id: 'x5', end: '2011-02-02 09:00:00+01:00' }),
      row({ id: 'x6', at: '2011-02-30 10:00:00+01:00' }),
    ].join('\r\n');
    const { result } = await imported(office, Readable.from([csv]));
    expect(result?.faults).toEqual([
      { line: 2, column: 'time:timestamp', expected: expect.any(String), found: 'yesterday' },
      { line: 3, column: '', expected: '10 columns', found: '2' },
      { line: 6, column: '', expected: 'CSV', found: 'a quote that is not closed' },
      {
        line: 7,
        column: 'concept:instance',
        expected: 'an id that is new in its case',
        found: 'x2',
      },
      {
        line: 9,
        column: 'case:enddate',
        expected: '2011-02-01T08:00:00.000Z, as in line 4',
        found: '2011-02-02T08:00:00.000Z',
      },
      {
        line: 10,
        column: 'time:timestamp',
        expected: expect.any(String),
        found: '2011-02-30 10:00:00+01:00',
      },
    ]);
    // Discovered, deadline, x2, x4, settled.
    expect([result?.cases, result?.added]).toEqual([1, 5]);
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

  it('keeps the name of a resource out of the log, and tells its acts apart all the same', async () => {
    const csv = syntheticLog(8, 5)
      .csv.replaceAll('case-100', 'case-8')
      .replaceAll(/Resource[1-3]/g, '张建国')
      .replaceAll(/Resource[4-6]/g, 'Jan de Vries');
    const { result } = await imported(office, Readable.from([csv]));
    expect(result?.faults).toEqual([]);
    const { store, directory } = office.installation;
    const events = await store.readAll({ limit: 10_000 });
    const hidden = events.map(({ event }) => String(event.data['by'])).filter(isPseudonym);
    // Both names, and the front desk of the synthetic log.
    expect(new Set(hidden).size).toBe(3);
    for (const file of readdirSync(directory).filter((name) => /[.]db/.test(name))) {
      const bytes = readFileSync(join(directory, file));
      expect([file, bytes.includes('张建国'), /vries/i.test(bytes.toString('latin1'))]).toEqual([
        file,
        false,
        false,
      ]);
    }
  });
});

describe('importing into an organisation', () => {
  it('is for those who keep its clues or its system, in their own name', async () => {
    const office = await openOffice();
    try {
      const importedBy = (as: string) =>
        office.admin('POST', '/admin/import/receipt', {
          as,
          body: syntheticLog(1).csv,
          type: 'text/csv',
        });
      const refused = await importedBy('officer-1-nn');
      expect([refused.status, refused.body?.code]).toEqual([403, 'wrong-role']);
      expect((await importedBy('admin-nn')).text).toContain('"result"');
      const [last] = (await office.installation.store.readAll({ limit: 10_000 })).slice(-1);
      expect([last.event.imported, last.event.actor]).toEqual([
        true,
        { personId: 'admin-nn', role: 'clue-admin', organId: 'nn' },
      ]);
    } finally {
      await office.dispose();
    }
  });
});

function isPseudonym(person: string): boolean {
  return /^p-[0-9a-f]{32}$/.test(person);
}

/** A row of one case, in the columns of the synthetic log. */
function row({
  id,
  channel = 'Internet',
  at = '2011-01-03 10:00:00.123456+01:00',
  end = '',
}: {
  id: string;
  channel?: string;
  at?: string;
  end?: string;
}): string {
  const start = '2011-01-03 09:00:00+01:00';
  const deadline = '2011-03-01 09:00:00+01:00';
  return [channel, 'case-x', deadline, '', end, start, id, 'T04 x', 'Resource1', at].join(',');
}
