import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDir } from './broken-build.js';

/** What is done to a copy of the log before it is opened; the forms stand in open-spoilt.mjs. */
export type Change =
  | readonly ['cut', file: string, bytesLeft: number]
  | readonly ['xor', file: string, at: number, mask: number]
  | readonly ['remove', file: string]
  | readonly ['write', file: string, text: string]
  | readonly ['copy', from: string, to: string];

/** What became of one spoilt copy. */
export interface Outcome {
  readonly opened: boolean;
  /** Where it was not opened: whether every file stayed as it was found. */
  readonly untouched?: boolean;
  /** Found by verifying the whole log, the lowest position first. */
  readonly problems: number;
  readonly firstBad?: string;
  /** Errors with a name of ours, wherever they came. */
  readonly named: readonly string[];
  /** Errors without one. */
  readonly traces: readonly string[];
  /** What was read, or found by its id, and is not what was written. */
  readonly wrong: readonly string[];
}

/**
 * `complete`: every event was read back as it was written, then and after more was written. `refused`: not opened, by
 * name, and left as it was. `found`: opened, then named by verifying or reading, and nothing wrong was read.
 */
export type Verdict =
  | 'complete'
  | 'refused'
  | 'found'
  | 'found after wrong reads'
  | 'silently wrong'
  | 'altered by opening'
  | 'trace';

export function verdictOf({ opened, untouched, problems, named, traces, wrong }: Outcome): Verdict {
  if (traces.length > 0) return 'trace';
  if (!opened) return untouched && named.length > 0 ? 'refused' : 'altered by opening';
  const found = problems > 0 || named.length > 0;
  if (wrong.length === 0) return found ? 'found' : 'complete';
  return found ? 'found after wrong reads' : 'silently wrong';
}

/** How often each verdict, and each name of a refusal, came. */
export function tally(outcomes: readonly Outcome[]): string {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) {
    const verdict = verdictOf(outcome);
    const code = outcome.named[0]?.split(':')[0];
    const key = verdict === 'refused' ? `refused as ${code}` : verdict;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([what, count]) => `${what} ${count}`).join(', ');
}

export interface GrownLog {
  readonly directory: string;
  remove(): void;
}

/** A log of `closed` events that was closed, and `killed` more that stand in its WAL alone. */
export function grownLog({ closed, killed = 0 }: { closed: number; killed?: number }): GrownLog {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-spoilt-'));
  const directory = join(root, 'data');
  const { signal, status, stderr } = run('grow-log.mjs', [buildDir, directory, closed, killed]);
  if (killed > 0 ? signal !== 'SIGKILL' : status !== 0) throw new Error(stderr);
  return { directory, remove: () => rmSync(root, { recursive: true }) };
}

/** Opens, verifies and reads one copy for each list of changes; `tail`: events checked when it opens. */
export function spoilt(
  { directory }: GrownLog,
  changes: readonly (readonly Change[])[],
  { build = buildDir, tail = 20_000 } = {},
): Outcome[] {
  const input = changes.map((list) => `${JSON.stringify(list)}\n`).join('');
  const { status, stdout, stderr } = run('open-spoilt.mjs', [build, directory, tail], input);
  if (status !== 0) throw new Error(stderr);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

function run(script: string, args: readonly (string | number)[], input = '') {
  const file = fileURLToPath(new URL(script, import.meta.url));
  return spawnSync(process.execPath, ['--no-warnings', file, ...args.map(String)], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
}
