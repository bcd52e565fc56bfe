import {
  canonicalBytes,
  type Data,
  type Event,
  type Json,
  type SealedText,
  type Unseal,
} from '@cluetrail/event-sourcing';
import { decrypt, encrypt } from '../aes-gcm.js';
import type { Keys } from '../keys/keys.js';
import { isSealedText } from './key-stands.js';

/** The place of one event, known before it is written. The key that seals is that of its stream. */
export interface SealingPlace {
  readonly logId: string;
  readonly stream: string;
  readonly eventId: string;
  readonly keys: Keys;
}

/**
 * `data` with every text at one of `paths` ({@link personalPaths}) sealed; what is absent stays
 * absent. A value there that is no text is a mistake of the program and throws. Throws KeyDestroyed
 * once the owner is erased.
 */
export function sealData(
  place: SealingPlace & { readonly data: Data; readonly paths: readonly string[] },
): Data {
  const seal = (value: Json, path: string) => {
    if (typeof value === 'string') return { ...sealText({ ...place, path, text: value }) };
    throw new Error(`${place.stream} ${path}: expected a text to seal, found ${typeof value}`);
  };
  const sealed = place.paths.reduce<Json>(
    (data, path) => replaced(data, path.split('.'), { at: 'data', by: seal }),
    place.data,
  );
  return sealed as Data; // an object in, the same object out with other texts
}

/** One text at `path` of the envelope: `reason`, `attachments.0.name`, `data.summary`. */
export function sealText(
  place: SealingPlace & { readonly path: string; readonly text: string },
): SealedText {
  const { id: k, key } = place.keys.keyOf(place.stream);
  const { nonce, sealed } = encrypt(key, new TextEncoder().encode(place.text), aad(place, k));
  return { k, n: base64url(nonce), c: base64url(sealed) };
}

/**
 * The port of projections: the clear text, or undefined when nothing stands there or its key is not
 * (or no longer) here. Throws {@link SealBroken} where a text was altered, cut or moved.
 */
export function unsealing(keys: Keys, logId: string): Unseal {
  return (event, path) => {
    const found = valueAt(event, path);
    if (found === undefined) return undefined;
    if (!isSealedText(found)) throw new SealBroken(event, path, 'a value that is not sealed');
    const key = keys.find(found.k);
    if (!key) return undefined;
    const box = { nonce: bytesOf(found.n), sealed: bytesOf(found.c) };
    const { stream, eventId } = event;
    const plain = decrypt(key, box, aad({ logId, stream, eventId, path }, found.k));
    if (!plain) throw new SealBroken(event, path, 'one that was altered or moved');
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain);
  };
}

/** A sealed text does not belong where it stands. */
export class SealBroken extends Error {
  constructor(
    event: Pick<Event, 'stream' | 'eventId'>,
    readonly path: string,
    found: string,
  ) {
    super(
      `${event.stream}, event ${event.eventId}, ${path}: expected its sealed text, found ${found}`,
    );
  }
}

/** Binds a text to log, stream, event, field and key. */
function aad(
  { logId, stream, eventId, path }: Omit<SealingPlace, 'keys'> & { path: string },
  k: string,
): Uint8Array {
  return canonicalBytes([logId, stream, eventId, path, k]);
}

/** `value` with what stands at the steps replaced; `at` = the concrete path of `value`. */
function replaced(
  value: Json | undefined,
  [step, ...rest]: readonly string[],
  { at, by }: { at: string; by: (value: Json, path: string) => Json },
): Json {
  if (value === undefined || value === null) return value ?? null;
  if (step === undefined) return by(value, at);
  if (step === '*') {
    if (!Array.isArray(value)) throw new Error(`${at}: expected a list, found ${typeof value}`);
    const items: readonly Json[] = value;
    return items.map((item, index) => replaced(item, rest, { at: `${at}.${index}`, by }));
  }
  if (typeof value !== 'object' || Array.isArray(value))
    throw new Error(`${at}: expected fields, found ${typeof value}`);
  const fields = value as Data; // an object that is no list
  if (!Object.hasOwn(fields, step) || fields[step] === undefined) return value;
  return { ...fields, [step]: replaced(fields[step], rest, { at: `${at}.${step}`, by }) };
}

function valueAt(event: Event, path: string): unknown {
  return path.split('.').reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    return Reflect.get(value, step);
  }, event);
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'base64url');
}
