import { createSecretKey, type KeyObject } from 'node:crypto';

/**
 * The bytes as a key of OpenSSL's, made once while they are held: made anew for each call it costs several times what the
 * cipher itself does.
 */
export function secretKey(bytes: Uint8Array): KeyObject {
  let key = KEYS.get(bytes);
  if (!key) KEYS.set(bytes, (key = createSecretKey(bytes)));
  return key;
}

const KEYS = new WeakMap<Uint8Array, KeyObject>();
