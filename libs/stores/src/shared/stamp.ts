import { leafOf, recordedAtOf } from '@cluetrail/event-sourcing';
import { sha256 } from './sha256.js';

const BLANK = recordedAtOf(0);
const FIELD = '"recordedAt":"';

/**
 * Puts the time into canonical bytes that were made under a blank one; the same bytes as sealing anew, without the
 * work. Behind recordedAt the envelope has numbers and text only, and text cannot hold a bare quotation mark: the
 * last field of this name is the envelope's, whatever stands in the data.
 */
export function stamped(
  blank: Uint8Array,
  recordedAt: string,
): { bytes: Uint8Array; leaf: Uint8Array } {
  return stampedInPlace(Buffer.from(blank), recordedAt);
}

/** The same without a copy: `blank` itself gets the time. */
export function stampedInPlace(
  blank: Uint8Array,
  recordedAt: string,
): { bytes: Uint8Array; leaf: Uint8Array } {
  const bytes = Buffer.from(blank.buffer, blank.byteOffset, blank.length);
  const at = bytes.lastIndexOf(FIELD) + FIELD.length;
  const found = bytes.toString('latin1', at, at + BLANK.length);
  if (found !== BLANK || recordedAt.length !== BLANK.length)
    throw new Error(`stamp: expected ${BLANK} to become ${recordedAt}, found ${found}`);
  bytes.write(recordedAt, at, 'latin1');
  return { bytes, leaf: leafOf(bytes, sha256) };
}
