import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRunner } from '@cluetrail/event-sourcing';
import { openReadModels } from './open-read-models.js';
import { officers } from './testing/projections.js';
import { ScriptedLog } from './testing/scripted-log.js';

const PAGE_BYTES = 4096;

describe('a read.db of which all pages but the first are damaged', () => {
  let directory: string;
  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'cluetrail-read-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is named to whoever asks, writes or sums it', async () => {
    const file = join(directory, 'read.db');
    const log = new ScriptedLog();
    const data = { officers: ['li'] };
    await log.append('clue-1', { type: 'OfficersAssigned', at: '2021-10-08T01:00:00.000Z', data });
    const first = await openReadModels(file);
    await createRunner({ store: log.store, database: first, projections: [officers] }).catchUp();
    await first.close();
    writeFileSync(file, readFileSync(file).fill(0, PAGE_BYTES));
    const again = await openReadModels(file);
    const refused = expect.objectContaining({
      code: 'read-models-damaged',
      message: expect.stringContaining(`read models ${file}: expected readable pages, found "`),
    });
    const runner = createRunner({ store: log.store, database: again, projections: [officers] });
    for (const asked of [
      () => again.query.selectFrom('officers').selectAll().execute(),
      () => again.transaction((tx) => tx.parked()),
      () => again.vacuumNeeded(),
      () => again.checksum(),
      () => again.dump('officers'),
      () => runner.catchUp(),
    ])
      await expect(asked()).rejects.toEqual(refused);
    await again.close();
  });
});
