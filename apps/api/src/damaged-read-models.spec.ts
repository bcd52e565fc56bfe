import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { openInstallation } from './installation.js';
import { warningsOf } from './warnings.js';

const PAGE_BYTES = 4096;

describe('read models of which a page is damaged', () => {
  let office: TestOffice;
  let file: string;
  let whole: Readonly<Record<string, string>>;
  beforeEach(async () => {
    office = await openOffice();
    file = join(office.directory, 'read.db');
  });
  afterEach(() => office.dispose());

  const written = async () => {
    const { status } = await office.ask('POST', '/api/clues', { as: 'intake-nn', body: DISCOVERY });
    expect(status).toBe(201);
  };
  const closed = async () => {
    const { runner, database } = office.installation;
    await runner.catchUp();
    whole = await database.checksum();
    await office.server.close();
  };
  const opened = async () => {
    const { directory, clock } = office;
    const one = await openInstallation({ directory, clock, create: false, demo: true });
    const sums = await one.database.checksum();
    const warnings = warningsOf(one);
    await one.close();
    expect(sums).toEqual(whole);
    return warnings;
  };
  const told = () => [
    expect.stringMatching(
      /^read models .*read[.]db: expected readable pages, found ".*"; they have been built anew from the log$/,
    ),
  ];

  it.each(['_projections', 'reference_streams', 'follow_ups', 'to_erase'])(
    'are built anew by the start, which says so: the root of %s',
    async (name) => {
      await written();
      await closed();
      spoil(file, rootOf(file, name));
      expect(await opened()).toEqual(told());
      expect(await opened()).toEqual([]);
    },
  );

  it('are built anew where that is met in the midst of catching up', async () => {
    const older = `${file}.older`;
    await written();
    await office.installation.runner.catchUp();
    // Empties the write-ahead log.
    await office.installation.database.vacuum();
    copyFileSync(file, older);
    await written();
    await closed();
    copyFileSync(older, file);
    expect(await opened()).toEqual([]);
    copyFileSync(older, file);
    spoil(file, rootOf(file, 'clues'));
    expect(await opened()).toEqual(told());
  });

  it('are built anew where it is no database at all', async () => {
    await closed();
    writeFileSync(file, 'none'.repeat(PAGE_BYTES));
    expect(await opened()).toEqual(told());
  });
});

function rootOf(file: string, table: string): number {
  const db = new DatabaseSync(file);
  const row = db.prepare('select rootpage from sqlite_schema where name = ?').get(table);
  db.close();
  return Number(row?.rootpage);
}

function spoil(file: string, page: number): void {
  const bytes = readFileSync(file);
  expect(page).toBeGreaterThan(1);
  writeFileSync(file, bytes.fill(0, (page - 1) * PAGE_BYTES, page * PAGE_BYTES));
}
