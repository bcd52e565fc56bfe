/** What stands where something else was expected, by its kind alone. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/**
 * The value itself where what is wrong is the value, and that can be nothing personal: a word where one of some words was
 * expected, a number too short to be that of a person, true or false. Of anything else its kind.
 */
export function foundBy(rule: string, value: unknown): string {
  const isCode = typeof value === 'string' && /^[a-z][A-Za-z0-9-]{0,39}$/.test(value);
  if (rule === 'isIn' && isCode) return JSON.stringify(value);
  const isPlain = typeof value === 'boolean' || typeof value === 'number';
  const isShort = isPlain && String(value).length <= 8;
  return isShort && OF_VALUE.has(rule) ? String(value) : kindOf(value);
}

/** Rules that speak of the value. */
const OF_VALUE: ReadonlySet<string> = new Set(['isIn', 'min', 'max', 'isInt']);

/** Rules that speak of the type: where one is broken, all others are. */
export const OF_TYPE: ReadonlySet<string> = new Set([
  ...['isString', 'isInt', 'isBoolean', 'isArray', 'isObject', 'isDefined', 'nestedValidation'],
]);

/** What a rule expects, to be read after `expected`: made from the validator's own message, which is a whole sentence. */
export function expectedBy(rule: string, message: string): string {
  const [, said = message] = MUST.exec(message) ?? [];
  switch (rule) {
    case 'isLength':
      return said
        .replace('longer than or equal to', 'at least')
        .replace('shorter than or equal to', 'at most');
    case 'isIn':
      return said.replace('one of the following values:', 'one of');
    case 'matches':
      return said.replace(/^match (.*) regular expression$/, 'a text like $1');
    case 'min':
      return said.replace('not be less than', 'at least');
    case 'max':
      return said.replace('not be greater than', 'at most');
    case 'arrayUnique':
      return 'each element once';
    case 'nestedValidation':
      return 'an object';
    case 'isDefined':
      return 'a value';
    default:
      return said.replace(/^contain /, '');
  }
}

/** `level must be one of …`, `each value in officers must be …` */
const MUST = /^(?:each value in )?(?:nested property )?\S+ (?:must|should)(?: be)? (.*)$/s;
