import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** Only root can make a disk that is soon full. */
export const asRoot = process.getuid?.() === 0 ? it : it.skip;

/** A disk in memory at `place`, gone again after `work`. */
export async function onSmallDisk(
  place: string,
  size: string,
  work: (place: string) => Promise<void>,
): Promise<void> {
  mkdirSync(place);
  const words = ['-t', 'tmpfs', '-o', `size=${size}`, 'none', place];
  const { status, stderr } = spawnSync('mount', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  try {
    await work(place);
  } finally {
    spawnSync('umount', [place]);
  }
}
