import { createRequire } from 'node:module';
import { getMetadataStorage } from 'class-validator';

/** Whose the text is: it is sealed under the key of the stream that carries the event. */
export interface PersonalOptions {
  readonly of: 'person' | 'clue' | 'report';
}

export interface PersonalField extends PersonalOptions {
  /** Below `data`; `*` stands for every place of a list: `summary`, `subjects.*.name`. */
  readonly path: string;
}

/** A text, or list of texts, of an input class that reaches the log only sealed. */
export function Personal(options: PersonalOptions): PropertyDecorator {
  return (target, property) => {
    const inputClass = target.constructor as InputClass; // a decorator gets the prototype
    const own = declared.get(inputClass) ?? new Map<string, PersonalOptions>();
    declared.set(inputClass, own.set(String(property), options));
  };
}

/**
 * The personal fields of an input class, of its parents and of the classes nested in it (`@Type` of
 * class-transformer).
 */
export function personalFields(inputClass: InputClass): PersonalField[] {
  return fieldsBelow(inputClass, []);
}

/** The paths alone, as {@link sealData} takes them. */
export function personalPaths(inputClass: InputClass): string[] {
  return personalFields(inputClass).map(({ path }) => path);
}

/** A class as the metadata of class-validator and class-transformer name it. */
export type InputClass = abstract new (...args: never[]) => object;

// class-transformer keeps what `@Type` says behind its door, but at a path that its users rely on.
const { defaultMetadataStorage: types }: { defaultMetadataStorage: TypeMetadata } = createRequire(
  import.meta.url,
)('class-transformer/cjs/storage.js');

interface TypeMetadata {
  findTypeMetadata(
    target: InputClass,
    property: string,
  ): { typeFunction(): InputClass | undefined } | undefined;
}

const declared = new WeakMap<InputClass, Map<string, PersonalOptions>>();

function fieldsBelow(inputClass: InputClass, outer: readonly InputClass[]): PersonalField[] {
  if (outer.includes(inputClass)) throw endless(inputClass);
  const lists = listsOf(inputClass);
  const at = (property: string) => (lists.get(property) ? `${property}.*` : property);
  const own = [...declaredFor(inputClass)].map(([property, options]) => {
    if (lists.has(property)) return { path: at(property), ...options };
    throw unchecked(inputClass, property);
  });
  const nested = [...lists.keys()].flatMap((property) => {
    const type = nestedType(inputClass, property);
    const below = type ? fieldsBelow(type, [...outer, inputClass]) : [];
    return below.map((field) => ({ ...field, path: `${at(property)}.${field.path}` }));
  });
  return [...own, ...nested];
}

/**
 * The validated properties of a class, each with whether it is a list (`each` of its validators).
 */
function listsOf(inputClass: InputClass): Map<string, boolean> {
  const lists = new Map<string, boolean>();
  for (const { propertyName, each } of getMetadataStorage().getTargetValidationMetadatas(
    inputClass,
    '',
    false,
    false,
  ))
    lists.set(propertyName, lists.get(propertyName) === true || each);
  return lists;
}

function declaredFor(inputClass: InputClass): Map<string, PersonalOptions> {
  const parent: unknown = Object.getPrototypeOf(inputClass);
  const inherited = isClass(parent) ? declaredFor(parent) : [];
  return new Map([...inherited, ...(declared.get(inputClass) ?? [])]);
}

function isClass(value: unknown): value is InputClass {
  return typeof value === 'function' && value !== Function.prototype;
}

function nestedType(inputClass: InputClass, property: string): InputClass | undefined {
  return types.findTypeMetadata(inputClass, property)?.typeFunction();
}

function endless(inputClass: InputClass): Error {
  return new Error(`${inputClass.name}: expected nested inputs that end, found it within itself`);
}

/** Without a validator it cannot be told from a list, and the edge would strip it anyway. */
function unchecked(inputClass: InputClass, property: string): Error {
  return new Error(
    `${inputClass.name}.${property}: expected a validator beside @Personal, found none`,
  );
}
