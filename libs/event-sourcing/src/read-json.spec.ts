import fc from 'fast-check';
import { type IllFormed, IllFormedJson, JSON_LIMITS, readJson } from './read-json.js';

const nested = (levels: number, inside = '') => '['.repeat(levels) + inside + ']'.repeat(levels);
const keys = (count: number) =>
  `{${Array.from({ length: count }, (_, i) => `"k${i}":0`).join(',')}}`;

/** What stands in the body, the code of its refusal, the path of the fault. */
const BAD: readonly [title: string, text: string, code: IllFormed, path: string][] = [
  ['nothing at all', '', 'not-json', ''],
  ['an unfinished object', '{"officers":["li"', 'not-json', ''],
  ['a comma too many', '{"a":1,}', 'not-json', ''],
  ['a tail', '{} {}', 'not-json', ''],
  ['a comment', '{"a":1} // late', 'not-json', ''],
  ['single quotes', "{'a':1}", 'not-json', ''],
  ['a number with a leading zero', '{"a":01}', 'not-json', ''],
  ['NaN', '{"a":NaN}', 'not-json', ''],
  ['a raw line end in a text', '{"a":"x\ny"}', 'not-json', ''],
  ['two byte order marks', '\ufeff\ufeff{"a":1}', 'not-json', ''],
  ['a byte order mark behind the text', '{"a":1}\ufeff', 'not-json', ''],
  ['a key that stands twice', '{"a":1,"a":1}', 'duplicate-key', 'a'],
  ['a key twice, deep inside', '{"s":[{"id":1},{"id":1,"id":2}]}', 'duplicate-key', 's[1].id'],
  ['a key twice, once as escape', '{"a":{"bc":1,"\\u0062c":2}}', 'duplicate-key', 'a.bc'],
  ['half a character', '{"a":"x\\ud83d"}', 'ill-formed-text', 'a'],
  ['halves in the wrong order', '["\\ude00\\ud83d"]', 'ill-formed-text', '[0]'],
  ['half a character in a key', '{"\\ud83d":1}', 'ill-formed-text', '\ud83d'],
  ['NUL', '{"a":{"b":"x\\u0000"}}', 'ill-formed-text', 'a.b'],
  ['NUL in a key', '{"a\\u0000":1}', 'ill-formed-text', 'a\u0000'],
  ['a bell', '["a","\\u0007"]', 'ill-formed-text', '[1]'],
  ['an escape character', '{"a":"\\u001b[2J"}', 'ill-formed-text', 'a'],
  ['a lone text with NUL', '"\\u0000"', 'ill-formed-text', ''],
  ['an override of the direction', '["\u202e"]', 'ill-formed-text', '[0]'],
  ['one as escape', '{"a":"x\\u202a"}', 'ill-formed-text', 'a'],
  ['an isolate of the direction', '{"a":"\u2066x\u2069"}', 'ill-formed-text', 'a'],
  ['__proto__', '{"a":{"__proto__":{"role":"leader"}}}', 'forbidden-key', 'a.__proto__'],
  ['__proto__ as escape', '{"\\u005f_proto__":{}}', 'forbidden-key', '__proto__'],
  ['constructor', '{"a":[{"constructor":1}]}', 'forbidden-key', 'a[0].constructor'],
  ['prototype', '{"prototype":1}', 'forbidden-key', 'prototype'],
  ['33 levels, empty at the end', nested(33), 'too-deep', '[0]'.repeat(32)],
  ['33 levels, a number at the end', nested(33, '1'), 'too-deep', '[0]'.repeat(32)],
  [
    '33 levels of objects',
    '{"a":'.repeat(33) + '1' + '}'.repeat(33),
    'too-deep',
    'a.'.repeat(31) + 'a',
  ],
  ['100,000 levels', nested(100_000), 'too-deep', '[0]'.repeat(32)],
  ['1,001 keys', keys(1001), 'too-many-keys', 'k1000'],
  ['1,001 keys in two objects', `[${keys(600)},${keys(401)}]`, 'too-many-keys', '[1].k400'],
  ['2^53', '{"a":9007199254740992}', 'number-out-of-range', 'a'],
  ['-2^53', '[0,-9007199254740992]', 'number-out-of-range', '[1]'],
  ['2^53 + 1, which no number holds', '9007199254740993', 'number-out-of-range', ''],
  ['2^53 written as 9.007199254740992e15', '[9.007199254740992e15]', 'number-out-of-range', '[0]'],
  ['a number beyond all numbers', '{"a":{"b":1e400}}', 'number-out-of-range', 'a.b'],
  ['a negative number beyond all numbers', '[-1e400]', 'number-out-of-range', '[0]'],
];

