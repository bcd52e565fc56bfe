import type { Entry, FileError } from './organisation-file.js';
import type { Planned, PlanPart } from './plan.js';

/** An objection to an entry: which field, what should stand there, what does. */
export interface Objection {
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * Plans each entry; an objection takes its place. The second entry with one `key` is a duplicate.
 */
export function planEach(
  entries: readonly Entry[],
  of: {
    fileName: string;
    key(entry: Entry): string;
    plan(entry: Entry): Planned | Objection;
  },
): PlanPart {
  const lineOfKey = new Map<string, number>();
  const planned: Planned[] = [];
  const errors: FileError[] = [];
  for (const entry of entries) {
    const key = of.key(entry);
    const first = lineOfKey.get(key);
    const answer = first === undefined ? of.plan(entry) : duplicate(key, first);
    lineOfKey.set(key, first ?? entry.line);
    if ('change' in answer) planned.push(answer);
    else errors.push(errorAt(entry, { ...answer, file: of.fileName }));
  }
  return { planned, errors };
}

function errorAt(entry: Entry, { file, field, expected, found }: Objection & { file: string }) {
  const path = field === '' ? entry.path : `${entry.path}.${field}`;
  return { file, line: entry.lineOf(field), path, expected, found };
}

function duplicate(key: string, line: number): Objection {
  return {
    field: '',
    expected: `one entry for ${key}`,
    found: `a second one, first in line ${line}`,
  };
}
