// What others wrote for the same work, where it is installed beside the product: docs/benchmarks.md, "Peers".
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const FOLDER = new URL('./peers/', import.meta.url);
const installed = createRequire(FOLDER);

const found = ['emmett-sqlite', 'emmett-postgresql'].map(peer);

/** Their exports; undefined where they are not installed or do not load. */
export const [emmettSqlite, emmettPostgres] = found.map(({ exported }) => exported);

/** With versions, or how to get them: said before every run. */
export const peersFact = found.every(({ version }) => version === undefined)
  ? 'not installed, not compared with: npm ci --prefix test/bench/peers'
  : found.map(({ name, version, problem }) => `${name} ${problem ?? version}`).join(', ');

function peer(name) {
  const manifest = new URL(`node_modules/@event-driven-io/${name}/package.json`, FOLDER);
  if (!existsSync(manifest)) return { name, problem: 'is not installed' };
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  try {
    return { name, version, exported: installed(`@event-driven-io/${name}`) };
  } catch (error) {
    // Most often sqlite3, whose binary is fetched or compiled by a script of its own.
    return { name, version, problem: `does not load (${error.message.split('\n')[0]})` };
  }
}
