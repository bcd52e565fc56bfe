import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Presets, SingleBar } from 'cli-progress';
import { Failure, failureOf } from './failure.js';

/** Reads the lines of a long piece of work: its progress goes to a bar on stderr, its result is answered. */
export async function followed(lines: Readable, title: string): Promise<unknown> {
  const bar = new SingleBar(
    {
      format: `${title} [{bar}] {percentage}% | {value}/{total}`,
      noTTYOutput: false,
      clearOnComplete: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  let started = false;
  let result: unknown;
  try {
    for await (const text of createInterface({ input: lines })) {
      const line: Line = JSON.parse(text);
      if (line.problem) throw failureOf(500, line.problem);
      if ('result' in line) result = line.result;
      if (!line.progress) continue;
      if (!started) bar.start(line.progress.total, 0);
      started = true;
      bar.setTotal(line.progress.total);
      bar.update(line.progress.done);
    }
  } finally {
    if (started) bar.stop();
  }
  if (result === undefined)
    throw new Failure(`${title}: expected a result, found the end of the answer`);
  return result;
}

interface Line {
  readonly progress?: { readonly done: number; readonly total: number };
  readonly result?: unknown;
  readonly problem?: unknown;
}
