import fc from 'fast-check';
import { canonical } from './canonical.js';

const key = fc.string({ unit: 'grapheme' });
const data = fc.object({
  key: fc.oneof(key, fc.nat(20).map(String)),
  values: [key, fc.integer(), fc.boolean(), fc.constant(null)],
});

describe('canonical bytes', () => {
  it('follow RFC 8785: keys by UTF-16 code unit, numbers as ECMAScript writes them', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew',
      '1': 'One',
      '\ud83d\ude00': 'Smiley',
      '\u0080': 'Control',
      '\u00f6': 'o',
      n: [333333333.33333329, 4.5, 2e-3, 1e-27],
    };
    expect(canonical(value)).toBe(
      '{"\\r":"Carriage Return","1":"One","n":[333333333.3333333,4.5,0.002,1e-27],"\u0080":"Control","ö":"o","€":"Euro Sign","😀":"Smiley","\ufb33":"Hebrew"}',
    );
  });
  it('keep the order also of keys that an object puts elsewhere, however deep', () => {
    const odd = JSON.parse(
      '{"b":{"10":1,"9":2,"-1":3,"a":[{"2":1,"1":0}]},"__proto__":{"x":1},"a":0}',
    );
    expect(canonical(odd)).toBe(
      '{"__proto__":{"x":1},"a":0,"b":{"-1":3,"10":1,"9":2,"a":[{"1":0,"2":1}]}}',
    );
  });
  it('write the same, whether or not a key is out of order', () => {
    const property = fc.property(data, (value) => {
      const plain = canonical(value);
      expect(canonical([{ 0: 0 }, value])).toBe(`[{"0":0},${plain}]`);
      expect(JSON.parse(plain)).toEqual(JSON.parse(JSON.stringify(value)));
    });
    fc.assert(property, { numRuns: 300 });
  });
  it.each([[{ a: undefined }], [Number.NaN], ['\ud800'], [2 ** 53], [new Date(0)], [() => 1]])(
    'refuse %p',
    (value) => {
      expect(() => canonical(value)).toThrow(TypeError);
    },
  );
});
