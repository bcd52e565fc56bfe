import { createHmac } from 'node:crypto';
import type { Keys } from '../keys/keys.js';
import { secretKey } from '../secret-key.js';

/**
 * HMAC-SHA256 (hexadecimal) of a command's canonical input under the owner's key, so that a retry
 * with another body is noticed and nothing can be guessed from the log. Undefined once the key is
 * destroyed. Makes the owner's key when new: ask only for streams that stand or that this command
 * opens.
 */
export function commandDigest(
  keys: Keys,
  owner: string,
  canonicalInput: string,
): string | undefined {
  const key = keys.deriveFor(owner, 'command-digest');
  return key && createHmac('sha256', secretKey(key)).update(canonicalInput, 'utf8').digest('hex');
}
