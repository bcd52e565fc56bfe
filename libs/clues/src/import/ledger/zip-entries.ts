import { inflateRawSync } from 'node:zlib';
import { UnreadableSheet } from './sheet.js';

/** What all parts of a file may come to unfolded. */
const MOST_UNFOLDED_BYTES = 64 * 1024 * 1024;
const MOST_ENTRIES = 1000;
const END_OF_DIRECTORY = 0x06054b50;
const IN_DIRECTORY = 0x02014b50;
const BEFORE_CONTENT = 0x04034b50;
/** Of the end record, without and with the longest comment. */
const END_BYTES = 22;
const LONGEST_END = END_BYTES + 0xffff;
/** A larger archive says so where a number should stand. */
const ZIP64_COUNT = 0xffff;
const ZIP64_OFFSET = 0xffffffff;

interface Entry {
  readonly method: number;
  readonly encrypted: boolean;
  readonly size: number;
  readonly at: number;
}

/**
 * The parts of a ZIP archive. What it says of their sizes is not believed: unfolding stops at the limit for all of them
 * together, whatever comes.
 */
export class ZipEntries {
  private left = MOST_UNFOLDED_BYTES;
  private readonly entries: ReadonlyMap<string, Entry>;

  /** Throws an {@link UnreadableSheet} for what is no such archive. */
  constructor(private readonly bytes: Buffer) {
    this.entries = reading(() => directoryOf(bytes));
  }

  /** As UTF-8; undefined where there is no such part. */
  text(name: string): string | undefined {
    const entry = this.entries.get(name);
    if (!entry) return undefined;
    if (entry.encrypted)
      throw new UnreadableSheet('', 'a file without a password', 'a sealed part');
    const content = reading(() => this.content(entry));
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(content);
    } catch {
      throw new UnreadableSheet('', 'an .xlsx file', `a part ${name} that is no UTF-8`);
    }
  }

  private content({ at, size, method }: Entry): Buffer {
    const { bytes } = this;
    if (bytes.readUInt32LE(at) !== BEFORE_CONTENT) throw broken();
    const from = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    if (from + size > bytes.length) throw broken();
    const folded = bytes.subarray(from, from + size);
    const content = method === STORED ? folded : unfolded(folded, method, this.left);
    this.left -= content.length;
    if (this.left < 0) throw tooLarge();
    return content;
  }
}

const STORED = 0;
const DEFLATED = 8;

function unfolded(folded: Buffer, method: number, most: number): Buffer {
  if (method !== DEFLATED) throw broken();
  try {
    return inflateRawSync(folded, { maxOutputLength: Math.max(most, 1) });
  } catch (error) {
    throw Object(error).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : broken();
  }
}

function directoryOf(bytes: Buffer): Map<string, Entry> {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count === ZIP64_COUNT || count > MOST_ENTRIES || at === ZIP64_OFFSET) throw tooLarge();
  const entries = new Map<string, Entry>();
  for (let left = count; left > 0; left--) {
    if (bytes.readUInt32LE(at) !== IN_DIRECTORY) throw broken();
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    // Two parts of one name: which of them is read would depend on who reads.
    if (entries.has(name)) throw broken();
    entries.set(name, {
      method: bytes.readUInt16LE(at + 10),
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      size: bytes.readUInt32LE(at + 20),
      at: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function endOf(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - LONGEST_END);
  for (let at = bytes.length - END_BYTES; at >= first; at--)
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  throw broken();
}

/** What reaches beyond the bytes that there are is broken, and no mistake of ours. */
function reading<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw Object(error).code === 'ERR_OUT_OF_RANGE' ? broken() : error;
  }
}

function broken(): UnreadableSheet {
  return new UnreadableSheet('', 'an .xlsx file', 'a broken one');
}

function tooLarge(): UnreadableSheet {
  return new UnreadableSheet('', 'at most 64 MiB once it is unfolded', 'more');
}
