import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AcceptedBefore, lossOf, pinIn } from './loss.js';
import { Pin, readPin, textOf } from './pin.js';

describe('a pin', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cluetrail-pin-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const LEAF = 'ab'.repeat(32);

  it.each([undefined, LEAF])(
    'that cannot be read is named, and not given up with a loss: %s',
    (leaf) => {
      const file = join(directory, 'pin.json');
      mkdirSync(file, { recursive: true });
      const message = expect.stringContaining(`pin ${file}: expected a file that may be read`);
      expect(() => pinIn(file, leaf)).toThrow(
        expect.objectContaining({ code: 'log-unreadable', message }),
      );
    },
  );

  it('never goes back behind what it named, but for a loss that was accepted before', () => {
    const file = join(directory, 'forward.json');
    const at = (position: number) => ({ position, leaf: Buffer.from(LEAF, 'hex') });
    const pin = new Pin(file);
    for (const position of [3, 3, 4]) pin.write(at(position));
    expect(() => pin.write(at(3))).toThrow(
      `pin ${file}: expected position 4 or a later one, found 3`,
    );
    pin.close();
    expect(readPin(file)).toEqual({ position: 4, leaf: LEAF });
    const opened = new Pin(file);
    opened.write(at(2));
    opened.close();
    expect(readPin(file)?.position).toBe(2);
  });

  it('with a bit flipped in any byte is damaged, and never names another end', () => {
    const file = join(directory, 'flipped.json');
    const pin = new Pin(file);
    pin.write({ position: 1234, leaf: Buffer.from(LEAF, 'hex') });
    pin.close();
    const whole = readFileSync(file);
    expect(whole).toHaveLength(512);
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole);
      // The lowest bit makes another digit of a digit.
      bytes[at] ^= at % 3 === 0 ? 1 << (at & 7) : 1;
      writeFileSync(file, bytes);
      const damaged = expect.objectContaining({ code: 'pin-damaged' });
      expect(() => readPin(file)).toThrow(damaged);
    }
  });

  it('of an earlier version, without a check, is read as it stands', () => {
    const file = join(directory, 'earlier.json');
    writeFileSync(file, `${`{"position":4,"leaf":"${LEAF}"}`.padEnd(511)}\n`);
    expect(readPin(file)).toEqual({ position: 4, leaf: LEAF });
  });

  it.each([3, 5, 44])(
    'of an earlier version that names the last event at place %i, where it is not, is no loss',
    (position) => {
      const ending = {
        ...{ pinned: { position, leaf: LEAF }, found: { position: 4, leaf: LEAF } },
        expectsPin: true,
      };
      expect(() => lossOf(ending)).toThrow(
        expect.objectContaining({
          code: 'pin-damaged',
          message: `pin.json: expected position 4 of the event that it names, found ${position}`,
        }),
      );
      const { found } = ending;
      expect(lossOf({ ...ending, acceptLoss: LEAF })).toEqual({
        expected: { position: 0, leaf: '' },
        found,
      });
    },
  );

  it('is one sector long at any place', () => {
    for (const position of [0, 1, Number.MAX_SAFE_INTEGER])
      expect(Buffer.byteLength(textOf({ position, leaf: Buffer.from(LEAF, 'hex') }))).toBe(512);
  });

  it('that is damaged is given up with its loss alone', () => {
    const file = join(directory, 'damaged.json');
    writeFileSync(file, '{}');
    expect(() => pinIn(file, undefined)).toThrow(expect.objectContaining({ code: 'pin-damaged' }));
    expect(pinIn(file, LEAF)).toBeUndefined();
  });
});

describe('keys that tell how far a log had come', () => {
  const LEAF = 'cd'.repeat(32);
  const found = { position: 4, leaf: LEAF };
  const ending = { pinned: found, found, expectsPin: true };
  const told = (reached: number, lossAt = 0) => ({ reached, lossAt });
  const refused = (code: string, expected: number) =>
    expect.objectContaining({
      code,
      message: expect.stringContaining(
        `expected position ${expected}, found 4; the leaf of its last event is ${LEAF}`,
      ),
    });

  it.each([
    { what: 'the pin names its end', pinned: found },
    { what: 'the pin names less', pinned: { position: 6, leaf: 'ef'.repeat(32) } },
    { what: 'the pin is gone', pinned: undefined },
  ])('refuse one that ends before, until somebody names its last event, where $what', (known) => {
    const behind = { ...ending, ...known, keys: told(7) };
    expect(() => lossOf(behind)).toThrow(refused('log-behind-keys', 7));
    expect(() => lossOf({ ...behind, acceptLoss: 'ab'.repeat(32) })).toThrow(
      expect.objectContaining({ code: 'other-leaf' }),
    );
    const expected = { position: 7, leaf: '' };
    expect(lossOf({ ...behind, acceptLoss: LEAF })).toEqual({ expected, found });
  });

  it('leave it to a pin that names more', () => {
    const pinned = { position: 7, leaf: 'ef'.repeat(32) };
    for (const reached of [4, 6, 7]) {
      const behind = { ...ending, pinned, keys: told(reached) };
      expect(() => lossOf(behind)).toThrow(refused('behind-pin', 7));
      expect(lossOf({ ...behind, acceptLoss: LEAF })).toEqual({ expected: pinned, found });
    }
  });

  it.each([0, 3, 4])('take one that is not behind position %i', (reached) => {
    expect(lossOf({ ...ending, keys: told(reached) })).toBeUndefined();
  });
});

describe('a loss that the log tells was accepted', () => {
  const LEAF = 'cd'.repeat(32);
  const OTHER = 'ef'.repeat(32);
  const found = { position: 4, leaf: LEAF };
  const ending = { found, expectsPin: true };
  const accepted = (leaf: string): AcceptedBefore => ({
    ...{ position: 4, expected: { position: 7, leaf }, found: { position: 3, leaf: '' } },
  });
  const pinned = { position: 7, leaf: OTHER };

  it('is none again where its pin and its keys are still of before it', () => {
    const keys = { reached: 7, lossAt: 0 };
    for (const before of [accepted(OTHER), accepted('')])
      expect(lossOf({ ...ending, pinned, keys, before })).toBeUndefined();
    expect(
      lossOf({ ...ending, pinned: found, keys: { reached: 6, lossAt: 0 }, before: accepted('') }),
    ).toBeUndefined();
  });

  it.each([
    { what: 'keys that know of it tell more', pinned: found, keys: { reached: 6, lossAt: 4 } },
    { what: 'keys tell more than it', pinned: found, keys: { reached: 8, lossAt: 0 } },
    { what: 'a pin names another end', pinned, keys: { reached: 0, lossAt: 4 } },
    { what: 'a pin names more', pinned: { position: 8, leaf: OTHER }, keys: undefined },
  ])('hides no other: $what', ({ what: _, ...told }) => {
    for (const before of [accepted(LEAF), accepted('')])
      expect(() => lossOf({ ...ending, ...told, before })).toThrow(
        / expected position \d, found 4/,
      );
  });
});
