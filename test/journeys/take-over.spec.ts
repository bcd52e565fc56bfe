import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { given, step } from '../support/handled.js';
import { FIELDS, ledgerCells, ledgerCsv, ledgerLines, overdueByHand } from '../support/ledgers.js';
import { openOffice, type TestOffice } from '../support/organisation.js';
import { BASE, PLANTED } from '../support/planted-ledger.js';
import { settled } from '../support/registers.js';
import { onEmbedded, patience } from '../support/store.js';
import { workbook } from '../support/workbook.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const LINES = ledgerLines(500, ['nn', 'qx', 'gl'], 20_211_008);
const DIGEST = 'c'.repeat(64);

describe('a ledger of 500 open matters', () => {
  let office: TestOffice;
  let logged = '';
  /** By number. */
  const clues = new Map<string, string>();

  const takeOver = async (bytes: Buffer | string, as = 'admin-gx', query = '') => {
    const type = typeof bytes === 'string' ? 'text/csv' : XLSX;
    const answer = await office.admin('POST', `/admin/ledger${query}`, { as, body: bytes, type });
    const lines = answer.text.trim().split('\n');
    return JSON.parse(lines.at(-1) ?? '');
  };
  const headOf = async () => (await office.installation.store.head()).position;
  const filesOf = () =>
    readdirSync(office.directory)
      .filter((file) => !file.endsWith('.sock'))
      .map((file) => [file, readFileSync(join(office.directory, file)).toString('base64')]);

  beforeAll(async () => {
    const log = pino(
      new Writable({ write: (chunk, _, done) => ((logged += String(chunk)), done()) }),
    );
    office = await openOffice({ log });
    const before = await headOf();
    const keys = filesOf().filter(([file]) => file.startsWith('keys'));
    expect(await takeOver(workbook(ledgerCells(LINES)), 'admin-gx', '?dryRun')).toEqual({
      result: {
        ...{ matters: 500, added: 500, known: 0, leftOut: 0 },
        ...{ faults: [], dryRun: true },
      },
    });
    expect(await headOf()).toBe(before);
    expect(filesOf().filter(([file]) => file.startsWith('keys'))).toEqual(keys);
    expect(await takeOver(workbook(ledgerCells(LINES)))).toEqual({
      result: {
        ...{ matters: 500, added: 500, known: 0, leftOut: 0 },
        ...{ faults: [], dryRun: false },
      },
    });
    // The answer waits for what processes owe, though not for ever.
    await settled(office);
    const rows = await office.installation.database.query
      .selectFrom('clues')
      .select(['clue', 'number'])
      .execute();
    for (const { clue, number } of rows) clues.set(String(number), clue);
  }, patience(300_000));
  afterAll(() => office.dispose());

  it('is taken over in one go: each in its state, with its number, flagged as imported', async () => {
    const rows = await office.installation.database.query
      .selectFrom('clues')
      .select(['number', 'state', 'organ', 'imported', 'assigned'])
      .execute();
    const found = rows.map(({ assigned, ...row }) => ({ ...row, of: assigned.length > 1 }));
    const expected = LINES.map(({ number, state, organ, officers }) => ({
      ...{ number, state, organ, imported: 1, of: officers !== undefined },
    }));
    const byNumber = (a: { number: unknown }, b: { number: unknown }) =>
      String(a.number) < String(b.number) ? -1 : 1;
    expect(found.sort(byNumber)).toEqual(expected.sort(byNumber));
  });

  it('tells what is overdue, at any time, as a count by hand does', async () => {
    let most = 0;
    for (let day = 0; day < 420; day += 7) {
      const T = new Date(Date.parse('2021-01-04T15:59:59.999Z') + day * 86_400_000 + (day % 2));
      const found = await overdueAt(T.toISOString());
      expect({ T, found }).toEqual({ T, found: overdueByHand(LINES, at(T.toISOString())) });
      most = Math.max(most, found.length);
    }
    expect(most).toBeGreaterThan(200);
  }, 180_000);

  it('adds nothing when it is brought again, by whomever, in whatever form', async () => {
    const before = await headOf();
    const again = await takeOver(ledgerCsv(LINES));
    expect(again.result).toMatchObject({ added: 0, known: 500, leftOut: 0 });
    const own = LINES.filter(({ organ }) => organ === 'gl');
    const others = await takeOver(ledgerCsv(own), 'admin-gl');
    expect(others.result).toMatchObject({ added: 0, known: own.length, leftOut: 0 });
    expect(await headOf()).toBe(before);
  });

  it('names what has changed since, and overwrites nothing', async () => {
    const before = await headOf();
    const named = LINES.findIndex(({ subjects }) => subjects.startsWith('植名'));
    const changed = LINES.map((line, index) => ({
      ...line,
      ...(index === 7 && { summary: '另一件事' }),
      ...(index === named && { subjects: line.subjects.replace('甲', '丙') }),
    }));
    const { result } = await takeOver(ledgerCsv(changed));
    expect(result).toMatchObject({ added: 0, known: 498, leftOut: 2 });
    expect(new Set(result.faults.map(({ cell }: { cell: string }) => cell))).toEqual(
      new Set([`line ${7 + 2}, column 1`, `line ${named + 2}, column 6`]),
    );
    expect(await headOf()).toBe(before);
  });

  it('names each of 21 errors by its cell, without what stands there, and takes the rest', async () => {
    const good = ledgerLines(42, ['nn'], 5).map((line, index) => ({
      ...line,
      number: `新${index}`,
    }));
    const planted = PLANTED.map(([of, wrong], index) => ({
      ...{ ...BASE, number: `错${index}`, ...of },
      ...wrong,
    }));
    // The last repeats the number of the first.
    planted[planted.length - 1] = { ...BASE, number: '新0' };
    const lines = good.flatMap((line, index) =>
      index % 2 === 0 ? [line, planted[index / 2]] : [line],
    );
    const cells = ledgerCells(lines);
    const { result } = await takeOver(workbook(cells, { name: '在办' }));
    expect(result).toMatchObject({ matters: 63, added: 42, known: 0, leftOut: 21 });
    const expected = PLANTED.map(([, wrong, field = Object.keys(wrong)[0]], index) => {
      const column = String.fromCodePoint(65 + FIELDS.indexOf(field as (typeof FIELDS)[number])); // a field of a line
      return `'在办'!${column}${lines.indexOf(planted[index]) + 2}`;
    });
    const told = result.faults.map(({ cell }: { cell: string }) => cell);
    expect(told.sort()).toEqual(expected.sort());
    for (const word of ['植名', '植错']) expect(JSON.stringify(result.faults)).not.toContain(word);
  });

  onEmbedded(
    'leaves planted names in no byte of the log, its keys and the server log, and shows them to nobody else',
    async () => {
      const files = readdirSync(office.directory).filter((file) => !/[.]sock$/.test(file));
      const inFile = (file: string, word: string) => {
        const bytes = readFileSync(join(office.directory, file));
        // Two signs are four bytes as UTF-16: 0D 69 0D 54 are also places of cells on a page of SQLite.
        const wide = word.length > 2 && bytes.includes(Buffer.from(word, 'utf16le'));
        return bytes.includes(word) || wide;
      };
      for (const word of ['植名', '植摘要', '植备注', '植错']) {
        const holding = files.filter((file) => inFile(file, word));
        expect(holding.filter((file) => !file.startsWith('read.db'))).toEqual([]);
        expect(logged).not.toContain(word);
      }
      expect(logged).toContain('/admin/ledger');
      expect(files.some((file) => file.startsWith('read.db') && inFile(file, '植名'))).toBe(true);
      const { number, organ } = LINES.find(
        (line) => line.organ === 'nn' && line.subjects.startsWith('植名'),
      )!;
      const stream = `clue-${clues.get(number)}`;
      const [{ event }] = await office.installation.store.read(stream);
      const [{ personId }] = event.data['subjects'] as { personId: string }[]; // of ClueTakenOver
      const seen = async (as: string) => [
        (await office.ask('GET', `/api/people/${personId}`, { as })).text,
        (await office.ask('GET', `/api/clues/${clues.get(number)}/history`, { as })).text,
        (await office.ask('GET', `/api/clues?q=${encodeURIComponent('植')}&limit=100`, { as }))
          .text,
      ];
      expect((await seen(`leader-${organ}`))[0]).toContain('植名');
      expect((await seen('auditor-gx')).join()).not.toContain('植');
      const outside = (await seen('officer-3-gl')).join();
      expect(outside).not.toContain('植');
      expect(outside).not.toContain(clues.get(number));
    },
  );

  it('is searched by its numbers', async () => {
    const [{ number, organ }] = LINES;
    const q = encodeURIComponent(number);
    const { body } = await office.ask('GET', `/api/clues?number=${q}`, { as: `leader-${organ}` });
    expect(body.items.map((one: { clue: string }) => one.clue)).toEqual([clues.get(number)]);
  });

  it.each(['verifying', 'investigating', 'disposalPending', 'registered'])(
    'goes on from %s to its end by commands',
    async (state) => {
      const line = LINES.find((one) => one.state === state && one.organ === 'nn')!;
      const clue = clues.get(line.number)!;
      await WAYS[state](clue);
      await step(office, clue, ['admin-nn', 'settle', { outcome: 'no-violation' }]);
      const { body } = await office.ask('GET', `/api/clues/${clue}`, { as: 'leader-nn' });
      expect([body.state, body.number]).toEqual(['settled', line.number]);
    },
    180_000,
  );

  const OFFICERS = ['officer-1-nn', 'officer-2-nn'];
  const verified = (clue: string) =>
    step(
      office,
      clue,
      ...OFFICERS.map((one) => [one, 'signVerificationReport', { digest: DIGEST }] as const),
      [
        'officer-1-nn',
        'submitVerificationReport',
        {
          ...{ digest: DIGEST, proposal: 'close' },
          findings: [{ matter: 'main', result: 'unsubstantiated' }],
        },
      ],
      ['leader-nn', 'concludeVerification', { outcome: 'close' }],
    );
  const approved = async (clue: string) => {
    const participants = ['leader-nn', 'head-nn', OFFICERS[0]];
    await step(office, clue, ['head-nn', 'deliberate', { participants }]);
    const refused = await given(office, { clue, as: 'admin-nn', command: 'approveDisposal' });
    expect(refused.status).toBe(403);
    await step(
      office,
      clue,
      ['leader-nn', 'approveDisposal'],
      ['head-nn', 'startVerification', { team: OFFICERS }],
    );
    await verified(clue);
  };
  const WAYS: { readonly [state: string]: (clue: string) => Promise<void> } = {
    verifying: verified,
    disposalPending: approved,
    registered: async (clue) => {
      await step(
        office,
        clue,
        ['admin-nn', 'checkDuplicates'],
        ['admin-nn', 'classify', { level: 'L2' }],
        ['admin-nn', 'proposeAllocation', { mode: 'self' }],
        ['leader-nn', 'approveAllocation', { mode: 'self' }],
        ['head-nn', 'assignOfficers', { officers: OFFICERS }],
        ['officer-1-nn', 'proposeDisposal', { way: 'verify' }],
      );
      await approved(clue);
    },
    investigating: async (clue) => {
      const { installation } = office;
      const { caseId } = (await office.ask('GET', `/api/clues/${clue}`, { as: 'leader-nn' })).body;
      const move = async (as: string, command: string, body: object) => {
        const { version } = await installation.engine.streams.load(`case-${caseId}`);
        const headers = { 'if-match': `"${version}"` };
        const path = `/api/cases/${caseId}/${command}`;
        const answer = await office.ask('POST', path, { as, headers, body });
        if (answer.status !== 200) throw new Error(answer.text);
      };
      await move('leader-nn', 'withdrawCase', { reason: '不构成违纪' });
      await installation.runner.catchUp();
      await installation.followUps.wake();
    },
  };

  const at = (T: string) => ({ T, region: 'CN-GX' });
  const overdueAt = async (T: string): Promise<string[]> => {
    const numbers = new Map([...clues].map(([number, clue]) => [clue, number]));
    const found: string[] = [];
    for (let page: string | undefined; ;) {
      const query = new URLSearchParams({ asOf: T, limit: '100', ...(page && { page }) });
      const { body } = await office.ask('GET', `/api/overdue?${query}`, { as: 'supervisor-gx' });
      for (const { clue, obligation } of body.items)
        found.push(`${numbers.get(clue)} ${obligation.replace(/#.*/, '')}`);
      if (body.next === undefined) return found.sort();
      page = body.next;
    }
  };
});
