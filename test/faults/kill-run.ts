import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Recorded } from '@cluetrail/event-sourcing';
import { openSqliteLog } from '@cluetrail/stores';

export interface KillRun {
  readonly kills: number;
  readonly acknowledged: number;
  readonly events: number;
  /** Event ids of acknowledged commands that are not in the log. */
  readonly lost: readonly string[];
  /** Event ids that stand more than once. */
  readonly twice: readonly string[];
  /** Streams whose versions are not 1, 2, 3 … */
  readonly gaps: readonly string[];
  /** The longest time from the start of opening to ready, milliseconds. */
  readonly slowestReadyMs: number;
}

export interface KillPlan {
  readonly buildDir: string;
  readonly kills: number;
  readonly acknowledgements: number;
  /** Called between a kill and the next start. */
  readonly afterKill?: (directory: string) => void;
}

/** Kills drivers until enough was acknowledged over enough kills, then compares the journal with the log. */
export async function killRun({ buildDir, afterKill, ...plan }: KillPlan): Promise<KillRun> {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-kill-'));
  const directory = join(root, 'data');
  const journal = join(root, 'journal');
  mkdirSync(directory);
  writeFileSync(journal, '');
  try {
    let kills = 0;
    let slowestReadyMs = 0;
    while (kills < plan.kills || acknowledgedIn(journal).length < plan.acknowledgements) {
      const readyMs = await killedDriver([buildDir, directory, journal]);
      slowestReadyMs = Math.max(slowestReadyMs, readyMs);
      kills += 1;
      afterKill?.(directory);
    }
    const acknowledged = acknowledgedIn(journal);
    const events = await eventsOf(directory);
    return {
      kills,
      slowestReadyMs,
      acknowledged: acknowledged.length,
      events: events.length,
      ...compare(acknowledged.flat(), events),
    };
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Starts a driver, kills it 30 to 400 ms after it is ready, answers how long it took to be ready. */
function killedDriver(args: readonly string[]): Promise<number> {
  const driver = fileURLToPath(new URL('./driver.mjs', import.meta.url));
  const child = spawn(process.execPath, [driver, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let readyMs = Number.NaN;
    let complaint = '';
    child.stderr.on('data', (text) => (complaint += text));
    child.stdout.once('data', (text) => {
      readyMs = Number(/^ready ([\d.]+)\n$/.exec(String(text))?.[1]);
      setTimeout(() => child.kill('SIGKILL'), 30 + Math.random() * 370);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      signal === 'SIGKILL' && readyMs >= 0
        ? resolve(readyMs)
        : reject(new Error(`the driver ended by itself with code ${code}: ${complaint}`)),
    );
  });
}

function acknowledgedIn(journal: string): string[][] {
  const tried = new Map<string, string[]>();
  const acknowledged: string[][] = [];
  for (const line of readFileSync(journal, 'utf8').split('\n').slice(0, -1)) {
    const [kind, key, , ids] = line.split(' ');
    if (kind === 'try') tried.set(key, ids.split(','));
    else acknowledged.push(tried.get(key) ?? []);
  }
  return acknowledged;
}

async function eventsOf(directory: string): Promise<Recorded[]> {
  const clock = { nowMicros: () => 0 };
  const log = await openSqliteLog({ directory, clock, create: false, tail: Infinity });
  try {
    return await log.readAll();
  } finally {
    await log.close();
  }
}

function compare(acknowledged: readonly string[], events: readonly Recorded[]) {
  const counts = new Map<string, number>();
  const versions = new Map<string, number>();
  const gaps = new Set<string>();
  for (const { event } of events) {
    counts.set(event.eventId, (counts.get(event.eventId) ?? 0) + 1);
    if (event.version !== (versions.get(event.stream) ?? 0) + 1) gaps.add(event.stream);
    versions.set(event.stream, event.version);
  }
  return {
    lost: acknowledged.filter((id) => !counts.has(id)),
    twice: [...counts].filter(([, count]) => count > 1).map(([id]) => id),
    gaps: [...gaps],
  };
}
