import { spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const DRIVER = fileURLToPath(new URL('../files-driver.mjs', import.meta.url));

/** Kill -9 during uploads, flipped and deleted files, a full disk. */
export default {
  id: 'F39',
  title: 'attachment lifecycle',
  mutants: ['event-before-file'],
  async run({ quick, mutant }) {
    const root = mkdtempSync(join(tmpdir(), 'cluetrail-f39-'));
    try {
      const least = quick ? 12 : 60;
      const killed = await kills(join(root, 'killed'), least, mutant);
      const spoilt = mutant ? NOTHING_SPOILT : await spoil(join(root, 'killed'), quick ? 20 : 100);
      const full = mutant ? 'not-run' : await fill(join(root, 'full'));
      const figures = { ...killed, ...spoilt, fullDisk: full };
      const holds =
        killed.missing === 0 &&
        killed.damaged === 0 &&
        spoilt.served === 0 &&
        (full === 'survived' || full === 'skipped' || full === 'not-run');
      return { holds, short: killed.named < least || killed.kills < least, figures };
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
};

const NOTHING_SPOILT = { spoilt: 0, served: 0 };

async function kills(directory, least, mutant) {
  let missing = 0;
  let damaged = 0;
  for (let kill = 0; kill < least; kill++) {
    const { child, ready } = await started(directory, mutant);
    missing += ready.missing;
    damaged += ready.damaged;
    const writers = ready.clues.map((clue) => uploads(ready, clue).catch(() => undefined));
    await new Promise((wake) => setTimeout(wake, 60 + Math.random() * 250));
    await stopped(child);
    await Promise.all(writers);
  }
  const { child, ready } = await started(directory, mutant);
  await stopped(child);
  return {
    kills: least,
    named: ready.named,
    missing: missing + ready.missing,
    damaged: damaged + ready.damaged,
    orphans: readdirSync(join(directory, 'attachments')).length - ready.named,
  };
}

/** For ever, until the server is gone or refuses. */
async function uploads(ready, clue) {
  for (;;) await upload(ready, clue, 1000 + Math.floor(Math.random() * 200_000));
}

/** A file, and a command that names it. */
async function upload({ url, token }, clue, bytes) {
  const { sha256 } = await sent(url, token, `/api/clues/${clue}/attachments`, {
    ...{ method: 'PUT', body: randomBytes(bytes) },
    headers: { 'content-type': 'application/octet-stream' },
  });
  await named({ url, token }, clue, sha256);
  return { clue, sha256 };
}

async function named({ url, token }, clue, sha256) {
  const seen = await fetch(`${url}/api/clues/${clue}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await seen.text();
  return sent(url, token, `/api/clues/${clue}/attachFiles`, {
    method: 'POST',
    body: JSON.stringify({ attachments: [{ sha256, name: 'file' }] }),
    headers: {
      ...{ 'content-type': 'application/json', 'if-match': seen.headers.get('etag') },
      'idempotency-key': randomUUID(),
    },
  });
}

async function sent(url, token, path, { headers, ...options }) {
  const answer = await fetch(`${url}${path}`, {
    ...{ ...options, duplex: 'half' },
    headers: { ...headers, authorization: `Bearer ${token}` },
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${body.code}`);
  return body;
}

/** A bit of some files is flipped, some are deleted: none of them may be served. */
async function spoil(directory, count) {
  const place = join(directory, 'attachments');
  const before = await started(directory);
  const { url, reader, clues } = before.ready;
  const files = [];
  for (let number = 0; number < count; number++)
    files.push(await upload(before.ready, clues[number % clues.length], 5000));
  files.forEach(({ sha256 }, number) => {
    const path = join(place, sha256);
    if (number % 4 === 3) return rmSync(path);
    const bytes = readFileSync(path);
    bytes[Math.floor((bytes.length * number) / count)] ^= 1 << (number % 8);
    writeFileSync(path, bytes);
  });
  let served = 0;
  for (const { clue, sha256 } of files) {
    const answer = await fetch(`${url}/api/clues/${clue}/attachments/${sha256}`, {
      headers: { authorization: `Bearer ${reader}` },
    });
    await answer.arrayBuffer();
    if (answer.status !== 502) served += 1;
  }
  await stopped(before.child);
  return { spoilt: files.length, served };
}

/** On a small file system of its own, which only root may make. */
async function fill(directory) {
  mkdirSync(directory, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'none', directory]);
  if (mounted.status !== 0) return 'skipped';
  try {
    const { child, ready } = await started(join(directory, 'data'));
    const failed = await uploads(ready, ready.clues[0]).catch((error) => error.message);
    await stopped(child);
    spawnSync('mount', ['-o', 'remount,size=64m', directory]);
    const again = await started(join(directory, 'data'));
    await upload(again.ready, again.ready.clues[1], 1000);
    await stopped(again.child);
    const { named: all, missing, damaged } = again.ready;
    return all > 0 && missing + damaged === 0 ? 'survived' : `lost after ${failed}`;
  } finally {
    spawnSync('umount', ['-l', directory]);
  }
}

async function started(directory, mutant = '') {
  const child = spawn(process.execPath, [DRIVER, directory, mutant], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const ready = await new Promise((resolve, reject) => {
    lines.on('line', (line) => line.startsWith('ready ') && resolve(JSON.parse(line.slice(6))));
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`driver: exit ${code}`)));
  });
  return { child, ready };
}

function stopped(child) {
  return new Promise((resolve) => {
    child.on('exit', resolve);
    child.kill('SIGKILL');
  });
}
