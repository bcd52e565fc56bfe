import { canonical } from './canonical.js';

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
  it.each([[{ a: undefined }], [Number.NaN], ['\ud800'], [2 ** 53], [new Date(0)], [() => 1]])(
    'refuse %p',
    (value) => {
      expect(() => canonical(value)).toThrow(TypeError);
    },
  );
});
