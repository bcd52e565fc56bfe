import {
  canonicalBytes,
  hex,
  LogDamaged,
  open,
  type Position,
  type Recorded,
  type SealedEvent,
} from '@cluetrail/event-sourcing';
import { sha256 } from '../shared/sha256.js';
import { StoreRefused } from '../shared/store-refused.js';

/** An event as the server gives it back. `stream` without the log's prefix. */
export interface Stored {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: Position;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
}

/** An event as it is sent. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: 'application/json';
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
}

/**
 * data = the event's `data`, metadata = the rest of the envelope, without what the place says (stream, version, id,
 * type), with the leaf in base64url: so an event never weighs more at the server than its canonical bytes.
 */
export function proposedOf({ event, leaf }: SealedEvent): Proposed {
  const { eventId, stream: _stream, version: _version, type, data, ...rest } = event;
  const { correlationId, causationId, ...envelope } = rest;
  return {
    id: eventId,
    type,
    contentType: 'application/json',
    data,
    metadata: {
      ...envelope,
      $correlationId: correlationId,
      $causationId: causationId,
      leaf: Buffer.from(leaf).toString('base64url'),
    },
  };
}

/** The event with its canonical bytes, made anew and checked against the leaf beside them. Throws LogDamaged. */
export function recordedOf(stored: Stored): Recorded {
  const { position, id, type, data, stream, revision } = stored;
  const { leaf: kept, $correlationId, $causationId, ...envelope } = fieldsOf(stored);
  if (typeof kept !== 'string') throw foreign(stored);
  const leaf = new Uint8Array(Buffer.from(kept, 'base64url'));
  const place = { eventId: id, stream, version: Number(revision) + 1, type };
  const chain = { correlationId: $correlationId, causationId: $causationId };
  return open(
    { position, leaf, bytes: bytesOf({ ...envelope, ...chain, ...place, data }, position, leaf) },
    sha256,
  );
}

/** `recordedAt` as it stands there, unchecked. */
export function recordedAtOf(stored: Stored): string {
  const { recordedAt } = fieldsOf(stored);
  if (typeof recordedAt !== 'string') throw foreign(stored);
  return recordedAt;
}

function bytesOf(event: object, position: Position, leaf: Uint8Array): Uint8Array {
  try {
    return canonicalBytes(event);
  } catch (error) {
    // Not even JSON of ours: nothing that was sealed looks like this.
    if (!(error instanceof TypeError)) throw error;
    throw new LogDamaged({ position, expectedLeaf: hex(leaf), foundLeaf: 'none' });
  }
}

function fieldsOf({ metadata }: Stored): Record<string, unknown> {
  return typeof metadata === 'object' && metadata !== null && !ArrayBuffer.isView(metadata)
    ? { ...metadata }
    : {};
}

function foreign({ position, stream, revision, type }: Stored): StoreRefused {
  const at = `${stream} @ ${revision + 1n}`;
  return new StoreRefused(
    'log-damaged',
    `the log is damaged at position ${position}: expected an event with its leaf, found "${type}" at ${at}`,
    { position: String(position), expected: 'a leaf', found: type },
  );
}
