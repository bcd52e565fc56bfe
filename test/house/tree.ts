import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const house = fileURLToPath(new URL('../../', import.meta.url));

/** Paths that git keeps, and those about to be added; a file that is deleted but still listed is left out. */
export function tracked(): string[] {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: house, encoding: 'utf8' },
  );
  return listed.split('\0').filter((path) => path !== '' && existsSync(join(house, path)));
}

export function textOf(path: string): string {
  return readFileSync(join(house, path), 'utf8');
}
