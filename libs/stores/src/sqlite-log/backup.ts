import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { hex } from '@cluetrail/event-sourcing';
import { FULL, messageOf, primaryCodeOf } from './failure.js';
import { LogFile } from './log-file.js';
import type { BackedUp } from '../shared/log.js';
import { syncDirectory, textOf } from '../shared/pin.js';
import { StoreRefused } from '../shared/store-refused.js';
import { verification } from './verification.js';

type Progress = (done: number, total: number) => void;

/** Pages copied at a step: while it lasts, an append waits. */
const RATE = 64;

/**
 * Copies the log while appends go on, and reads the copy back, event by event, before it gets its name: `DIR/events.db`
 * and `DIR/pin.json`, or `FILE.db` and `FILE.db.pin.json`. Throws StoreRefused `backup-exists`, `backup-impossible`, or
 * `log-damaged` where the copy is not whole; then nothing is left of it.
 */
export async function backUp(log: LogFile, to: string, progress: Progress): Promise<BackedUp> {
  const { file, pin } = placesOf(to);
  for (const taken of [file, pin].filter(existsSync))
    throw new StoreRefused('backup-exists', `backup ${taken}: expected no file, found one`);
  const part = `${file}.part`;
  const isNew = begin(part);
  try {
    await copied(log.db, part, progress);
    chmodSync(part, 0o600);
    const end = await checked(part, log, progress);
    sync(part);
    writeFileSync(pin, textOf(end), { mode: 0o600 });
    sync(pin);
    renameSync(part, file);
    syncDirectory(dirname(file));
    discard(part);
    return { file, events: end.position, leaf: hex(end.leaf) };
  } catch (error) {
    discard(part);
    rmSync(pin, { force: true });
    if (isNew) discardIfEmpty(dirname(part));
    throw isOfPlace(error) ? impossible(part, error) : error;
  }
}

/**
 * A step that meets an append in its transaction is taken again, but for the first: Node then rejects with an error
 * that is none (code 0), before any page is copied. So the copy is begun anew.
 */
async function copied(db: DatabaseSync, part: string, progress: Progress): Promise<void> {
  for (let begun = false; ;) {
    try {
      await backup(db, part, {
        rate: RATE,
        progress: ({ totalPages, remainingPages }) => {
          begun = true;
          progress(totalPages - remainingPages, totalPages * 2);
        },
      });
      return;
    } catch (error) {
      if (begun || primaryCodeOf(error) !== 0) throw error;
      discard(part);
    }
  }
}

function placesOf(to: string): { file: string; pin: string } {
  return to.endsWith('.db')
    ? { file: to, pin: `${to}.pin.json` }
    : { file: join(to, 'events.db'), pin: join(to, 'pin.json') };
}

/** The end of the copy, every event of it read. */
async function checked(part: string, log: LogFile, progress: Progress) {
  const db = new DatabaseSync(part, { readOnly: true });
  try {
    const copy = new LogFile(db);
    const { position, leaf } = copy.end;
    const steps = verification(copy);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) {
        const [first] = step.value.problems;
        if (first) throw damaged(part, `${first.problem} at position ${first.position}`);
        break;
      }
      progress(position + step.value, position * 2);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const [original] = position === 0 ? [] : log.rowsBehind(position - 1, 1);
    if (position > 0 && hex(original.leaf) !== hex(leaf))
      throw damaged(part, `leaf ${hex(leaf)} at position ${position}`);
    return { position, leaf };
  } finally {
    db.close();
  }
}

/**
 * Answers whether its directory was made for it. Throws StoreRefused `backup-impossible` where nothing can be written.
 * Parents are not made: in /proc Node never ends.
 */
function begin(part: string): boolean {
  const isNew = !existsSync(dirname(part));
  try {
    if (isNew) mkdirSync(dirname(part), { mode: 0o700 });
    discard(part);
    writeFileSync(part, '', { mode: 0o600 });
    return isNew;
  } catch (error) {
    throw impossible(part, error);
  }
}

/** A disk that is full, or a file that cannot be written: nothing of the log's own. */
function isOfPlace(error: unknown): boolean {
  return primaryCodeOf(error) === FULL || (error instanceof Error && 'syscall' in error);
}

function impossible(part: string, error: unknown): StoreRefused {
  return new StoreRefused(
    'backup-impossible',
    `backup ${part}: expected a place to write to, found "${messageOf(error)}"`,
    { file: part, found: messageOf(error) },
  );
}

function damaged(part: string, found: string): StoreRefused {
  return new StoreRefused('log-damaged', `backup ${part}: expected the log, found ${found}`);
}

function sync(file: string): void {
  const fd = openSync(file, 'r+');
  fsyncSync(fd);
  closeSync(fd);
}

/** Where others have put something there meanwhile, that stays, and what went wrong is told. */
function discardIfEmpty(directory: string): void {
  if (readdirSync(directory).length === 0) rmdirSync(directory);
}

function discard(part: string): void {
  for (const beside of ['', '-journal', '-wal', '-shm'])
    rmSync(`${part}${beside}`, { force: true });
}
