import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What lies below a directory: relative paths with their modes; a folder has no bytes, and comes before what is in it. */
export type Files = readonly {
  readonly path: string;
  readonly mode: number;
  readonly bytes?: Uint8Array;
}[];

export function taken(root: string): Files {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  return paths.map((path) => {
    const full = join(root, path);
    const found = statSync(full);
    return { path, mode: found.mode, ...(found.isFile() && { bytes: readFileSync(full) }) };
  });
}

export function laidOut(files: Files, root: string): void {
  for (const { path, mode, bytes } of files)
    if (bytes === undefined) mkdirSync(join(root, path), { mode });
    else writeFileSync(join(root, path), bytes, { mode });
}
