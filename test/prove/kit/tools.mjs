import { spawnSync } from 'node:child_process';

/** Why a check cannot run here; undefined where it can. `root`: whether it mounts. */
export function lacking({ root = false, tools = [] }) {
  if (process.platform !== 'linux') return 'no Linux';
  if (root && process.getuid() !== 0) return 'not root';
  const missing = tools.filter((tool) => spawnSync('which', [tool]).status !== 0);
  return missing.length > 0 ? `no ${missing.join(', ')}` : undefined;
}

/** What a check answers that cannot run here. */
export function skipped(why) {
  return { skipped: true, figures: { skipped: why.replaceAll(' ', '-') } };
}

/** Runs a command to its end; throws with what it said. Answers its output. */
export function run(program, ...words) {
  const { status, stdout, stderr } = spawnSync(program, words.map(String), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${stderr.trim() || status}`);
  return stdout.trim();
}

/** The same, whatever becomes of it. */
export function attempt(program, ...words) {
  return spawnSync(program, words.map(String)).status === 0;
}

/** Waits until `holds` answers something true, which it answers. */
export async function until(holds, what, millis = 10_000) {
  for (const end = performance.now() + millis; ;) {
    const found = await holds();
    if (found) return found;
    if (performance.now() > end) throw new Error(`${what}: expected within ${millis} ms`);
    await pause(10);
  }
}

export function pause(millis) {
  return new Promise((wake) => setTimeout(wake, millis));
}
