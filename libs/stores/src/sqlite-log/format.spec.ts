import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteLog } from './open-sqlite-log.js';
import { draft } from '../shared/testing/draft.js';

const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };

describe('a log whose file says of itself what it is not', () => {
  let directory: string;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'cluetrail-format-'));
    const log = await openSqliteLog({ directory, clock, create: true });
    await log.append('clue-a', 0, [draft('clue-a')]);
    await log.close();
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const spoilt = (spoil: (bytes: Buffer) => void) => {
    const file = join(directory, 'events.db');
    const bytes = readFileSync(file);
    spoil(bytes);
    writeFileSync(file, bytes);
    return bytes;
  };
  const opened = () => openSqliteLog({ directory, clock, create: false });

  it.each([
    [18, { code: 'log-damaged', detail: { expected: '2, 2', found: '3, 2' } }],
    [19, { code: 'not-a-log' }],
  ])('in byte %i, of how it is written and read, is refused and left as it is', async (at, by) => {
    const bytes = spoilt((all) => (all[at] = 3));
    await expect(opened()).rejects.toMatchObject(by);
    expect(readFileSync(join(directory, 'events.db')).equals(bytes)).toBe(true);
  });
});
