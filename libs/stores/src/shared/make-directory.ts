import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncDirectory } from './pin.js';

/**
 * A directory for its user alone, with those that lack above it, there after a power cut too. Throws what the system says.
 * Not by Node's `recursive`: that tries for ever where the system answers ENOENT beneath a directory that stands, as in /proc.
 */
export function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  makeDirectory(dirname(directory));
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Somebody was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // of node:fs
    return;
  }
  syncDirectory(dirname(directory));
}
