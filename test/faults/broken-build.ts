import { cpSync, existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));

export const buildDir = join(project, 'dist');

export interface Change {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A copy of the build in which a few expressions read otherwise: the mutant that a check has to catch. */
export function brokenBuild(changes: readonly Change[]): string {
  const copy = mkdtempSync(join(tmpdir(), 'cluetrail-mutant-'));
  const filter = (source: string) => !source.endsWith('.map');
  for (const lib of ['stores', 'event-sourcing'])
    cpSync(join(buildDir, 'libs', lib), join(copy, 'libs', lib), { recursive: true, filter });
  writeFileSync(join(copy, 'package.json'), '{"type":"module"}');
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
  for (const change of changes) apply(join(copy, change.file), change);
  return copy;
}

function apply(file: string, { from, to }: Change): void {
  if (!existsSync(file)) throw new Error(`mutant: expected ${file}, run "npm run build"`);
  const text = readFileSync(file, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`mutant of ${file}: expected ${from} once`);
  writeFileSync(
    file,
    text.replace(from, () => to),
  );
}
