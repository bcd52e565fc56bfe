import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentFor, patience } from './store.js';

export const MAIN = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
const HOST = fileURLToPath(new URL('command-host.mjs', import.meta.url));
// Only what hangs takes so long: a first command loads the whole server, on a machine with much else to do.
const LIMIT_MILLIS = patience(120_000);

interface Ran {
  /** null where it did not end by itself. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `cluetrail …` as built, after those before it; answers what it wrote and how it ended. */
export function cluetrail(...words: string[]): Promise<Ran> {
  const next = before.then(() => hosted(words));
  before = next.catch(() => undefined);
  return next;
}

let before: Promise<unknown> = Promise.resolve();
let host: Host | undefined;
afterAll(() => host?.end());

/** `cluetrail …` in a process of its own, for what is about the process: that it ends, and by which code. */
export function cluetrailAlone(...words: string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words], {
    encoding: 'utf8',
    env: environmentOf(words),
    timeout: LIMIT_MILLIS,
  });
  return { status, stdout, stderr };
}

export interface ServedHere {
  readonly stdout: string;
  /** So far. */
  stderr(): string;
  /** Answers its exit code. */
  end(): Promise<number | null>;
}

/** `cluetrail serve …` in a process of its own, once it says that it serves. */
export async function served(...words: string[]): Promise<ServedHere> {
  const server = spawn(process.execPath, [MAIN, 'serve', ...words], { env: environmentOf(words) });
  let stdout = '';
  let stderr = '';
  server.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = new Promise<number | null>((resolve) => server.on('close', resolve));
  await new Promise<void>((resolve, reject) => {
    server.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      if (/serves .*\n/.test(stdout)) resolve();
    });
    void ended.then((code) =>
      reject(new Error(`serve: expected to serve, ended by ${code}: ${stderr}`)),
    );
  });
  return {
    stdout,
    stderr: () => stderr,
    end: () => (server.kill('SIGTERM'), ended),
  };
}

interface Host {
  readonly child: ChildProcess;
  /** What was written since it was last asked. */
  written(): { readonly stdout: string; readonly stderr: string };
  end(): void;
}

async function hosted(words: readonly string[]): Promise<Ran> {
  const { child, written, end } = (host ??= started());
  const status = await new Promise<number | null>((resolve) => {
    const limit = setTimeout(() => done(null), LIMIT_MILLIS);
    const told = ({ status: code }: { status: number }) => done(code);
    const ended = () => done(null);
    const done = (code: number | null) => {
      clearTimeout(limit);
      child.off('message', told).off('exit', ended);
      resolve(code);
    };
    child.on('message', told).on('exit', ended);
    child.send({ words, env: environmentOf(words) });
  });
  const said = written();
  if (status !== null) return { status, ...said };
  end();
  host = undefined;
  throw new Error(`${words.join(' ')}: expected an end, found none: ${said.stderr}`);
}

/** It writes to files: written at once, so that all of it stands there when a command has ended. */
function started(): Host {
  const folder = mkdtempSync(join(tmpdir(), 'cluetrail-host-'));
  const files = ['stdout', 'stderr'].map((name) => join(folder, name));
  const [out, err] = files.map((file) => openSync(file, 'a'));
  const child = spawn(process.execPath, [HOST], { stdio: ['ignore', out, err, 'ipc'] });
  for (const fd of [out, err]) closeSync(fd);
  const taken = (file: string) => {
    const text = readFileSync(file, 'utf8');
    truncateSync(file);
    return text;
  };
  return {
    child,
    written: () => ({ stdout: taken(files[0]), stderr: taken(files[1]) }),
    end() {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The store of the directory that is named, where the tests run on another one. */
function environmentOf(words: readonly string[]): NodeJS.ProcessEnv {
  const at = words.indexOf('--data');
  return { ...process.env, ...(at >= 0 && environmentFor(words[at + 1])) };
}
