export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** RFC 8785 text of a value. Throws on what JSON cannot carry: NaN, undefined, functions, lone surrogates. */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      return number(value);
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? array(value) : object(value);
    default:
      throw new TypeError(`canonical: a ${typeof value} has no JSON form`);
  }
}

/** The bytes that a leaf covers. Source: docs/adr/0001-envelope-and-bytes.md. */
export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonical(value));
}

const encoder = new TextEncoder();

function text(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('canonical: text with a lone surrogate');
  return JSON.stringify(value);
}

function number(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`canonical: ${value} has no JSON form`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new TypeError(`canonical: ${value} is outside ±(2^53 - 1), write it as text`);
  return JSON.stringify(value);
}

function array(values: readonly unknown[]): string {
  // Array.from visits holes too, which map would skip and join would write as nothing.
  return `[${Array.from(values, canonical).join(',')}]`;
}

function object(value: object): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`canonical: a ${prototype.constructor?.name} is not plain data`);
  // The default sort compares UTF-16 code units, as RFC 8785 asks.
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${text(key)}:${canonical(field)}`).join(',')}}`;
}
