import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** One row of a table of outcomes, as it is written. */
export interface OutcomeRow {
  readonly command: string;
  readonly state: string;
  readonly role: string;
  readonly outcome: string;
}

/** One thing that can be tried, and what came of it. */
export interface Tried {
  readonly command: string;
  readonly state: string;
  readonly role: string;
  readonly found: string;
}

/** `libs/clues/outcomes/<name>.csv`, and what goes on from it in `<name>.<part>.csv`. */
export function readOutcomes(name: string): OutcomeRow[] {
  const files = readdirSync(FOLDER).filter((file) => file.startsWith(`${name}.`));
  return files.flatMap((file) => {
    const text = readFileSync(new URL(file, FOLDER), 'utf8');
    return parse(text, {
      columns: true,
      comment: '#',
      skip_empty_lines: true,
      trim: true,
    }) as OutcomeRow[]; // its columns: unknownNames
  });
}

const FOLDER = new URL('../../outcomes/', import.meta.url);

/** Everything in which table and engine differ: another outcome, no row, several rows, a row that nothing meets. */
export function deviations(rows: readonly OutcomeRow[], all: readonly Tried[]): string[] {
  const used = new Set<OutcomeRow>();
  const astray = all.flatMap((tried) => {
    const { command, state, role, found } = tried;
    const met = rows.filter((row) => meets(row, tried));
    for (const row of met) used.add(row);
    const what = `${command} in ${state} by ${role}`;
    if (met.length !== 1) return [`${what}: expected one row, found ${met.length}`];
    return met[0].outcome === found ? [] : [`${what}: expected ${met[0].outcome}, found ${found}`];
  });
  const idle = rows.filter((row) => !used.has(row));
  return [...astray, ...idle.map((row) => `${Object.values(row).join(',')}: meets nothing`)];
}

/** Names in a table that are not among those that can be tried: `!clue-adnim` would mean everybody. */
export function unknownNames(rows: readonly OutcomeRow[], all: readonly Tried[]): string[] {
  return (['command', 'state', 'role'] as const).flatMap((column) => {
    const known = new Set(all.map((tried) => tried[column]));
    const names = rows.flatMap((row) => row[column].replace('!', '').split('|'));
    return names.filter((name) => name !== '*' && !known.has(name.replace(/\*$/, '')));
  });
}

function meets(row: OutcomeRow, tried: Tried): boolean {
  return (
    row.command === tried.command &&
    matches(row.state, tried.state) &&
    matches(row.role, tried.role)
  );
}

function matches(cell: string, name: string): boolean {
  if (cell === '*') return true;
  return cell.startsWith('!') ? !listed(cell.slice(1), name) : listed(cell, name);
}

function listed(list: string, name: string): boolean {
  return list
    .split('|')
    .some((one) => one === name || (one.endsWith('*') && name.split('+')[0] === one.slice(0, -1)));
}
