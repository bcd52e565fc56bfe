import { createHash, randomBytes } from 'node:crypto';

/**
 * A bearer token of 256 random bits (base64url), to be shown once, and the hash that the log keeps
 * of it.
 */
export function issueToken(): { readonly token: string; readonly hash: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: tokenHash(token) };
}

/** SHA-256, hexadecimal. A random secret of 256 bits needs no slow hash. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
