import { Matches, type ValidationOptions } from 'class-validator';

/**
 * Ids of people and organs: 1 to 40 of `a-z 0-9 -`. No slash, bar or wildcard, so paths and lists
 * need no escaping.
 */
export const ID_PATTERN = /^[a-z0-9-]{1,40}$/;

export function isPersonId(value: unknown): value is string {
  return typeof value === 'string' && ID_PATTERN.test(value);
}

export function isOrganId(value: unknown): value is string {
  return typeof value === 'string' && ID_PATTERN.test(value);
}

/** Field of an input class: the id of a person. A `pattern` in JSON Schema. */
export function IsPersonId(options?: ValidationOptions): PropertyDecorator {
  return Matches(ID_PATTERN, { message: 'the id of a person', ...options });
}

/** Field of an input class: the id of an organ. */
export function IsOrganId(options?: ValidationOptions): PropertyDecorator {
  return Matches(ID_PATTERN, { message: 'the id of an organ', ...options });
}

/**
 * A code of the installation's own lists (rank, field of work, kind of violation …): 1 to 40 of `a-z 0-9 -`, begun
 * by a letter. Whatever people write in words is sealed instead: codes stand in the log in clear.
 */
export function IsCode(options?: ValidationOptions): PropertyDecorator {
  return Matches(/^[a-z][a-z0-9-]{0,39}$/, { message: 'a code like rural-health', ...options });
}
