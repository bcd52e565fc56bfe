import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Change, copiedBuild } from '../prove/kit/build.mjs';

export const buildDir = fileURLToPath(new URL('../../dist', import.meta.url));

export type { Change };

/** A copy of the build in which a few expressions read otherwise: the mutant that a check has to catch. */
export function brokenBuild(changes: readonly Change[]): string {
  return copiedBuild(tmpdir(), changes).directory;
}
