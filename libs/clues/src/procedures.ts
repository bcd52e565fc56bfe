import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { canonical, canonicalBytes, type Data, type References } from '@cluetrail/event-sourcing';
import { mayEverSee, maySeeUnadjudicated, ROLES, TIERS } from '@cluetrail/access';
import {
  parseProcedure,
  procedureIn,
  readYaml,
  type Fault,
  type Procedure,
} from '@cluetrail/workflow';
import { caseWork } from './case/case.js';
import { clue } from './clue/clue.js';
import { IMPORTED } from './clue/imported.js';
import { person } from './person/person.js';
import { PROCESSES } from './processes.js';
import { report } from './report/report.js';

/** The kinds of work of this product, by the first word of their streams. */
export const WORKFLOWS = { clue, case: caseWork, report, person } as const;

/** The procedure of a clue that names none when it is discovered. */
export const DEFAULT_PROCEDURE = 'cn-2019-example';

export function readProcedure(
  text: string,
): { readonly procedure: Procedure } | { readonly faults: readonly Fault[] } {
  return parseProcedure(text, {
    workflows: Object.values(WORKFLOWS),
    roles: ROLES,
    tiers: TIERS,
    events: Object.keys(IMPORTED),
    processes: PROCESSES,
    sees,
  });
}

function sees(role: string, kind: string, state?: string): boolean {
  const of = kind === 'report' ? 'report' : 'matter';
  const isBeforeThem = state === undefined || (BEFORE_ADJUDICATORS[kind] ?? []).includes(state);
  return isBeforeThem ? mayEverSee(role, of) : maySeeUnadjudicated(role, of);
}

/** States in which something has surely come before those who adjudicate, by kind. */
const BEFORE_ADJUDICATORS: { readonly [kind: string]: readonly string[] } = {
  clue: ['adjudicating', 'decided'],
  case: ['awaitingAdjudication', 'adjudicating', 'decided'],
};

/** The same, of one that is to be published: the names of the shipped ones are theirs. */
export function readOwnProcedure(text: string): ReturnType<typeof readProcedure> {
  const read = readProcedure(text);
  const file = readYaml(text);
  if ('faults' in read || 'faults' in file) return read;
  const { name } = read.procedure;
  const namesakes = shippedProcedures().filter((one) => one.name === name);
  const isShipped = namesakes.some((one) => procedureHash(one) === procedureHash(read.procedure));
  if (namesakes.length === 0 || isShipped) return read;
  const expected = 'another name than that of a shipped procedure';
  return { faults: file.located([{ path: 'procedure', expected, found: name }]) };
}

/**
 * What the product ships: `procedures/<name>.v<version>.yaml`, every version that was ever shipped, in order. Throws
 * where the product itself is broken. A change of content is a new file: clues keep the version they have. Read once.
 */
export function shippedProcedures(): readonly Procedure[] {
  return (shippedOnes ??= readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map(shipped)
    .sort((a, b) => (a.name === b.name ? a.version - b.version : a.name < b.name ? -1 : 1)));
}

let shippedOnes: readonly Procedure[] | undefined;

export function procedureBytes(procedure: Procedure): Uint8Array {
  return canonicalBytes(procedure);
}

/** SHA-256 of the canonical content, hexadecimal. */
export function procedureHash(procedure: Procedure): string {
  return createHash('sha256').update(procedureBytes(procedure)).digest('hex');
}

/** The data of `ProcedurePublished`. */
export function publication(procedure: Procedure): Data {
  const { name, version } = procedure;
  // Through canonical JSON: what the event holds is plain, and is what was hashed.
  return {
    name,
    version,
    hash: procedureHash(procedure),
    content: JSON.parse(canonical(procedure)),
  };
}

/** Throws where a clue names a version that the log does not hold: that clue is parked, no other. */
export function pinnedProcedure(
  { name, version }: { readonly name: string; readonly version: number },
  references: References,
): Procedure {
  const found = procedureIn(references.events(`procedure-${name}`), version);
  if (!found)
    throw new Error(`procedure ${name}: expected version ${version} in the log, found none`);
  return found;
}

const FOLDER = new URL('../procedures/', import.meta.url);

function shipped(file: string): Procedure {
  const read = readProcedure(readFileSync(new URL(file, FOLDER), 'utf8'));
  if ('faults' in read) {
    const [{ line, path, expected, found }] = read.faults;
    throw new Error(`${file}:${line}: ${path}: expected ${expected}, found ${found}`);
  }
  const { name, version } = read.procedure;
  if (file !== `${name}.v${version}.yaml`)
    throw new Error(`${file}: expected the file to be called ${name}.v${version}.yaml`);
  return read.procedure;
}
