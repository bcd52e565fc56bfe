import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { secretKey } from './secret-key.js';

/** 12-byte nonce; ciphertext with its 16-byte tag at the end. */
export interface Box {
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
}

/** AES-256-GCM under a fresh random nonce. */
export function encrypt(key: Uint8Array, plain: Uint8Array, aad: Uint8Array): Box {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secretKey(key), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { nonce, sealed: Buffer.concat([body, cipher.getAuthTag()]) };
}

/** Undefined unless key, nonce, ciphertext, whole tag and `aad` belong together. */
export function decrypt(key: Uint8Array, box: Box, aad: Uint8Array): Uint8Array | undefined {
  const { nonce, sealed } = box;
  if (nonce.length !== NONCE_BYTES || sealed.length < TAG_BYTES) return undefined;
  // Without authTagLength Node accepts a tag cut down to 4 bytes.
  const decipher = createDecipheriv('aes-256-gcm', secretKey(key), nonce, {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const body = decipher.update(sealed.subarray(0, -TAG_BYTES));
  try {
    return Buffer.concat([body, decipher.final()]);
  } catch {
    return undefined;
  }
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