const GOOD: readonly [title: string, text: string][] = [
  ['an empty object', '{}'],
  ['space around and inside', ' \t\r\n{ "a" : [ 1 , 2 ] , "b" : { } }\n'],
  ['the same key in two objects', '{"a":{"id":1},"b":{"id":1}}'],
  ['keys that differ only by normalisation', '{"\u00f6":1,"o\u0308":2}'],
  ['tab and line ends as escapes', '{"a":"x\\t\\r\\n"}'],
  ['quotes, backslashes and brackets in a text', '{"a\\"b":"\\\\","c":"]},{[\\"","d":"\\\\\\""}'],
  ['a whole astral character, plain and escaped', '["\u{1f600}","\\ud83d\\ude00"]'],
  ['marks of direction and zero-width characters', '["\u200e\u200f\u061c\u200b\ufeff"]'],
  ['the largest integers', '[9007199254740991,-9007199254740991,-0]'],
  ['fractions and exponents', '[0.1,1e-27,2E+3,-4.5,1.0]'],
  ['true, false, null', '[true,false,null]'],
  ['a lone scalar', 'null'],
  ['32 levels', nested(32, '"x"')],
  ['1,000 keys', keys(1000)],
  ['words that only look like forbidden keys', '{"proto":1,"Constructor":2,"__proto":"__proto__"}'],
];

describe('reading JSON from outside', () => {
  it.each(BAD)('refuses %s', (_, text, code, path) => {
    const found = refusal(bytesOf(text));
    expect({ code: found.code, path: found.path }).toEqual({ code, path });
    // One sentence, and of the text itself nothing.
    expect(found.message).toMatch(
      /^[^]*: expected (?!.*(expected|must)).+, found (?!.*officers).+$/,
    );
    expect(found.message).toContain(path || 'body');
  });

  it.each([
    ['a byte that starts nothing', [0x22, 0xff, 0x22]],
    ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
    ['half a character encoded by itself', [0x22, 0xed, 0xa0, 0xbd, 0x22]],
    ['a character cut off', [0x22, 0xe7, 0xba, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
  ])('refuses bytes that are not UTF-8: %s', (_, bytes) => {
    const found = refusal(new Uint8Array(bytes));
    expect({ code: found.code, path: found.path }).toEqual({ code: 'not-utf8', path: '' });
  });

  it.each(GOOD)('takes %s as JSON.parse does', (_, text) => {
    expect(readJson(bytesOf(text))).toStrictEqual(JSON.parse(text));
  });

  it('skips a byte order mark before it, and none within a text', () => {
    expect(readJson(bytesOf('\ufeff{"a":"\ufeffx"}'))).toEqual({ a: '\ufeffx' });
  });

  it('keeps the limits that it is given', () => {
    const limits = { depth: 2, keys: 3 };
    expect(readJson(bytesOf('{"a":{"b":1,"c":2}}'), limits)).toEqual({ a: { b: 1, c: 2 } });
    expect(refusal(bytesOf('{"a":{"b":[]}}'), limits).code).toBe('too-deep');
    expect(refusal(bytesOf('{"a":1,"b":2,"c":3,"d":4}'), limits).code).toBe('too-many-keys');
    expect(JSON_LIMITS).toEqual({ depth: 32, keys: 1000 });
  });

  it('brings every lawful value back as it was written, however it is spaced', () => {
    fc.assert(
      fc.property(lawful, fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(readJson(bytesOf(text))).toStrictEqual(JSON.parse(text));
      }),
    );
  });

  it('answers any bytes with a value or a refusal of its own, and takes nothing that JSON.parse refuses', () => {
    const damaged = fc
      .tuple(lawful, fc.nat(), fc.constantFrom('', '"', '\\', '{', ']', ',', '\\ud800', '1e999'))
      .map(([value, at, by]) => {
        const text = JSON.stringify(value);
        const cut = at % (text.length + 1);
        return bytesOf(text.slice(0, cut) + by + text.slice(cut + 1));
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 40 })), (bytes) => {
        try {
          const value = readJson(bytes);
          expect(value).toStrictEqual(JSON.parse(new TextDecoder().decode(bytes)));
        } catch (error) {
          expect(error).toBeInstanceOf(IllFormedJson);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** Every value that may enter: integers that numbers can hold, whole characters, no control characters. */
const words = fc
  .string({ unit: 'binary', maxLength: 12 })
  .map((text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' '));
const lawful = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    words,
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      words.filter((key) => !['__proto__', 'constructor', 'prototype'].includes(key)),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function refusal(bytes: Uint8Array, limits = JSON_LIMITS as { depth: number; keys: number }) {
  try {
    readJson(bytes, limits);
  } catch (error) {
    if (error instanceof IllFormedJson) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}
