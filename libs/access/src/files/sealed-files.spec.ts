import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryKeys } from '../keys/open-keys.js';
import { SealedFiles } from './sealed-files.js';

const MIB = 1024 * 1024;

describe('a sealed file', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-files-'));
  const directory = join(root, 'attachments');
  const keys = memoryKeys();
  const files = new SealedFiles({ directory, logId: 'log', keys });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const written = async (owner: string, ...parts: readonly Uint8Array[]) => {
    const found = await files.write(owner, parted(parts), 4 * MIB);
    if (found === 'too-large') throw new Error('expected a file, found it too large');
    return found;
  };
  const read = async (owner: string, sha256: string) => {
    const found = await files.read(owner, sha256);
    if (typeof found === 'string') return found;
    const parts: Uint8Array[] = [];
    for await (const part of found.content) parts.push(part);
    return { bytes: found.bytes, content: Buffer.concat(parts) };
  };

  it.each([
    ['empty', []],
    ['of one byte', [Buffer.from('x')]],
    ['of many parts', Array.from({ length: 40 }, () => randomBytes(50_001))],
  ])('%s comes back as it was, and lies under the hash of what is stored', async (_, parts) => {
    const content = Buffer.concat(parts);
    const { sha256, bytes } = await written('clue-a', ...parts);
    expect(bytes).toBe(content.length);
    const stored = readFileSync(join(directory, sha256));
    expect(createHash('sha256').update(stored).digest('hex')).toBe(sha256);
    const found = await read('clue-a', sha256);
    expect(typeof found !== 'string' && found.bytes).toBe(bytes);
    expect(typeof found !== 'string' && found.content.equals(content)).toBe(true);
  });

  it('shows nothing of its content, and is another one each time', async () => {
    const secret = Buffer.from('planted-secret-content-'.repeat(100));
    const [one, other] = [await written('clue-a', secret), await written('clue-a', secret)];
    expect(one.sha256).not.toBe(other.sha256);
    for (const { sha256 } of [one, other])
      expect(readFileSync(join(directory, sha256)).includes('planted-secret')).toBe(false);
  });

  it('belongs to its own stream alone, and opens for no other', async () => {
    const { sha256 } = await written('clue-a', Buffer.from('x'));
    keys.keyOf('clue-b');
    expect(await files.belongs('clue-a', sha256)).toBe(true);
    expect(await files.belongs('clue-b', sha256)).toBe(false);
    expect(await files.belongs('clue-a', '0'.repeat(64))).toBe(false);
    expect(await files.belongs('clue-a', '../keys.db')).toBe(false);
    await expect(read('clue-b', sha256)).rejects.toThrow('unable to authenticate');
  });

  it('that is too large is not kept', async () => {
    const before = readdirSync(directory);
    expect(await files.write('clue-a', parted([randomBytes(11)]), 10)).toBe('too-large');
    expect(readdirSync(directory)).toEqual(before);
  });

  it('that breaks off is not kept', async () => {
    const before = readdirSync(directory);
    const broken = (async function* () {
      yield randomBytes(10);
      throw new Error('gone');
    })();
    await expect(files.write('clue-a', broken, MIB)).rejects.toThrow('gone');
    expect(readdirSync(directory)).toEqual(before);
  });

  it.each(['first', 'middle', 'last'])('with another %s byte is found damaged', async (where) => {
    const { sha256 } = await written('clue-a', randomBytes(1000));
    const file = join(directory, sha256);
    const stored = readFileSync(file);
    const at = { first: 0, middle: stored.length >> 1, last: stored.length - 1 }[where] ?? 0;
    stored[at] ^= 1;
    writeFileSync(file, stored);
    expect(await files.fault(sha256)).toBe('damaged');
    expect(await read('clue-a', sha256)).toBe('damaged');
  });

  it('that is not there is found missing', async () => {
    const { sha256 } = await written('clue-a', Buffer.from('x'));
    rmSync(join(directory, sha256));
    expect(await read('clue-a', sha256)).toBe('missing');
  });

  it('is gone for ever with the key of its stream', async () => {
    const { sha256 } = await written('clue-c', Buffer.from('x'));
    keys.destroy('clue-c');
    expect(await read('clue-c', sha256)).toBe('destroyed');
    expect(await files.belongs('clue-c', sha256)).toBe(false);
    expect(await files.fault(sha256)).toBeUndefined();
  });

  it('that a stop left half-written is swept', async () => {
    const { sha256 } = await written('clue-a', Buffer.from('x'));
    writeFileSync(join(directory, 'draft-1'), 'half');
    await files.sweep();
    expect(files.names()).toContain(sha256);
    expect(files.names()).not.toContain('draft-1');
  });
});

async function* parted(parts: readonly Uint8Array[]) {
  for (const part of parts) yield part;
}
