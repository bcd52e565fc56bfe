import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { InputClass } from './transition.js';

/** What is wrong with one field of an input. */
export interface InputFault {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** Checks a body against a row's input class: unknown fields, types and limits. Nothing is coerced. */
export function readInput<I extends object>(
  input: InputClass<I>,
  body: unknown,
): { readonly input: I } | { readonly faults: readonly InputFault[] } {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { faults: [{ path: '', expected: 'an object', found: kind(body) }] };
  const instance = plainToInstance(input, body);
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    // A class without fields is known all the same: what is sent beside none of them is refused by name.
    forbidUnknownValues: false,
  });
  const faults = errors.flatMap((error) => faultsOf(error, ''));
  const told = new Set(faults.map(({ path }) => path));
  const all = [...faults, ...nullsIn(instance, '').filter(({ path }) => !told.has(path))];
  return all.length === 0 ? { input: instance } : { faults: all };
}

/** A field is there or it is not: `@IsOptional()` by itself would let null into the log. */
function nullsIn(value: unknown, parent: string): InputFault[] {
  if (typeof value !== 'object' || value === null || !hasClass(value)) return [];
  return Object.entries(value).flatMap(([field, item]) => {
    const path = parent ? `${parent}.${field}` : field;
    if (item === null && !Array.isArray(value))
      return [{ path, expected: 'a value, or no such field', found: kind(item) }];
    return nullsIn(item, path);
  });
}

/** Free JSON within an input may hold what it likes. */
function hasClass(value: object): boolean {
  return Object.getPrototypeOf(value) !== Object.prototype;
}

function faultsOf(
  { property, value, constraints, children }: ValidationError,
  parent: string,
): InputFault[] {
  const path = parent ? `${parent}.${property}` : property;
  const own = Object.entries(constraints ?? {}).map(([rule, expected]) => ({
    path,
    expected: rule === 'whitelistValidation' ? 'no such field' : expected,
    found: kind(value),
  }));
  return [...own, ...(children ?? []).flatMap((child) => faultsOf(child, path))];
}

/** Never the value itself: it may be personal. */
function kind(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? `a list of ${value.length}` : `a ${typeof value}`;
}
