import type { Actor } from '@cluetrail/event-sourcing';
import {
  procedureHash,
  publication,
  readOwnProcedure,
  readProcedure,
  shippedProcedures,
} from '@cluetrail/clues';
import { type Procedure, PROCEDURE_PUBLISHED } from '@cluetrail/workflow';
import { checkAdministers } from './administers.js';
import { oneAtATime, record } from './administration.js';
import type { Installation } from './installation.js';
import { Problem } from './problem.js';

export interface Checked {
  readonly procedure: string;
  readonly version: number;
  /** SHA-256 of the canonical content, hexadecimal. */
  readonly hash: string;
}

/** Throws a Problem 422 with the line of every fault. */
export function checkProcedure(yamlText: string): Checked {
  return told(sound(readOwnProcedure(yamlText)));
}

/** Publishes the next version of a procedure of one's own; publishing what stands already changes nothing. */
export function publishProcedure(
  installation: Installation,
  yamlText: string,
  by: Actor,
): Promise<Checked> {
  const procedure = sound(readProcedure(yamlText));
  const { name, version } = procedure;
  if (shippedProcedures().some((one) => one.name === name))
    throw new Problem(409, 'procedure-is-shipped', { details: { procedure: name } });
  return oneAtATime(installation, async () => {
    const { references } = installation;
    const standing = references.procedure(name, version);
    if (standing && procedureHash(standing) === procedureHash(procedure)) return told(procedure);
    const next = (references.newest(name)?.version ?? 0) + 1;
    if (version !== next)
      throw new Problem(409, 'procedure-version', { details: { expected: next, found: version } });
    // It is for all organs.
    checkAdministers(installation, by, references.directory.roots());
    const data = publication(procedure);
    const stream = `procedure-${name}`;
    await record(installation, { stream, type: PROCEDURE_PUBLISHED, data, personal: [] }, by);
    return told(procedure);
  });
}

function sound(read: ReturnType<typeof readProcedure>): Procedure {
  if ('faults' in read) throw new Problem(422, 'faulty-file', { errors: read.faults });
  return read.procedure;
}

function told(procedure: Procedure): Checked {
  const { name, version } = procedure;
  return { procedure: name, version, hash: procedureHash(procedure) };
}
