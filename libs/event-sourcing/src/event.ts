import type { Json } from './canonical.js';

/** `day` = the instant at which that local day began; `minute` = truncated. */
export type Precision = 'ms' | 'minute' | 'day';

/** RFC 3339 UTC with 3 decimals, IANA zone, precision. */
export interface HappenedAt {
  readonly at: string;
  readonly zone: string;
  readonly precision: Precision;
}

/** `organId` is absent only for automatic actors (`system:<process>`) and during set-up. */
export interface Actor {
  readonly personId: string;
  readonly role: string;
  readonly organId?: string;
}

/** AES-256-GCM of a personal text: key id, nonce, ciphertext with its 16-byte tag; base64url. */
export interface SealedText {
  readonly k: string;
  readonly n: string;
  readonly c: string;
}

export interface Attachment {
  readonly sha256: string;
  readonly name: SealedText;
  readonly level: string;
}

export interface Basis {
  readonly procedure: string;
  readonly version: number;
  readonly article?: string;
}

export type Data = { readonly [field: string]: Json };

/**
 * The envelope: the only shape in the log. Absent or empty optional fields are omitted, never null;
 * `data` always stands. `organ` (jurisdiction) and `level` hold after this event.
 * Source: docs/adr/0001-envelope-and-bytes.md.
 */
export interface Event<D = Data> {
  readonly eventId: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly schemaVersion: number;
  readonly happenedAt: HappenedAt;
  /** RFC 3339 UTC, exactly 6 decimals; stamped by the store's writer. */
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly onBehalfOf?: string;
  readonly basis?: Basis;
  readonly reason?: SealedText;
  readonly organ?: string;
  readonly level?: string;
  readonly change?: { readonly from: string; readonly to: string };
  readonly imported?: true;
  readonly attachments?: readonly Attachment[];
  readonly correlationId: string;
  readonly causationId: string;
  readonly commandId: string;
  readonly commandDigest?: string;
  readonly data: D;
}

/** What handlers pass to a store: everything but what its writer stamps. Personal fields are sealed already. */
export type Draft<D = Data> = Omit<Event<D>, 'version' | 'recordedAt'>;

/** A place in the global order of one store: ordered, opaque outside, never part of the bytes. 0n = before all. */
export type Position = bigint;

/** An event as a store gives it back, its leaf checked. */
export interface Recorded<D = Data> {
  readonly position: Position;
  readonly event: Event<D>;
  readonly bytes: Uint8Array;
  readonly leaf: Uint8Array;
}

/** `{kind}-{id}`: the kind ends at the first hyphen. `log` stands alone. */
export function kindOf(stream: string): string {
  const hyphen = stream.indexOf('-');
  return hyphen < 0 ? stream : stream.slice(0, hyphen);
}

export function idOf(stream: string): string {
  return stream.slice(stream.indexOf('-') + 1);
}
