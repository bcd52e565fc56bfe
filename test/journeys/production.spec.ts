import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith, freePort, pageRun } from '../support/page.js';
import { onEmbedded } from '../support/store.js';

const TOOLS = ['bash', 'curl', 'sed', 'grep', 'tar', 'gzip'];
/** Of somebody in the tutorial's organisation. */
const NAME = Buffer.from('韩梅');

describeWith(TOOLS, 'the page about production')('the page about production', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-production-'));
  const at = (name: string) => join(root, name);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  onEmbedded(
    'serves, backs up, restores, checks and rebuilds as it says',
    async () => {
      const { said, done } = await pageRun('docs/how-to/run-in-production.md', {
        ...{ DATA: at('data'), KEY: at('master.key') },
        ...{ BACKUP: at('backup'), RESTORED: at('restored') },
        ...{ PORT: String(await freePort()), CLUETRAIL_VOLATILE: '1' },
      });
      expect(said.length).toBeGreaterThan(7);
      expect(done).toEqual(said);
    },
    300_000,
  );

  onEmbedded('leaves names in clear out of the backup, and has them again once restored', () => {
    const { stdout } = spawnSync('gzip', ['-dc', at('backup/cluetrail.tgz')], {
      maxBuffer: 100_000_000,
    });
    expect(stdout.length).toBeGreaterThan(10_000);
    expect(stdout.includes(NAME)).toBe(false);
    expect(readFileSync(at('restored/read.db')).includes(NAME)).toBe(true);
  });
});
