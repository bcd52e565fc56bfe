import { illFormedText } from './ill-formed-text.js';

/** Why a JSON text was refused. `path` is a JSON path like `subjects[0].personId`, empty at the root. */
export class IllFormedJson extends Error {
  constructor(
    readonly code: IllFormed,
    readonly path: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${path || 'body'}: expected ${expected}, found ${found}`);
  }
}

export type IllFormed =
  | 'not-utf8'
  | 'not-json'
  | 'duplicate-key'
  | 'forbidden-key'
  | 'too-deep'
  | 'too-many-keys'
  | 'number-out-of-range'
  | 'ill-formed-text';

/** Limits of every JSON document that enters: nesting levels, and keys in the whole document. */
export const JSON_LIMITS = { depth: 32, keys: 1000 } as const;

/**
 * The one door for JSON from outside, alike for every store: fatal UTF-8, no duplicate key, no lone
 * surrogate, no text that {@link illFormedText} refuses, no `__proto__`, integers within ±(2^53 - 1), at most 32 levels and 1,000 keys. Throws {@link IllFormedJson} with the field's path.
 */
export function readJson(
  bytes: Uint8Array,
  limits: { depth: number; keys: number } = JSON_LIMITS,
): unknown {
  const source = decode(bytes);
  new Scan(source, limits).check();
  return JSON.parse(source);
}

// A byte order mark before the text is skipped, as RFC 8259 (8.1) permits: some editors write one.
const decoder = new TextDecoder('utf-8', { fatal: true });
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new IllFormedJson('not-utf8', '', 'UTF-8', 'bytes that are not');
  }
}

/** Walks the text once; the position of every fault is known, and JSON.parse then cannot fail differently. */
class Scan {
  private keys = 0;

  constructor(
    private readonly source: string,
    private readonly limits: { depth: number; keys: number },
  ) {}

  check(): void {
    try {
      JSON.parse(this.source);
    } catch (error) {
      // A too deep text may overflow the parser; it is refused below by its depth alone.
      // Of the parser's own words only the place: the rest repeats the text, which may be personal.
      if (error instanceof SyntaxError) {
        const [, place] = /at position (\d+)/.exec(error.message) ?? [];
        const found = place === undefined ? 'its end too early' : `other text at ${place}`;
        throw new IllFormedJson('not-json', '', 'JSON', found);
      }
      throw this.tooDeep('');
    }
    const end = this.value(this.skip(0), '', 1);
    if (this.skip(end) !== this.source.length)
      throw new Error('unreachable: JSON.parse accepted a tail');
  }

  private value(at: number, path: string, depth: number): number {
    const first = this.source[at];
    if (depth > this.limits.depth && (first === '{' || first === '[')) throw this.tooDeep(path);
    if (first === '{') return this.object(at, path, depth);
    if (first === '[') return this.array(at, path, depth);
    if (first === '"') {
      const end = this.endOfText(at);
      this.checkText(JSON.parse(this.source.slice(at, end)), path);
      return end;
    }
    return this.scalar(at, path);
  }

  private object(at: number, path: string, depth: number): number {
    const seen = new Set<string>();
    let next = this.skip(at + 1);
    while (this.source[next] !== '}') {
      const end = this.endOfText(next);
      const key: string = JSON.parse(this.source.slice(next, end));
      const here = path ? `${path}.${key}` : key;
      if (++this.keys > this.limits.keys)
        throw new IllFormedJson('too-many-keys', here, `at most ${this.limits.keys} keys`, 'more');
      if (FORBIDDEN.has(key)) throw new IllFormedJson('forbidden-key', here, 'no such key', key);
      if (seen.has(key))
        throw new IllFormedJson('duplicate-key', here, 'every key once', 'it twice');
      this.checkText(key, here);
      seen.add(key);
      next = this.skip(this.skip(end) + 1);
      next = this.skip(this.value(next, here, depth + 1));
      if (this.source[next] === ',') next = this.skip(next + 1);
    }
    return next + 1;
  }

  private array(at: number, path: string, depth: number): number {
    let next = this.skip(at + 1);
    for (let index = 0; this.source[next] !== ']'; index++) {
      next = this.skip(this.value(next, `${path}[${index}]`, depth + 1));
      if (this.source[next] === ',') next = this.skip(next + 1);
    }
    return next + 1;
  }

  private scalar(at: number, path: string): number {
    let end = at;
    while (end < this.source.length && !',]} \t\n\r'.includes(this.source[end])) end++;
    const found = Number(this.source.slice(at, end));
    const text = this.source.slice(at, end);
    if (text !== 'true' && text !== 'false' && text !== 'null') {
      const unsafe = Number.isInteger(found) && !Number.isSafeInteger(found);
      if (unsafe || !Number.isFinite(found))
        throw new IllFormedJson(
          ...(['number-out-of-range', path, 'a number within ±(2^53 - 1)', 'one beyond'] as const),
        );
    }
    return end;
  }

  private checkText(text: string, path: string): void {
    const found = illFormedText(text);
    if (found !== undefined)
      throw new IllFormedJson('ill-formed-text', path, 'well-formed text', found);
  }

  private tooDeep(path: string): IllFormedJson {
    return new IllFormedJson('too-deep', path, `at most ${this.limits.depth} levels`, 'more');
  }

  private endOfText(at: number): number {
    let end = at + 1;
    while (this.source[end] !== '"') end += this.source[end] === '\\' ? 2 : 1;
    return end + 1;
  }

  private skip(at: number): number {
    while (' \t\n\r'.includes(this.source[at] ?? 'x')) at++;
    return at;
  }
}
