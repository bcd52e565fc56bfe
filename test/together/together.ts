import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { specsOf } from '../../jest.together.mjs';

/** Declares what the specs of one batch declare; the file that asks is named like the batch. */
export async function together(file: string): Promise<void> {
  const root = join(import.meta.dirname, '../..');
  for (const spec of specsOf(basename(file, '.spec.ts'))) {
    // It would hold for every other spec of the batch too.
    const hook = /^(before|after)(All|Each)\(/m.exec(readFileSync(join(root, spec), 'utf8'));
    if (hook) throw new Error(`${spec}: expected ${hook[0]}…) within a describe, found it outside`);
    await import(join(root, spec));
  }
}
