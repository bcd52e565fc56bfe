import { hkdfSync, randomBytes } from 'node:crypto';
import { canonicalBytes } from '@cluetrail/event-sourcing';
import { type Box, decrypt, encrypt } from '../aes-gcm.js';

export const KEY_BYTES = 32;

export function newKey(): Uint8Array {
  return randomBytes(KEY_BYTES);
}

/** HKDF-SHA256, 32 bytes. Each use has its own `info`, so no two uses share a key. */
export function deriveKey(key: Uint8Array, info: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), info, KEY_BYTES));
}

/** Binds a wrapped key to its id and owner: a row moved to another owner does not open. */
export function wrap(
  wrapping: Uint8Array,
  { id, owner, key }: WrappedName & { key: Uint8Array },
): Box {
  return encrypt(wrapping, key, canonicalBytes([id, owner]));
}

/** Undefined when the box is not this owner's under this wrapping key. */
export function unwrap(wrapping: Uint8Array, { id, owner }: WrappedName, box: Box) {
  return decrypt(wrapping, box, canonicalBytes([id, owner]));
}

export interface WrappedName {
  readonly id: string;
  readonly owner: string;
}
