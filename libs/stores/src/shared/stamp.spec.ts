import fc from 'fast-check';
import { checkDrafts, type Data, hex, recordedAtOf, seal } from '@cluetrail/event-sourcing';
import { sha256 } from './sha256.js';
import { stamped } from './stamp.js';
import { draft } from './testing/draft.js';

const blank = recordedAtOf(0);
const recordedAt = '2021-10-31T04:00:00.000007Z';

// Names and texts that look like the field itself, beside any others.
const trap = fc.constantFrom(
  'recordedAt',
  '"recordedAt":"',
  `,"recordedAt":"${blank}","version":1}`,
  blank,
);
const text = fc.oneof(trap, fc.string({ unit: 'grapheme' }));
const data = fc.dictionary(text, fc.oneof(text, fc.integer(), fc.dictionary(text, text)), {
  maxKeys: 4,
});

describe('the stamp', () => {
  it('leaves the very bytes and leaf of an event sealed under that time, whatever it holds', () => {
    const property = fc.property(
      fc.record({ stream: text.filter((name) => name !== ''), data, type: text, organ: text }),
      fc.nat(1_000_000),
      ({ stream, data: held, ...fields }, version) => {
        // fast-check's dictionaries are plain data
        const one = { ...draft(stream, held as Data), ...fields };
        const [{ bytes }] = checkDrafts(stream, version, [one]);
        const expected = seal(one, { version: version + 1, recordedAt }, sha256);
        const found = stamped(bytes, recordedAt);
        expect(Buffer.from(found.bytes).toString()).toBe(Buffer.from(expected.bytes).toString());
        expect(hex(found.leaf)).toBe(hex(expected.leaf));
      },
    );
    fc.assert(property, { numRuns: 500 });
  });

  it('is put on blank bytes once', () => {
    const [{ bytes }] = checkDrafts('clue-a', 0, [draft('clue-a')]);
    const once = stamped(bytes, recordedAt);
    expect(() => stamped(once.bytes, recordedAt)).toThrow(/expected 1970/);
    expect(() => stamped(bytes, 'soon')).toThrow(/expected 1970/);
  });
});
