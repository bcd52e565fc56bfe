// What runs leave behind, to be committed: the figures of the last whole run of each check, and seeds that failed.
import { readFileSync, writeFileSync } from 'node:fs';

const RESULTS = new URL('results.json', import.meta.url);
const SEEDS = new URL('failing-seeds.json', import.meta.url);
const PAGE = new URL('../../docs/proving.md', import.meta.url);
const TABLE = /(<!-- scoreboard -->\n)[^]*(<!-- end of scoreboard -->)/;

export function keptSeeds(id) {
  return read(SEEDS)[id] ?? [];
}

export function keepFailure(id, seed) {
  const all = read(SEEDS);
  all[id] = [...new Set([...(all[id] ?? []), seed])];
  write(SEEDS, all);
}

export function keepResult({ id, mutant, ...result }) {
  const all = read(RESULTS);
  all[id] ??= { mutants: {} };
  if (mutant === undefined) all[id].run = result;
  else all[id].mutants[mutant] = result;
  write(RESULTS, all);
}

/** Writes the scoreboard into docs/proving.md. A check without a caught mutant is unproven, and not counted. */
export function writeTable(checks) {
  const all = read(RESULTS);
  const lines = checks.map((check) => lineOf(check, all[check.id]));
  const survived = lines.filter(({ verdict }) => verdict === 'survived').length;
  const table = [
    `${survived} of ${checks.length} checks survived, each with its mutants caught.`,
    '',
    '| check | fault | verdict | figures of the last whole run | its mutants |',
    '|---|---|---|---|---|',
    ...lines.map(({ cells }) => `| ${cells.join(' | ')} |`),
  ];
  const page = readFileSync(PAGE, 'utf8');
  if (!TABLE.test(page)) throw new Error('docs/proving.md: expected the marks of the scoreboard');
  writeFileSync(
    PAGE,
    page.replace(TABLE, (_, begin, end) => `${begin}${table.join('\n')}\n${end}`),
  );
}

function lineOf({ id, title, mutants }, result) {
  const caught = mutants.filter((name) => result?.mutants[name]?.verdict === 'passed');
  const verdict = verdictOf(result?.run, caught.length === mutants.length);
  const told = mutants.map((name) => `${name}: ${toldOf(result?.mutants[name])}`);
  return { verdict, cells: [id, title, verdict, toldOf(result?.run), told.join('<br>')] };
}

function verdictOf(run, proven) {
  if (!run) return 'not run';
  if (run.verdict !== 'passed') return 'failed';
  return proven ? 'survived' : 'unproven';
}

function toldOf(result) {
  if (!result) return '–';
  return Object.entries(result.figures ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

function write(file, all) {
  const sorted = Object.fromEntries(Object.entries(all).sort());
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
}
