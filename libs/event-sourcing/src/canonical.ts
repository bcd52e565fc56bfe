export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** RFC 8785 text of a value. Throws on what JSON cannot carry: NaN, undefined, functions, lone surrogates. */
export function canonical(value: unknown): string {
  const found = { outOfOrder: false };
  const ordered = inOrder(value, found);
  // JSON.stringify writes many times faster than we do, and the same, but for keys that an object does not keep in order.
  return found.outOfOrder ? written(value) : JSON.stringify(ordered);
}

/** The bytes that a leaf covers. Source: docs/adr/0001-envelope-and-bytes.md. */
export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonical(value));
}

const encoder = new TextEncoder();

interface Found {
  outOfOrder: boolean;
}

/** The same value, checked, each object's fields in order. */
function inOrder(value: unknown, found: Found): unknown {
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'boolean':
      return value;
    case 'number':
      return number(value);
    case 'object':
      if (Array.isArray(value)) return array(value, found);
      return value === null ? null : object(value, found);
    default:
      throw new TypeError(`canonical: a ${typeof value} has no JSON form`);
  }
}

function array(values: readonly unknown[], found: Found): unknown[] {
  const ordered: unknown[] = [];
  // Visits holes too, which map would skip and JSON.stringify would write as null.
  for (const one of values) ordered.push(inOrder(one, found));
  return ordered;
}

function text(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('canonical: text with a lone surrogate');
  return value;
}

function number(value: number): number {
  if (!Number.isFinite(value)) throw new TypeError(`canonical: ${value} has no JSON form`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new TypeError(`canonical: ${value} is outside ±(2^53 - 1), write it as text`);
  return value;
}

function object(value: object, found: Found): object {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`canonical: a ${prototype.constructor?.name} is not plain data`);
  const fields = value as Readonly<Record<string, unknown>>; // an object, by its keys
  const ordered: Record<string, unknown> = {};
  for (const key of keysOf(fields)) {
    if (isOutOfOrder(text(key))) found.outOfOrder = true;
    ordered[key] = inOrder(fields[key], found);
  }
  return ordered;
}

/** Both comparisons are of UTF-16 code units, as RFC 8785 asks. */
function keysOf(fields: object): string[] {
  const keys = Object.keys(fields);
  for (let index = 1; index < keys.length; index++)
    if (keys[index - 1] > keys[index]) return keys.sort();
  return keys;
}

/** Numbers come before all other keys, in their own order; and by this name an object has its prototype. */
function isOutOfOrder(key: string): boolean {
  const first = key.charCodeAt(0);
  return (first >= 48 && first <= 57) || key === '__proto__';
}

/** A checked value, field by field. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = value as Readonly<Record<string, unknown>>; // an object, by its keys
  const parts = keysOf(fields).map((key) => `${JSON.stringify(key)}:${written(fields[key])}`);
  return `{${parts.join(',')}}`;
}
