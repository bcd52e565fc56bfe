import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinIn } from './loss.js';
import { Pin, readPin } from './pin.js';

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

  it('that is damaged is given up with its loss alone', () => {
    const file = join(directory, 'damaged.json');
    writeFileSync(file, '{}');
    expect(() => pinIn(file, undefined)).toThrow(expect.objectContaining({ code: 'pin-damaged' }));
    expect(pinIn(file, LEAF)).toBeUndefined();
  });
});
