import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith, freePort, matches, pageRun } from '../support/page.js';
import { environmentFor } from '../support/store.js';

const TOOLS = ['bash', 'curl', 'sha256sum', 'mktemp', 'sed', 'grep'];

describeWith(TOOLS, 'the tutorial')('the tutorial', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cluetrail-tutorial-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('does what its page says, step by step', async () => {
    const data = join(directory, 'data');
    const place = { TUTORIAL_DIR: data, ...environmentFor(data) };
    const env = { ...place, TUTORIAL_PORT: String(await freePort()) };
    const { said, done } = await pageRun('docs/tutorial.md', env);
    expect(said.length).toBeGreaterThan(10);
    expect(done).toEqual(said);
  }, 300_000);

  it('would notice an answer that differs', () => {
    expect(matches('412 stale\n', '412 stale\n')).toBe(true);
    expect(matches('{"events":19}\n', '{"events":…}\n')).toBe(true);
    expect(matches('409 stale\n', '412 stale\n')).toBe(false);
  });
});
