import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

/** A write-ahead log of SQLite of which only the beginning can be read. Frames are pages as they were committed. */
export interface CutShort {
  readonly file: string;
  readonly frames: number;
  readonly whole: number;
}

/**
 * SQLite takes the first frame that does not fit its checksum for the end, and says nothing of those behind it: damage
 * in the middle looks like an older file. So does what a power cut tore, but of that nothing was promised. Undefined
 * where every frame of the last writing is whole. Source: SQLite, "WAL-mode File Format".
 */
export function cutShort(file: string): CutShort | undefined {
  if (!existsSync(file)) return undefined;
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    if (size === 0) return undefined;
    const { frames, whole } = counted(size, (length, at) => {
      const bytes = Buffer.alloc(length);
      readSync(handle, bytes, 0, length, at);
      return bytes;
    });
    return whole < frames ? { file, frames, whole } : undefined;
  } finally {
    closeSync(handle);
  }
}

/** Thing, expected and found in one sentence. */
export function toldOf({ file, frames, whole }: CutShort): string {
  return `${file}: expected ${frames} whole frames, found ${whole}, and nothing behind them is read`;
}

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;
/** Of an own file, where its header does not say. */
const PAGE_BYTES = 4096;

type Sums = readonly [number, number];

function counted(size: number, read: (length: number, at: number) => Buffer) {
  const header = read(HEADER_BYTES, 0);
  const magic = header.readUInt32BE(0);
  const pageBytes = header.readUInt32BE(8);
  const frameBytes = FRAME_HEADER_BYTES + (isPageSize(pageBytes) ? pageBytes : PAGE_BYTES);
  const there = Math.floor((size - HEADER_BYTES) / frameBytes);
  const inBigEndian = (magic & 1) === 1;
  let sums = summed(header.subarray(0, 24), { from: [0, 0], inBigEndian });
  if ((magic & ~1) !== MAGIC || !isPageSize(pageBytes) || !stands(header, sums))
    return { frames: Math.max(there, 1), whole: 0 };
  let [frames, whole] = [0, 0];
  for (let index = 0; index < there; index++) {
    const frame = read(frameBytes, HEADER_BYTES + index * frameBytes);
    // Of an earlier writing, over which this one has not come yet.
    if (!frame.subarray(8, 16).equals(header.subarray(16, 24))) continue;
    frames = index + 1;
    if (whole < index) continue;
    const numbers = summed(frame.subarray(0, 8), { from: sums, inBigEndian });
    sums = summed(frame.subarray(FRAME_HEADER_BYTES), { from: numbers, inBigEndian });
    if (stands(frame, sums)) whole = index + 1;
  }
  return { frames, whole };
}

function isPageSize(bytes: number): boolean {
  return bytes >= 512 && bytes <= 65_536 && (bytes & (bytes - 1)) === 0;
}

/** Both headers end with the sums over all that came so far. */
function stands(header: Buffer, sums: Sums): boolean {
  const at = header.length === HEADER_BYTES ? 24 : 16;
  return header.readUInt32BE(at) === sums[0] && header.readUInt32BE(at + 4) === sums[1];
}

function summed(bytes: Buffer, { from, inBigEndian }: { from: Sums; inBigEndian: boolean }): Sums {
  let [first, second] = from;
  for (let at = 0; at < bytes.length; at += 8) {
    const one = inBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    const other = inBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4);
    first = (first + one + second) >>> 0;
    second = (second + other + first) >>> 0;
  }
  return [first, second];
}
