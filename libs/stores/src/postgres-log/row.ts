import { open, type Receipt, type Recorded } from '@cluetrail/event-sourcing';
import { sha256 } from '../shared/sha256.js';

/** A row of the log as the driver gives it: position in decimal. */
export type LogRow = [position: string, leaf: Buffer, bytes: Buffer];

/** With what the columns beside it repeat. */
export type UncheckedRow = [...row: LogRow, stream: string, version: number, id: string];

/** Throws {@link LogDamaged}. */
export function recordedOf([position, leaf, bytes]: LogRow): Recorded {
  return open({ position: BigInt(position), leaf: plain(leaf), bytes: plain(bytes) }, sha256);
}

/** The driver's Buffer as what it is, without a copy. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

export function receiptOf({ position, event }: Recorded): Receipt {
  const { eventId, stream, version, recordedAt } = event;
  return { eventId, stream, version, position, recordedAt };
}
