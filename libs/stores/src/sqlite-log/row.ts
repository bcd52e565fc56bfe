import { type Event, hex, leafOf, LogDamaged } from '@cluetrail/event-sourcing';
import type { Page } from './messages.js';
import type { Placed } from '../shared/recording-order.js';
import { sha256 } from '../shared/sha256.js';
import { StoreRefused } from '../shared/store-refused.js';

/** An event as a row gives it, unchecked. */
export interface Row {
  readonly position: number;
  readonly leaf: Uint8Array;
  readonly bytes: Uint8Array;
}

/**
 * Throws LogDamaged unless the bytes give the stored leaf, and StoreRefused `log-damaged` where none are left of
 * them: SQLite fills what is cut off a file with zeros and reads NULL there.
 */
export function checkRow(row: Row): Row {
  const { position, leaf, bytes } = row;
  // Not instanceof: node:sqlite makes its arrays in its own realm.
  if (!ArrayBuffer.isView(leaf) || !ArrayBuffer.isView(bytes)) throw noEvent(position);
  const found = leafOf(row.bytes, sha256);
  if (Buffer.compare(found, row.leaf) === 0) return row;
  throw new LogDamaged({
    position: BigInt(row.position),
    expectedLeaf: hex(row.leaf),
    foundLeaf: hex(found),
  });
}

function noEvent(position: number): StoreRefused {
  return new StoreRefused(
    'log-damaged',
    `the log is damaged at position ${position}: expected an event and its leaf, found none`,
    { position: String(position), found: 'none' },
  );
}

export function eventOf({ bytes }: { bytes: Uint8Array }): Event {
  return JSON.parse(decoder.decode(bytes));
}

const decoder = new TextDecoder();

/**
 * Where sealed bytes say that they stand, without parsing what they hold: the tail of the envelope begins with
 * recordedAt, and between eventId and it no field of that name can be (see shared/stamp.ts). Anything may lie before them.
 */
export function placeOf(bytes: Uint8Array): Placed & Pick<Event, 'eventId'> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const tail = text.lastIndexOf(RECORDED_AT);
  const id = text.lastIndexOf(EVENT_ID, tail);
  if (tail < 0 || id < 0) return prefixedEventOf(bytes);
  const { stream, version, recordedAt } = JSON.parse(`{${text.toString('utf8', tail)}`);
  const start = id + EVENT_ID.length;
  return {
    stream,
    version,
    recordedAt,
    eventId: text.toString('latin1', start, start + UUID_LENGTH),
  };
}

/** The whole of it, whatever lies before its bytes. */
export function prefixedEventOf(bytes: Uint8Array): Event {
  return eventOf({ bytes: bytes.subarray(bytes.indexOf(BRACE)) });
}

const RECORDED_AT = '"recordedAt":"';
const EVENT_ID = '"eventId":"';
const UUID_LENGTH = 36;
const BRACE = 0x7b;

/** Checks every row and packs them. Throws as {@link checkRow} does. */
export function pageOf(rows: readonly Row[]): Page {
  rows.forEach(checkRow);
  const positions = Float64Array.from(rows, (row) => row.position);
  const lengths = Uint32Array.from(rows, (row) => row.bytes.length);
  const leaves = new Uint8Array(rows.length * 32);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let offset = 0;
  rows.forEach((row, index) => {
    leaves.set(row.leaf, index * 32);
    bytes.set(row.bytes, offset);
    offset += row.bytes.length;
  });
  return { positions, lengths, leaves, bytes };
}

/** The page's buffers: handed over to the other thread, not copied. */
export function buffersOf({ positions, lengths, leaves, bytes }: Page): ArrayBuffer[] {
  return [positions, lengths, leaves, bytes].map((part) => part.buffer as ArrayBuffer); // made by pageOf, never shared
}

export function rowsOfPage({ positions, lengths, leaves, bytes }: Page): Row[] {
  let offset = 0;
  return Array.from(positions, (position, index) => {
    const start = offset;
    offset += lengths[index];
    // Views: a copy of each would take as long as parsing it, and nobody keeps few of many.
    return {
      position,
      leaf: leaves.subarray(index * 32, index * 32 + 32),
      bytes: bytes.subarray(start, offset),
    };
  });
}
