import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { patience } from './store.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs the `sh` blocks of a page of the documentation; answers them, and beside them which did as the page says. */
export async function pageRun(
  page: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly said: readonly string[]; readonly done: readonly unknown[] }> {
  const steps = stepsOf(readFileSync(join(ROOT, page), 'utf8'));
  const { answers, errors } = await run(steps, env);
  const done = steps.map(({ script, expected }, index) => {
    const answer = answers[index];
    if (answer === undefined) return { script, expected, errors: errors.slice(-2000) };
    return expected === undefined || matches(answer, expected)
      ? script
      : { script, expected, answer };
  });
  return { said: steps.map(({ script }) => script), done };
}

/** `…` stands for anything. */
export function matches(answer: string, expected: string): boolean {
  const pattern = expected.split('…').map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('[^]*')}$`).test(answer);
}

/** `describe` where the machine has what a page needs, else a skip that says what it lacks. */
export function describeWith(tools: readonly string[], page: string): typeof describe.skip {
  const absent = tools.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
  if (absent.length === 0) return describe;
  process.stdout.write(`skipped: ${page} (it needs ${absent.join(', ')})\n`);
  return describe.skip;
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

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

const LIMIT_MILLIS = patience(240_000);
const END = '@@end-of-step@@';

/** One bash for the whole page, so that variables live on; answers what each step wrote. */
function run(
  steps: readonly Step[],
  env: Readonly<Record<string, string>>,
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
