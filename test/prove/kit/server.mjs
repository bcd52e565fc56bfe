// `cluetrail serve` in a process of its own, as users start it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SQLITE_LOG } from './build.mjs';

const running = new Set();

/** Words for `serve` as in production, where the file system is one that lasts. */
export async function flagsFor(build, directory) {
  const settings = pathToFileURL(join(build.directory, SQLITE_LOG, 'settings.js')).href;
  const { volatileAt } = await import(settings);
  return volatileAt(dirname(directory)) ? WITHOUT_ROOM : [];
}

/** Where calls are counted: the room that the log makes for itself at its start takes thousands of writes. */
export const WITHOUT_ROOM = ['--volatile'];

/** Kills what a check that failed has left. */
export async function killAll() {
  const left = [...running];
  for (const child of left) child.kill('SIGKILL');
  await Promise.all(left.map((child) => once(child, 'close')));
}

/** A start that was refused, or ended before it listened. */
export class NotServed extends Error {
  constructor({ code, signal, told }) {
    super(`serve: exit ${code ?? signal}: ${told.trim()}`);
    this.code = code;
    this.signal = signal;
    this.told = told;
  }
}

/**
 * Resolves when it listens; rejects with NotServed. `wrap`: words before the command, as of strace; `args`: words for
 * Node; `flags`: words for `serve`.
 */
export async function startServer({ build, directory, wrap = [], args = [], flags, env = {} }) {
  const [program, ...words] = [
    ...wrap,
    ...[process.execPath, '--no-warnings', ...args, build.main],
    ...['serve', '--data', directory, '--key-file', `${directory}.key`, '--port', '0'],
    ...(flags ?? (await flagsFor(build, directory))),
  ];
  const began = performance.now();
  const child = spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  running.add(child);
  const told = { out: '', err: '' };
  child.stdout.on('data', (text) => (told.out += text));
  child.stderr.on('data', (text) => (told.err += text));
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child);
    return { code, signal, told: told.err };
  });
  const url = await new Promise((resolve, reject) => {
    const found = () => /serves .* at (http:\S+)/.exec(told.out)?.[1];
    child.stdout.on('data', () => found() && resolve(found()));
    child.once('error', reject);
    void ended.then((end) => reject(new NotServed(end)));
  });
  return {
    ...{ url, child, ended, readyMs: Math.round(performance.now() - began) },
    told: () => told.err,
    kill: (signal = 'SIGKILL') => {
      child.kill(signal);
      return ended;
    },
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/**
 * Calls over at most `width` kept connections: `call('POST', '/api/clues', {token, key, version, body})` answers
 * `{status, headers, body, ms}`; rejects where the connection breaks, or after `timeoutMs`.
 */
export function caller({ url, width = 16, timeoutMs = 60_000 }) {
  const agent = new Agent({ keepAlive: true, maxSockets: width });
  const call = (method, path, { token, key, version, body } = {}) =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      const text = body === undefined ? undefined : JSON.stringify(body);
      const sent = request(`${url}${path}`, {
        ...{ agent, method, timeout: timeoutMs },
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(key && { 'idempotency-key': key }),
          ...(version !== undefined && { 'if-match': `"${version}"` }),
          ...(text && { 'content-type': 'application/json' }),
        },
      });
      sent.once('timeout', () => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      sent.once('error', reject);
      sent.once('response', (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const { statusCode: status, headers } = response;
          const ms = performance.now() - began;
          resolve({ status, headers, body: parsed(Buffer.concat(chunks)), ms });
        });
      });
      sent.end(text);
    });
  return { call, close: () => agent.destroy() };
}

function parsed(bytes) {
  try {
    return JSON.parse(bytes);
  } catch {
    return undefined;
  }
}
