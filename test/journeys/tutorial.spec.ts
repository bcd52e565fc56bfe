import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = readFileSync(join(ROOT, 'docs/tutorial.md'), 'utf8');

interface Step {
  readonly script: string;
  /** What the page says that it answers; undefined where it says nothing. */
  readonly expected?: string;
}

/** The page's `sh` blocks in order, each with the `text` block that follows it. */
function stepsOf(page: string): Step[] {
  const blocks = [...page.matchAll(/```(sh|text)\n(.*?)```/gs)].map(([, kind, body]) => ({
    kind,
    body,
  }));
  return blocks.flatMap(({ kind, body }, index) => {
    if (kind !== 'sh') return [];
    const next = blocks[index + 1];
    return [{ script: body, ...(next?.kind === 'text' && { expected: next.body }) }];
  });
}

/** `…` stands for anything. */
function matches(answer: string, expected: string): boolean {
  const pattern = expected.split('…').map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('[^]*')}$`).test(answer);
}

const LIMIT_MILLIS = 60_000;
const END = '@@end-of-step@@';

/** One bash for the whole page, so that variables live on; answers what each step wrote. */
function run(
  steps: readonly Step[],
  env: Record<string, string>,
): Promise<{ answers: string[]; errors: string }> {
  const script = steps.map(({ script: body }) => `${body}\necho '${END}'\n`).join('');
  return new Promise((resolve) => {
    // A group of its own, so that a page that hangs takes its server with it.
    const bash = spawn('bash', ['-euo', 'pipefail'], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      detached: true,
    });
    const limit = setTimeout(() => bash.pid && process.kill(-bash.pid, 'SIGKILL'), LIMIT_MILLIS);
    let out = '';
    let errors = '';
    bash.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
    bash.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
    bash.on('close', () => clearTimeout(limit));
    bash.on('close', () => resolve({ answers: out.split(`${END}\n`).slice(0, -1), errors }));
    bash.stdin.end(script);
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const TOOLS = ['bash', 'curl', 'sha256sum', 'mktemp', 'sed', 'grep'];
const absent = TOOLS.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
if (absent.length > 0)
  process.stdout.write(`skipped: the tutorial (it needs ${absent.join(', ')})\n`);

(absent.length > 0 ? describe.skip : describe)('the tutorial', () => {
  const steps = stepsOf(PAGE);
  const directory = mkdtempSync(join(tmpdir(), 'cluetrail-tutorial-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('does what its page says, step by step', async () => {
    const env = { TUTORIAL_DIR: join(directory, 'data'), TUTORIAL_PORT: String(await freePort()) };
    const { answers, errors } = await run(steps, env);
    const told = steps.map(({ script, expected }, index) => {
      const answer = answers[index] ?? `(nothing: ${errors.slice(-2000)})`;
      return expected === undefined || matches(answer, expected)
        ? script
        : { script, expected, answer };
    });
    expect(told).toEqual(steps.map(({ script }) => script));
    expect(answers).toHaveLength(steps.length);
  }, 120_000);

  it('would notice an answer that differs', () => {
    expect(matches('412 stale\n', '412 stale\n')).toBe(true);
    expect(matches('{"events":19}\n', '{"events":…}\n')).toBe(true);
    expect(matches('409 stale\n', '412 stale\n')).toBe(false);
  });
});
