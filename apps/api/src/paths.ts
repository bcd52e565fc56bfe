import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { checkMasterKey, refuseInside } from '@cluetrail/access';
import { checkReadModelsAnswer, makeDirectory, takeAway } from '@cluetrail/stores';
import type { Place } from './place.js';

/** A data directory and its master key, from the root on. */
export interface Paths {
  readonly directory: string;
  readonly keyFile: string;
}

/** Throws KeysRefused `key-file-inside`. */
export function pathsOf(asked: { readonly directory: string; readonly keyFile?: string }): Paths {
  const directory = resolve(asked.directory);
  const keyFile = resolve(asked.keyFile ?? `${directory}.key`);
  refuseInside(keyFile, directory);
  return { directory, keyFile };
}

/**
 * The directory stands afterwards, and so does that of a master key which is to be made. Answers how to take them away again
 * while nothing is in them. Rejects with StoreRefused `read-models-unreadable`, and as {@link checkMasterKey} throws, before
 * anything is made: the log would be begun before anybody found that out.
 */
export async function madeFor({ directory, keyFile }: Paths, { store, read }: Place) {
  const fresh = !existsSync(join(directory, 'keys.db'));
  // Where they lie beside the log, its opening tells.
  if (fresh && read !== store) await checkReadModelsAnswer(read);
  const made = makeDirectory(directory);
  const unmake = () => takeAway(made);
  try {
    if (!fresh) return unmake;
    made.push(...makeDirectory(dirname(keyFile)));
    checkMasterKey(keyFile, directory);
    return unmake;
  } catch (error) {
    unmake();
    throw error;
  }
}
