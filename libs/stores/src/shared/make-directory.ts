import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncDirectory } from './pin.js';

/**
 * A directory for its user alone, with those that lack above it, there after a power cut too. Answers those that it made,
 * the outermost first. Throws what the system says, and has made nothing then.
 * Not by Node's `recursive`: that tries for ever where the system answers ENOENT beneath a directory that stands, as in /proc.
 */
export function makeDirectory(directory: string): string[] {
  if (existsSync(directory)) return [];
  const made = makeDirectory(dirname(directory));
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Somebody was faster.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return made; // of node:fs
    takeAway(made);
    throw error;
  }
  syncDirectory(dirname(directory));
  return [...made, directory];
}

/** Takes away again what {@link makeDirectory} made, as far as nothing is in it. */
export function takeAway(made: readonly string[]): void {
  for (const directory of made.toReversed())
    try {
      rmdirSync(directory);
    } catch {
      // Somebody uses it: it stays.
    }
}
