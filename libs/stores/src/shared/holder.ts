import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Says in a directory who has it open. To be called once its lock is held; the next one who holds it writes over it. */
export function holds(directory: string): void {
  const holder = { pid: process.pid, since: new Date().toISOString() };
  try {
    writeFileSync(fileOf(directory), `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  } catch {
    // The lock keeps others out all the same; where the disk is full they are not told whose it is.
  }
}

/** For whom a lock keeps out: ` (process 123, since 2021-10-31T04:00:00.000Z)`; empty where nobody says so. */
export function holderOf(directory: string): string {
  try {
    const { pid, since } = JSON.parse(readFileSync(fileOf(directory), 'utf8')) as Record<
      string,
      unknown
    >; // JSON of holds
    return ` (process ${pid}, since ${since})`;
  } catch {
    return '';
  }
}

function fileOf(directory: string): string {
  return join(directory, 'in-use.json');
}
