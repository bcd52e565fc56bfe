import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { environmentFor, patience } from './store.js';

export const MAIN = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));

/** Runs `cluetrail …` as a user does; answers what it wrote and how it ended. */
export function cluetrail(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words], {
    encoding: 'utf8',
    env: environmentOf(words),
    timeout: patience(30_000),
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

/** The store of the directory that is named, where the tests run on another one. */
function environmentOf(words: readonly string[]): NodeJS.ProcessEnv {
  const at = words.indexOf('--data');
  return { ...process.env, ...(at >= 0 && environmentFor(words[at + 1])) };
}
