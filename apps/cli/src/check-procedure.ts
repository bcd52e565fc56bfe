import { procedureHash, readOwnProcedure } from '@cluetrail/clues';
import { Failure } from './failure.js';

/** Needs no server: a procedure is checked against the tables of the code. */
export function checkProcedure(text: string, file: string): object {
  const read = readOwnProcedure(text);
  if ('faults' in read) {
    const lines = read.faults.map(
      ({ line, path, expected, found }) =>
        `${file}:${line}: ${path && `${path}: `}expected ${expected}, found ${found}`,
    );
    throw new Failure(lines.join('\n'));
  }
  const { name, version, obligations, workflows } = read.procedure;
  const hash = procedureHash(read.procedure);
  const edges = Object.values(workflows).reduce(
    (sum, commands) => sum + Object.keys(commands).length,
    0,
  );
  return { procedure: name, version, commands: edges, obligations: obligations.length, hash };
}
