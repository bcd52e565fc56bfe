// What survives which fault: see USAGE.
// Every check prints one line of figures; a check that did less than its stated work has failed, one that could not
// run is skipped, never passed. With --mutants the same check must fail on a deliberately broken build. Figures of
// whole runs are kept in results.json, from which --table writes the scoreboard. --ci: the quick ones that need neither
// rights nor tools, with their mutants.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argumentsOf, fail } from '../support/arguments.mjs';
import { keepFailure, keepResult, keptSeeds, writeTable } from './kept.mjs';
import { disposeAll } from './kit/block-device.mjs';
import { killAll } from './kit/server.mjs';

const SEED = 20211031;
const GROUPS = { F: 'faults', A: 'attacks', T: 'insiders' };

const USAGE = `npm run prove -- [F22 F39 …] [--group F] [--quick] [--ci] [--mutants] [--seed N]
npm run prove -- --table`;

const { values: flags, positionals } = argumentsOf({
  usage: USAGE,
  allowPositionals: true,
  options: {
    group: { type: 'string' },
    quick: { type: 'boolean', default: false },
    ci: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    table: { type: 'boolean', default: false },
    seed: { type: 'string' },
  },
});
if (flags.seed !== undefined && !Number.isSafeInteger(Number(flags.seed)))
  fail(`--seed: expected an integer, found ${flags.seed}`);
const quick = flags.quick || flags.ci;

const folder = new URL('checks/', import.meta.url);
const checks = [];
for (const file of readdirSync(folder)
  .filter((name) => /^[A-Z]\d\d[.]mjs$/.test(name))
  .sort())
  checks.push((await import(new URL(file, folder))).default);
if (flags.table) {
  writeTable(checks);
  process.exit();
}
const known = checks.map(({ id }) => id);
const unknown = positionals.find((id) => !known.includes(id));
if (unknown !== undefined) fail(`${unknown}: expected one of ${known.join(', ')}`);
const chosen = checks.filter(
  ({ id, ci }) =>
    (positionals.length === 0 || positionals.includes(id)) &&
    (flags.group === undefined || id.startsWith(flags.group)) &&
    (!flags.ci || ci),
);
if (chosen.length === 0) fail(`--group ${flags.group}: expected one with checks, found none`);

const places = new Set();
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void clean().finally(() => process.exit(1)));

const counts = {};
for (const check of chosen)
  for (const mutant of turnsOf(check))
    for (const seed of seedsOf(check, mutant)) await prove(check, { mutant, seed });

const total = { passed: 0, failed: 0, skipped: 0 };
for (const [name, one] of Object.entries(counts)) {
  console.log(`${name}: ${closing(one)}`);
  for (const verdict of Object.keys(total)) total[verdict] += one[verdict];
}
console.log(closing(total));
process.exitCode = total.failed === 0 ? 0 : 1;

/** Undefined: the product as it is. */
function turnsOf({ mutants }) {
  if (flags.ci) return [undefined, ...mutants];
  return flags.mutants ? mutants : [undefined];
}

/** Nothing that a check started or made outlives it. */
async function clean() {
  await killAll();
  disposeAll();
  for (const place of places) rmSync(place, { recursive: true, force: true });
  places.clear();
}

/** Seeds that failed once are tried for ever. */
function seedsOf({ id }, mutant) {
  if (flags.seed !== undefined) return [Number(flags.seed)];
  return mutant === undefined ? [...new Set([SEED, ...keptSeeds(id)])] : [SEED];
}

async function prove(check, { mutant, seed }) {
  const { id, title } = check;
  const started = performance.now();
  const place = mkdtempSync(join(tmpdir(), `cluetrail-${id.toLowerCase()}-`));
  places.add(place);
  const run = await check
    // A mutant has only to be caught, not to be caught at length.
    .run({ quick: quick || mutant !== undefined, mutant, seed, place })
    .catch((error) => ({ broke: true, figures: { error: error.stack } }));
  await clean();
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
  const verdict = verdictOf(run, mutant);
  const name = mutant === undefined ? GROUPS[id[0]] : `mutants of ${GROUPS[id[0]]}`;
  const group = (counts[name] ??= { passed: 0, failed: 0, skipped: 0 });
  group[verdict] += 1;
  const what = mutant === undefined ? id : `${id} mutant ${mutant}`;
  const figures = Object.entries(run.figures).map(([name, value]) => `${name}=${value}`);
  // A mutant is caught as soon as it shows.
  if (run.short && !mutant) figures.push('SHORT of its stated work');
  console.log(
    `${verdict.toUpperCase()} ${what} ${title}: ${figures.join(' ')} (${seconds} s, seed ${seed})`,
  );
  if (verdict === 'failed' && mutant === undefined && !run.broke && seed !== SEED)
    keepFailure(id, seed);
  if (verdict !== 'skipped' && !run.broke && !quick && seed === SEED)
    keepResult({ id, mutant, verdict, figures: run.figures, seconds });
}

/** A mutant that survives is a check that proves nothing; a run that broke, with or without one, proves nothing. */
function verdictOf({ skipped, broke, holds, short }, mutant) {
  if (skipped) return 'skipped';
  if (broke) return 'failed';
  if (mutant !== undefined) return holds ? 'failed' : 'passed';
  return holds && !short ? 'passed' : 'failed';
}

function closing({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
