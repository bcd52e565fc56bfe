import fc from 'fast-check';
import { microsOf, nextMicros, recordedAtOf } from './clock.js';

describe('the time of record', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000000Z'],
    [1, '1970-01-01T00:00:00.000001Z'],
    [-1, '1969-12-31T23:59:59.999999Z'],
    [1_635_642_123_000_004, '2021-10-31T01:02:03.000004Z'],
    [1_635_642_123_120_400, '2021-10-31T01:02:03.120400Z'],
  ])('has exactly six decimals: %d µs', (micros, text) => {
    expect(recordedAtOf(micros)).toBe(text);
    expect(microsOf(text)).toBe(micros);
  });

  it('sorts as text as it sorts as a number, and comes back unchanged', () => {
    const micros = fc.integer({ min: 0, max: 4_102_444_800_000_000 });
    fc.assert(
      fc.property(micros, micros, (a, b) => {
        expect(recordedAtOf(a) < recordedAtOf(b)).toBe(a < b);
        expect(microsOf(recordedAtOf(a))).toBe(a);
      }),
    );
  });

  it('rises by at least a microsecond, also when the clock stands still or is set back', () => {
    expect(nextMicros(1000, 5000)).toBe(5000);
    expect(nextMicros(1000, 1000)).toBe(1001);
    expect(nextMicros(1000, 0)).toBe(1001);
  });
});
