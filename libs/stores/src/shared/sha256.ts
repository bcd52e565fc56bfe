import { hash } from 'node:crypto';

/** The Sha256 port over node:crypto's one-shot hash. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}
