import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith, pageRun } from '../support/page.js';
import { environmentFor } from '../support/store.js';

const PAGE = 'docs/how-to/take-over-a-ledger.md';

describeWith(['bash', 'grep', 'cut', 'sed'], PAGE)('the page about ledgers', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-take-over-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('takes a ledger over as it says', async () => {
    const data = join(root, 'data');
    const { said, done } = await pageRun(PAGE, { DATA: data, ...environmentFor(data) });
    expect(said.length).toBeGreaterThan(6);
    expect(done).toEqual(said);
  }, 300_000);
});
