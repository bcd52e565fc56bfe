import { readFileSync, statSync } from 'node:fs';
import { getSystemErrorMap } from 'node:util';
import { Failure } from './failure.js';

/** Of a file that a person named. Rejects what cannot be read with the file's name and the system's reason. */
export function textOf(file: string): string {
  return named(file, () => readFileSync(file, 'utf8'));
}

/** In bytes. */
export function sizeOf(file: string): number {
  const found = named(file, () => statSync(file));
  if (!found.isFile()) throw new Failure(`${file}: expected a file, found a directory`);
  return found.size;
}

/** Undefined where it is no error of the system. */
export function failureOfSystem(error: unknown, file?: string): Failure | undefined {
  if (!(error instanceof Error) || !('errno' in error)) return undefined;
  const { errno, path, syscall } = error as NodeJS.ErrnoException; // looked at on the line above
  const reason = getSystemErrorMap().get(errno ?? 0)?.[1] ?? error.message;
  return new Failure(`${file ?? path ?? syscall ?? 'system'}: ${reason}`);
}

function named<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failureOfSystem(error, file) ?? error;
  }
}
