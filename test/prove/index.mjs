// What survives which fault: `npm run prove -- F22 [F39 …] [--group F] [--quick] [--mutants] [--seed N]`.
// Every check prints one line of figures; a check that did less than its stated work has failed, one that could not
// run is skipped, never passed. With --mutants the same check must fail on a deliberately broken build.
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    group: { type: 'string' },
    quick: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    seed: { type: 'string', default: '20211031' },
  },
});
const seed = Number(flags.seed);
if (!Number.isSafeInteger(seed)) fail(`--seed: expected an integer, found ${flags.seed}`);

const folder = new URL('checks/', import.meta.url);
const checks = [];
for (const file of readdirSync(folder)
  .filter((name) => /^[A-Z]\d\d[.]mjs$/.test(name))
  .sort())
  checks.push((await import(new URL(file, folder))).default);
const known = checks.map(({ id }) => id);
const unknown = positionals.find((id) => !known.includes(id));
if (unknown !== undefined) fail(`${unknown}: expected one of ${known.join(', ')}`);
const chosen = checks.filter(
  ({ id }) =>
    (positionals.length === 0 || positionals.includes(id)) &&
    (flags.group === undefined || id.startsWith(flags.group)),
);
if (chosen.length === 0) fail(`--group ${flags.group}: expected one with checks, found none`);

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const check of chosen)
  for (const mutant of flags.mutants ? check.mutants : [undefined]) await prove(check, mutant);
const { passed, failed, skipped } = counts;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;

async function prove(check, mutant) {
  const started = performance.now();
  const run = await check
    .run({ quick: flags.quick, mutant, seed })
    .catch((error) => ({ holds: false, figures: { error: error.message } }));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const verdict = verdictOf(run, mutant);
  counts[verdict] += 1;
  const what = mutant === undefined ? check.id : `${check.id} mutant ${mutant}`;
  const figures = Object.entries(run.figures).map(([name, value]) => `${name}=${value}`);
  console.log(
    `${verdict.toUpperCase()} ${what} ${check.title}: ${figures.join(' ')} (${seconds} s, seed ${seed})`,
  );
}

/** A mutant that survives is a check that proves nothing. */
function verdictOf({ skipped, holds, short }, mutant) {
  if (skipped) return 'skipped';
  if (mutant !== undefined) return holds ? 'failed' : 'passed';
  return holds && !short ? 'passed' : 'failed';
}

function fail(message) {
  console.error(`prove: ${message}`);
  process.exit(2);
}
