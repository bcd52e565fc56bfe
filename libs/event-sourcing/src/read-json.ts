/** Why a JSON text was refused. `path` is a JSON path like `subjects.0.personId`, empty at the root. */
export class IllFormedJson extends Error {
  constructor(
    readonly code: IllFormed,
    readonly path: string,
    readonly detail: string,
  ) {
    super(`${path || 'body'}: ${detail}`);
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
 * surrogate, no NUL or other control character but tab and line ends, no `__proto__`, integers within
 * ±(2^53 - 1), at most 32 levels and 1,000 keys. Throws {@link IllFormedJson} with the field's path.
 */
export function readJson(
  bytes: Uint8Array,
  limits: { depth: number; keys: number } = JSON_LIMITS,
): unknown {
  const source = decode(bytes);
  new Scan(source, limits).check();
  return JSON.parse(source);
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new IllFormedJson('not-utf8', '', 'expected UTF-8, found bytes that are not');
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
      if (error instanceof SyntaxError) {
        throw new IllFormedJson('not-json', '', `expected JSON, found ${error.message}`);
      }
      throw new IllFormedJson('too-deep', '', `expected at most ${this.limits.depth} levels`);
    }
    const end = this.value(this.skip(0), '', 1);
    if (this.skip(end) !== this.source.length)
      throw new Error('unreachable: JSON.parse accepted a tail');
  }

  private value(at: number, path: string, depth: number): number {
    const first = this.source[at];
    if (depth > this.limits.depth && (first === '{' || first === '['))
      throw new IllFormedJson('too-deep', path, `expected at most ${this.limits.depth} levels`);
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
        throw new IllFormedJson('too-many-keys', here, `expected at most ${this.limits.keys} keys`);
      if (FORBIDDEN.has(key))
        throw new IllFormedJson('forbidden-key', here, `the key ${key} is not allowed`);
      if (seen.has(key))
        throw new IllFormedJson('duplicate-key', here, `the key ${key} stands twice`);
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
      next = this.skip(this.value(next, path ? `${path}.${index}` : `${index}`, depth + 1));
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
        throw new IllFormedJson('number-out-of-range', path, `${text} is outside ±(2^53 - 1)`);
    }
    return end;
  }

  private checkText(text: string, path: string): void {
    if (!text.isWellFormed())
      throw new IllFormedJson('ill-formed-text', path, 'text with a lone surrogate');
    if (CONTROL.test(text))
      throw new IllFormedJson('ill-formed-text', path, 'text with a control character');
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
