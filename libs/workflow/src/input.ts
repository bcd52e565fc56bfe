import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { illFormedText, saysSomething } from '@cluetrail/event-sourcing';
import { expectedBy, foundBy, kindOf, OF_TYPE } from './fault-words.js';
import type { InputClass } from './transition.js';

/** What is wrong with one field of an input; as a sentence: `path: expected …, found …`. */
export interface InputFault {
  /** `officers[1]`, `findings[0].matter`; empty for the whole. */
  readonly path: string;
  readonly expected: string;
  /** The value itself only where it can be nothing personal. */
  readonly found: string;
}

/** Checks a body against a row's input class: unknown fields, types, limits and texts. Nothing is coerced. */
export function readInput<I extends object>(
  input: InputClass<I>,
  body: unknown,
): { readonly input: I } | { readonly faults: readonly InputFault[] } {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { faults: [notAnObject(body)] };
  const instance = plainToInstance(input, body);
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    // A class without fields is known all the same: what is sent beside none of them is refused by name.
    forbidUnknownValues: false,
  });
  const faults = errors.flatMap((error) => faultsOf(error, error.property));
  const told = new Set(faults.map(({ path }) => path));
  const all = [...faults, ...contentFaults(instance, '').filter(({ path }) => !told.has(path))];
  return all.length === 0 ? { input: instance } : { faults: all };
}

/** The fields of an input class, each with all values that it takes, where they are counted. */
export function fieldsIn(
  input: InputClass<object>,
): ReadonlyMap<string, readonly unknown[] | undefined> {
  const rules = Map.groupBy(allRulesOf(input), ({ propertyName }) => propertyName);
  return new Map([...rules].map(([field, all]) => [field, countedBy(all)]));
}

function countedBy(rules: readonly Rule[]): readonly unknown[] | undefined {
  const own = rules.filter(({ each }) => !each);
  if (own.some(({ name }) => name === 'isBoolean')) return [true, false];
  return own.find(({ name }) => name === 'isIn')?.constraints[0];
}

/** The fault of a body that has no fields at all. */
export function notAnObject(body: unknown): InputFault {
  return { path: '', expected: 'an object', found: kindOf(body) };
}

/**
 * What no rule of a field says, since it holds for all: a field is there or it is not (`@IsOptional()` by itself would
 * let null into the log), and a text says something, without characters that make it look like another.
 */
function contentFaults(value: unknown, path: string): InputFault[] {
  if (typeof value === 'string') {
    const found = value !== '' && !saysSomething(value) ? 'blanks alone' : illFormedText(value);
    return found === undefined ? [] : [{ path, expected: 'a text to be read', found }];
  }
  if (typeof value !== 'object' || value === null || !hasClass(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = placed(path, key, value);
    if (item === null && !Array.isArray(value))
      return [{ path: at, expected: 'a value, or no such field', found: kindOf(item) }];
    return isFree(value, key) ? [] : contentFaults(item, at);
  });
}

/** Free JSON within an input may hold what it likes. */
function hasClass(value: object): boolean {
  return Object.getPrototypeOf(value) !== Object.prototype;
}

/** Of such a field the class asks only that it is there. */
function isFree(of: object, key: string): boolean {
  const rules = rulesOf(of, key);
  return rules.length > 0 && rules.every(({ name }) => name === 'isDefined');
}

function faultsOf(error: ValidationError, path: string): InputFault[] {
  const { value, constraints = {}, children = [] } = error;
  if ('whitelistValidation' in constraints)
    return [{ path, expected: 'no such field', found: kindOf(value) }];
  const each = rulesOfElements(error);
  const rules = Object.keys(constraints);
  if (!Array.isArray(value) && isList(error, each))
    return [{ path, expected: 'an array', found: kindOf(value) }];
  const own = rules.filter((rule) => !each.has(rule));
  const ofElements = rules.filter((rule) => each.has(rule));
  return [
    ...inOrder(own).map((rule) => faultOf(rule, { path, value, message: constraints[rule] })),
    ...(ofElements.length > 0 ? elementFaults(error, { path, rules: ofElements }) : []),
    ...children.flatMap((child) => faultsOf(child, placed(path, child.property, value))),
  ];
}

/** Of another type than expected, a value need not hear what else is wrong with it. */
function inOrder(rules: readonly string[]): readonly string[] {
  const ofType = rules.filter((rule) => OF_TYPE.has(rule));
  return ofType.length > 0 ? ofType.slice(0, 1) : rules;
}

function faultOf(
  rule: string,
  { path, value, message }: { path: string; value: unknown; message: string },
): InputFault {
  const found =
    rule === 'isLength' && typeof value === 'string'
      ? `${kindOf(value)} of ${value.length}`
      : foundBy(rule, value);
  return { path, expected: expectedBy(rule, message), found };
}

/** The validator says only that some element is not right: each is asked again by itself. */
function elementFaults(
  { value, property, target, constraints = {} }: ValidationError,
  { path, rules }: { path: string; rules: readonly string[] },
): InputFault[] {
  const items: readonly unknown[] = Array.isArray(value) ? value.slice(0, ELEMENTS_LOOKED_AT) : [];
  const found = items.flatMap((item, index) => {
    const alone: object = Object.create(Object.getPrototypeOf(target)); // only its class is asked
    const errors = validateSync(Object.assign(alone, { [property]: [item] }));
    const broken = errors.find((one) => one.property === property)?.constraints ?? {};
    return inOrder(rules.filter((rule) => rule in broken)).map((rule) =>
      faultOf(rule, { path: `${path}[${index}]`, value: item, message: constraints[rule] }),
    );
  });
  return found.length > 0
    ? found
    : rules.map((rule) => faultOf(rule, { path, value, message: constraints[rule] }));
}

/** No field takes more; a body of them is not looked through. */
const ELEMENTS_LOOKED_AT = 200;

/** Rules of the field that are meant for each element (`each: true`). */
function rulesOfElements({ target, property }: ValidationError): ReadonlySet<string> {
  const rules = target ? rulesOf(target, property).filter(({ each }) => each) : [];
  return new Set(rules.map(({ name, type }) => name ?? type));
}

function isList({ target, property }: ValidationError, each: ReadonlySet<string>): boolean {
  const rules = target ? rulesOf(target, property) : [];
  return each.size > 0 || rules.some(({ name = '' }) => /^(isArray|array)/.test(name));
}

/** Asked for every field of every body, while the validator looks through all classes each time: kept by class. */
function rulesOf(target: object, property: string): readonly Rule[] {
  const of = target.constructor;
  let rules = rulesByClass.get(of);
  if (!rules)
    rulesByClass.set(of, (rules = Map.groupBy(allRulesOf(of), (one) => one.propertyName)));
  return rules.get(property) ?? [];
}

const rulesByClass = new WeakMap<Function, ReadonlyMap<string, readonly Rule[]>>();

type Rule = ReturnType<typeof allRulesOf>[number];

function allRulesOf(of: Function) {
  return getMetadataStorage().getTargetValidationMetadatas(of, '', false, false);
}

function placed(parent: string, key: string, of: unknown): string {
  if (Array.isArray(of)) return `${parent}[${key}]`;
  return parent ? `${parent}.${key}` : key;
}
