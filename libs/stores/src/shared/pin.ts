import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { stands } from './stands.js';
import { StoreRefused } from './store-refused.js';

/** One disk sector, always the same length and always overwritten in place by one write. */
const LENGTH = 512;

/** Where a log ends. */
export interface Tip {
  readonly position: number;
  readonly leaf: Uint8Array;
}

/** Position and leaf (hexadecimal, empty at 0) of the last event before the newest acknowledgement. */
export interface Pinned {
  readonly position: number;
  readonly leaf: string;
}

/**
 * The pin beside the log. Overwriting one sector in place is never torn, neither by a kill nor by a power cut,
 * and costs a fifth of a rename for each acknowledged group; only the first file comes by rename.
 */
export class Pin {
  private readonly fd: number;
  private syncedAt = 0;
  private dirty = false;
  private last = 0;

  constructor(private readonly file: string) {
    if (!existsSync(file)) createPin(file);
    this.fd = openSync(file, 'r+');
  }

  /** Throws where it would go back behind what it named: from that, lost events are known. */
  write(tip: Tip): void {
    if (tip.position < this.last)
      throw new Error(
        `pin ${this.file}: expected position ${this.last} or a later one, found ${tip.position}`,
      );
    this.last = tip.position;
    writeSync(this.fd, textOf(tip), 0);
    this.dirty = true;
  }

  /** At most once a second; answers how many milliseconds the next sync has to wait, 0 when nothing is due. */
  syncIfDue(nowMillis: number): number {
    if (!this.dirty) return 0;
    const wait = this.syncedAt + 1000 - nowMillis;
    if (wait > 0) return wait;
    this.sync();
    this.syncedAt = nowMillis;
    return 0;
  }

  sync(): void {
    fdatasyncSync(this.fd);
    this.dirty = false;
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** Undefined where none stands. Throws StoreRefused `pin-damaged`, and `log-unreadable` where it cannot be read. */
export function readPin(file: string): Pinned | undefined {
  const text = textIn(file);
  if (text === undefined) return undefined;
  const found = WRITTEN.exec(text);
  const [, named = '', position, leaf = '', check] = found ?? [];
  // Earlier versions wrote none.
  if (found && (check === undefined || check === checkOf(named)))
    return { position: Number(position), leaf };
  throw new StoreRefused(
    'pin-damaged',
    `pin ${file}: expected a position and a leaf${found ? `, and their check ${checkOf(named)}` : ''}, found ${JSON.stringify(text.trim().slice(0, 120))}`,
    { file },
  );
}

const WRITTEN =
  /^(\{"position":(\d{1,16}),"leaf":"([0-9a-f]{64}|)")(?:,"check":"([0-9a-f]{8})")?\} *\n?$/;

/** Against a bit that flips, which would else tell of a loss; against nobody's hand. */
function checkOf(named: string): string {
  return crc32(named).toString(16).padStart(8, '0');
}

function textIn(file: string): string | undefined {
  try {
    return stands(file) ? readFileSync(file, 'utf8') : undefined;
  } catch (error) {
    throw new StoreRefused(
      'log-unreadable',
      `pin ${file}: expected a file that may be read, found "${(error as Error).message}"`, // of node:fs
      { file },
    );
  }
}

/** The end of a message: what the log has to hold. */
export function namedBy(pinned: Pinned | undefined): string {
  return pinned ? `; its pin names position ${pinned.position}, leaf ${pinned.leaf}` : '';
}

export function syncDirectory(directory: string): void {
  const fd = openSync(directory, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function createPin(file: string): void {
  const fresh = `${file}.new`;
  const fd = openSync(fresh, 'w', 0o600);
  writeSync(fd, textOf({ position: 0, leaf: new Uint8Array() }), 0);
  fsyncSync(fd);
  closeSync(fd);
  renameSync(fresh, file);
  syncDirectory(dirname(file));
}

/** What stands in the file. */
export function textOf({ position, leaf }: Tip): string {
  // Before every acknowledgement: not by way of an array.
  const text = Buffer.from(leaf.buffer, leaf.byteOffset, leaf.length).toString('hex');
  const named = `{"position":${position},"leaf":"${text}"`;
  return `${`${named},"check":"${checkOf(named)}"}`.padEnd(LENGTH - 1)}\n`;
}
