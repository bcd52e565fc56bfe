import { createHash } from 'node:crypto';
import { type Actor, canonical } from '@cluetrail/event-sourcing';
import { procedureBytes, readProcedure, shippedProcedures } from '@cluetrail/clues';
import { type Procedure, PROCEDURE_PUBLISHED } from '@cluetrail/workflow';
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
  return told(checked(yamlText));
}

/** Publishes the next version of a procedure of one's own; publishing what stands already changes nothing. */
export function publishProcedure(
  installation: Installation,
  yamlText: string,
  by: Actor,
): Promise<Checked> {
  const procedure = checked(yamlText);
  const { name, version } = procedure;
  if (shippedProcedures().some((one) => one.name === name))
    throw new Problem(409, 'procedure-is-shipped', { details: { procedure: name } });
  return oneAtATime(installation, async () => {
    const { references } = installation;
    const standing = references.procedure(name, version);
    if (standing && told(standing).hash === told(procedure).hash) return told(procedure);
    const next = (references.newest(name)?.version ?? 0) + 1;
    if (version !== next)
      throw new Problem(409, 'procedure-version', { details: { expected: next, found: version } });
    const data = { ...asData(procedure), hash: told(procedure).hash };
    const stream = `procedure-${name}`;
    await record(installation, { stream, type: PROCEDURE_PUBLISHED, data, personal: [] }, by);
    return told(procedure);
  });
}

function checked(yamlText: string): Procedure {
  const read = readProcedure(yamlText);
  if ('faults' in read) throw new Problem(422, 'faulty-file', { errors: read.faults });
  return read.procedure;
}

function told(procedure: Procedure): Checked {
  const hash = createHash('sha256').update(procedureBytes(procedure)).digest('hex');
  return { procedure: procedure.name, version: procedure.version, hash };
}

function asData(procedure: Procedure) {
  const { name, version } = procedure;
  return { name, version, content: JSON.parse(canonical(procedure)) };
}
