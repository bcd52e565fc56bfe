import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinIn } from './loss.js';

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

  it('that is damaged is given up with its loss alone', () => {
    const file = join(directory, 'damaged.json');
    writeFileSync(file, '{}');
    expect(() => pinIn(file, undefined)).toThrow(expect.objectContaining({ code: 'pin-damaged' }));
    expect(pinIn(file, LEAF)).toBeUndefined();
  });
});
