import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Position } from '@cluetrail/event-sourcing';
import type { Keys } from '@cluetrail/access';

/** What leaves the server of positions and places in lists: encrypted, since a gap would tell of a hidden clue. */
export class Opaque {
  private readonly key: Uint8Array;

  constructor(keys: Keys, purpose: 'cursor' | 'receipt') {
    this.key = keys.derive(purpose);
  }

  seal(text: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce, { authTagLength: 16 });
    return Buffer.concat([
      nonce,
      cipher.update(text, 'utf8'),
      cipher.final(),
      cipher.getAuthTag(),
    ]).toString('base64url');
  }

  /** Undefined for what this server did not seal. */
  open(sealed: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.length < 28) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, 12), {
      authTagLength: 16,
    });
    decipher.setAuthTag(bytes.subarray(-16));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString(
        'utf8',
      );
    } catch {
      return undefined;
    }
  }

  sealPosition(position: Position): string {
    return this.seal(String(position));
  }

  openPosition(sealed: string): Position | undefined {
    const text = this.open(sealed);
    return text !== undefined && /^\d+$/.test(text) ? BigInt(text) : undefined;
  }
}
