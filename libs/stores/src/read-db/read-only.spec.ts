import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadModels } from './open-read-models.js';

const SOMEBODY = 65_534;

describe('read models that may be read and not written', () => {
  it('are not opened: they would fall behind', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'cluetrail-read-'));
    const file = join(directory, 'read.db');
    await (await openReadModels(file)).close();
    chmodSync(directory, 0o777);
    chmodSync(file, 0o444);
    // Root may write everything: as somebody else, then.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(SOMEBODY);
    try {
      await expect(openReadModels(file)).rejects.toThrow(/readonly database/);
    } finally {
      if (isRoot) process.seteuid?.(0);
      rmSync(directory, { recursive: true });
    }
  });
});
