import { statSync } from 'node:fs';

/** Whether there is something at a path. Throws what the system says where one may not look: that is no absence. */
export function stands(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
