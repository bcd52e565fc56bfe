import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRunner } from '@cluetrail/event-sourcing';
import { asRoot, onSmallDisk } from '../../test/small-disk.js';
import { openReadModels } from './open-read-models.js';
import { officers } from './testing/projections.js';
import { ScriptedLog } from './testing/scripted-log.js';

describe('read models on a disk without room', () => {
  let directory: string;
  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'cluetrail-read-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  asRoot('say so to whoever builds them anew, answer on, and are built once there is some', () =>
    onSmallDisk(join(directory, 'small'), '12m', async (small) => {
      const file = join(small, 'read.db');
      const ballast = join(small, 'ballast');
      const log = new ScriptedLog();
      for (let clue = 1; clue <= 200; clue++) {
        const data = { officers: [`li-${'x'.repeat(1000)}`] };
        const at = '2021-10-08T01:00:00.000Z';
        await log.append(`clue-${clue}`, { type: 'OfficersAssigned', at, data });
      }
      const database = await openReadModels(file);
      const runner = createRunner({ store: log.store, database, projections: [officers] });
      await runner.start();
      const asked = () => database.query.selectFrom('officers').selectAll().execute();
      const before = await asked();
      expect(() => writeFileSync(ballast, Buffer.alloc(16 * 1024 * 1024))).toThrow(/ENOSPC/);
      await expect(runner.rebuild()).rejects.toMatchObject({
        code: 'read-models-full',
        message: expect.stringMatching(
          `^read models ${file}: expected room on their disk, found ".*full"$`,
        ),
      });
      // By itself, and without a new event: they hold what they did.
      do {
        expect(await runner.status()).toMatchObject({ position: 200n, emptied: false });
        await new Promise((wake) => setTimeout(wake, 20));
      } while ((await runner.status()).state !== 'idle');
      expect(await asked()).toEqual(before);
      rmSync(ballast);
      await runner.rebuild();
      expect(await asked()).toEqual(before);
      await runner.stop();
      await database.close();
    }),
  );
});
