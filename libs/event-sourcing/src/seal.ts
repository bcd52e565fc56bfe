import { canonicalBytes } from './canonical.js';
import type { Draft, Event, Recorded, Position } from './event.js';

/** Synchronous SHA-256: a port, since this library touches no platform. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export interface SealedEvent {
  readonly event: Event;
  readonly bytes: Uint8Array;
  readonly leaf: Uint8Array;
}

/** A read or copied event whose leaf does not match its bytes. */
export class LogDamaged extends Error {
  constructor(readonly at: { position: Position; expectedLeaf: string; foundLeaf: string }) {
    super(
      `log damaged at position ${at.position}: the stored leaf is ${at.expectedLeaf}, the bytes give ${at.foundLeaf}`,
    );
  }
}

/**
 * Stamps and freezes: version and recordedAt come from the store's writer, nothing else may. Throws on a field that
 * is not of the envelope: what once stands in the bytes (a position, say) stands there for ever.
 */
export function seal(
  draft: Draft,
  stamp: { version: number; recordedAt: string },
  sha256: Sha256,
): SealedEvent {
  const frozen = freeze(draft, stamp);
  return { ...frozen, leaf: leafOf(frozen.bytes, sha256) };
}

/** What {@link seal} puts the leaf beside. */
export function freeze(
  draft: Draft,
  stamp: { version: number; recordedAt: string },
): Omit<SealedEvent, 'leaf'> {
  const event: Event = withoutEmpty({ ...draft, ...stamp });
  return { event, bytes: canonicalBytes(event) };
}

/** SHA-256(0x00 ‖ bytes): the leaf hash of RFC 6962. */
export function leafOf(bytes: Uint8Array, sha256: Sha256): Uint8Array {
  const prefixed = new Uint8Array(bytes.length + 1);
  prefixed.set(bytes, 1);
  return sha256(prefixed);
}

/** Stored bytes and the leaf that stands beside them. */
export interface Stored {
  readonly position: Position;
  readonly bytes: Uint8Array;
  readonly leaf: Uint8Array;
}

/** Opens stored bytes. Throws {@link LogDamaged} when they do not give the stored leaf. */
export function open(stored: Stored, sha256: Sha256): Recorded {
  checkLeaf(stored, sha256);
  return { ...stored, event: JSON.parse(decoder.decode(stored.bytes)) };
}

/** Throws {@link LogDamaged} unless the bytes give the stored leaf. */
export function checkLeaf({ position, bytes, leaf }: Stored, sha256: Sha256): void {
  const found = leafOf(bytes, sha256);
  if (!sameBytes(found, leaf))
    throw new LogDamaged({ position, expectedLeaf: hex(leaf), foundLeaf: hex(found) });
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const decoder = new TextDecoder();

const ENVELOPE: { readonly [field in keyof Event]-?: true } = {
  eventId: true,
  stream: true,
  version: true,
  type: true,
  schemaVersion: true,
  happenedAt: true,
  recordedAt: true,
  actor: true,
  onBehalfOf: true,
  basis: true,
  reason: true,
  organ: true,
  level: true,
  change: true,
  imported: true,
  attachments: true,
  correlationId: true,
  causationId: true,
  commandId: true,
  commandDigest: true,
  data: true,
};

// In the order of the canonical bytes: what is in order is not sorted again.
const FIELDS = (Object.keys(ENVELOPE) as (keyof Event)[]).sort(); // the keys of the table above

/** Absent or empty = omitted, never null; `data` always stands. */
function withoutEmpty(event: Event): Event {
  const stray = Object.keys(event).find((key) => !Object.hasOwn(ENVELOPE, key));
  if (stray !== undefined) throw new TypeError(`seal: the envelope has no field ${stray}`);
  const kept: Partial<Record<keyof Event, unknown>> = {};
  for (const field of FIELDS)
    if (field in event && (field === 'data' || !isEmpty(event[field]))) kept[field] = event[field];
  return kept as Event; // the same event without its empty optional fields
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
