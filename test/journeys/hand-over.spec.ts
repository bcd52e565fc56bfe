import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith, pageRun } from '../support/page.js';
import { environmentFor } from '../support/store.js';

const PAGE = 'docs/how-to/hand-over-when-someone-leaves.md';

describeWith(['bash', 'grep', 'cut'], PAGE)('the page about handing over', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-hand-over-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('hands over, lends and merges as it says', async () => {
    const data = join(root, 'data');
    const { said, done } = await pageRun(PAGE, { DATA: data, ...environmentFor(data) });
    expect(said.length).toBeGreaterThan(8);
    expect(done).toEqual(said);
  }, 300_000);
});
