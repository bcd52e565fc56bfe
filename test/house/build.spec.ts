import { execFileSync } from 'node:child_process';
import { appendFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = join(ROOT, 'dist');
/** One that nobody reads who runs from there. */
const MAP = 'apps/cli/src/main.js.map';

const build = () => execFileSync(process.execPath, ['build.mjs'], { cwd: ROOT, stdio: 'pipe' });

/** Every file, with its place on the disk and when it was written. */
function standing(): Map<string, string> {
  const names = readdirSync(DIST, { recursive: true, encoding: 'utf8' });
  return new Map(
    names
      .map((name) => [name, statSync(join(DIST, name))] as const)
      .filter(([, found]) => found.isFile())
      .map(([name, { ino, mtimeMs }]) => [name, `${ino} ${mtimeMs}`]),
  );
}

describe('a build where somebody runs the last one', () => {
  it('puts another file in the place of one that has changed, and touches nothing else', () => {
    build();
    const whole = standing();
    build();
    expect(standing()).toEqual(whole);
    appendFileSync(join(DIST, MAP), ' ');
    const { ino } = statSync(join(DIST, MAP));
    build();
    const after = standing();
    expect(statSync(join(DIST, MAP)).ino).not.toBe(ino);
    expect([...after.keys()]).toEqual([...whole.keys()]);
    expect([...after].filter(([name, place]) => whole.get(name) !== place)).toHaveLength(1);
  }, 180_000);
});
