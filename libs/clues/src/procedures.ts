import { readFileSync } from 'node:fs';
import { canonicalBytes, type References } from '@cluetrail/event-sourcing';
import { ROLES } from '@cluetrail/access';
import { parseProcedure, procedureIn, type Fault, type Procedure } from '@cluetrail/workflow';
import { caseWork } from './case/case.js';
import { clue } from './clue/clue.js';
import { IMPORTED } from './clue/imported.js';
import { person } from './person/person.js';

/** The kinds of work of this product, by the first word of their streams. */
export const WORKFLOWS = { clue, case: caseWork, person } as const;

/** Shipped with the product; a change of content is a new version. */
export const SHIPPED = ['cn-2019-example', 'receipt'] as const;

/** The procedure of a clue that names none when it is discovered. */
export const DEFAULT_PROCEDURE = 'cn-2019-example';

export function readProcedure(
  text: string,
): { readonly procedure: Procedure } | { readonly faults: readonly Fault[] } {
  return parseProcedure(text, {
    workflows: Object.values(WORKFLOWS),
    roles: ROLES,
    events: Object.keys(IMPORTED),
  });
}

/** The shipped file of that name. Throws where the product itself is broken. */
export function shippedProcedure(name: string): Procedure {
  const read = readProcedure(readFileSync(fileOf(name), 'utf8'));
  if ('procedure' in read) return read.procedure;
  const [fault] = read.faults;
  throw new Error(
    `${name}.yaml:${fault.line}: ${fault.path}: expected ${fault.expected}, found ${fault.found}`,
  );
}

export function procedureBytes(procedure: Procedure): Uint8Array {
  return canonicalBytes(procedure);
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

function fileOf(name: string): URL {
  return new URL(`../procedures/${name}.yaml`, import.meta.url);
}
