import type { Reading } from './read-model.js';

const known = new WeakMap<Reading, Map<string, unknown>>();

/** What is asked for matter after matter and stays the same throughout one question is made out once; `name` tells it apart. */
export function once<T>(reading: Reading, name: string, make: () => T): T {
  const found = known.get(reading) ?? new Map<string, unknown>();
  known.set(reading, found);
  if (!found.has(name)) found.set(name, make());
  return found.get(name) as T; // made by the same caller under this name
}
