import type { Readable } from 'node:stream';
import { Presets, SingleBar } from 'cli-progress';
import { Failure, failureOf } from './failure.js';

export interface Following {
  readonly title: string;
  /** Say nothing on the way. */
  readonly quiet?: boolean;
}

/** Reads the lines of a long piece of work: its progress goes to stderr, its result is answered. */
export async function followed(lines: Readable, { title, quiet }: Following): Promise<unknown> {
  const progress = progressOf({ title, quiet });
  let result: unknown;
  try {
    for await (const text of linesIn(lines)) {
      const line: Line = JSON.parse(text);
      if (line.problem) throw failureOf(500, line.problem);
      if ('result' in line) result = line.result;
      if (line.progress) progress.at(line.progress.done, line.progress.total);
    }
  } finally {
    progress.end();
  }
  if (result === undefined)
    throw new Failure(`${title}: expected a result, found the end of the answer`);
  return result;
}

/** Not by node:readline: that throws out of nowhere where the answer breaks off once nobody reads on. */
async function* linesIn(answer: Readable): AsyncGenerator<string> {
  let rest = '';
  answer.setEncoding('utf8').on('error', () => undefined);
  try {
    for await (const chunk of answer) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') yield rest;
  } catch (error) {
    throw brokenOff(error);
  }
}

/** The server ended, or could not read on. */
export function brokenOff(error: unknown): Failure {
  const found = error instanceof Error ? error.message : String(error);
  return new Failure(
    `server: expected the whole answer, found its end: ${found}; its log says why, and "cluetrail verify" what is damaged`,
  );
}

export interface Progress {
  at(done: number, total: number): void;
  end(): void;
}

/** A bar on a terminal; elsewhere a line now and then. */
export function progressOf({ title, quiet = false }: Following): Progress {
  if (quiet) return { at: () => undefined, end: () => undefined };
  return process.stderr.isTTY ? barOf(title) : linesOf(title);
}

interface Line {
  readonly progress?: { readonly done: number; readonly total: number };
  readonly result?: unknown;
  readonly problem?: unknown;
}

function barOf(title: string): Progress {
  const bar = new SingleBar(
    {
      format: `${title} [{bar}] {percentage}% | {value}/{total}`,
      clearOnComplete: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    at(done, total) {
      if (!started) bar.start(total, 0);
      started = true;
      bar.setTotal(total);
      bar.update(done);
    },
    end: () => void (started && bar.stop()),
  };
}

const EVERY_MILLIS = 3000;

/** What is over before the first line is due says nothing. */
export function linesOf(
  title: string,
  {
    now = Date.now,
    write = (line) => void process.stderr.write(line),
  }: { readonly now?: () => number; readonly write?: (line: string) => void } = {},
): Progress {
  let last = now();
  return {
    at(done, total) {
      if (now() - last < EVERY_MILLIS) return;
      last = now();
      const percent = total > 0 ? Math.floor((100 * done) / total) : 100;
      write(`${title}: ${percent} %, ${done} of ${total}\n`);
    },
    end: () => undefined,
  };
}
