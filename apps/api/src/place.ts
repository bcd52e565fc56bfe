import {
  closeSync,
  existsSync,
  readdirSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { type Log, directoryOf, kindOfStore, nameOfPlace, StoreRefused } from '@cluetrail/stores';
import { InstallationRefused } from './begin-log.js';

/** Where the log of a data directory lies, and where its read models do. */
export interface Place {
  /** `sqlite:DIR` | `postgres://…` | `esdb://…` */
  readonly store: string;
  /** A file, or `postgres://…`. */
  readonly read: string;
  /** The id of the log that lies elsewhere and that the directory has served. */
  readonly known?: string;
  /** It lay at another address then: whether it is the same is to be seen. */
  readonly moved?: boolean;
}

export interface AskedPlace {
  /** As asked for; absent = as the directory says, or in the directory itself. */
  readonly store?: string;
  /** `postgres://…`; absent = beside the log where that is SQLite or PostgreSQL, else in the directory. */
  readonly read?: string;
}

/**
 * The place that was asked for, or else the one that `store.json` in the directory remembers, or else the directory.
 * Throws {@link InstallationRefused} `other-store` where the one asked for is of another kind than the one that holds
 * the log, and StoreRefused `no-store`. Two addresses can lead to one log: `moved`, then.
 */
export function placeOf(directory: string, { store, read }: AskedPlace): Place {
  const known = remembered(directory);
  const own = `sqlite:${resolve(directory)}`;
  const asked = store === undefined ? undefined : whole(store);
  const stands = known?.store ?? (existsSync(join(directory, 'events.db')) ? own : undefined);
  if (read !== undefined && /^postgres(ql)?:/.test(read)) nameOfPlace(read);
  const moved = asked !== undefined && stands !== undefined && shown(asked) !== stands;
  if (moved && !(known && [asked, stands].every((one) => kindOfStore(one) === 'postgres')))
    throw new InstallationRefused(
      'other-store',
      `data directory ${directory}: expected the store ${stands}, where its log lies, found ${shown(asked)}; to move a log, copy it with "cluetrail log copy" and serve it from a new directory`,
    );
  const at = asked ?? stands ?? own;
  return {
    store: at,
    read: read ?? known?.read ?? besideLog(directory, at),
    ...(known && { known: known.logId, moved }),
  };
}

/**
 * Throws StoreRefused `log-missing` where there is no directory to keep keys and pin in, and `log-unreadable` where one
 * may not look into it: what is there would be told to be missing.
 */
export function checkStands(directory: string): void {
  if (existsSync(directory)) return checkReadable(directory);
  throw new StoreRefused(
    'log-missing',
    `data directory ${directory}: expected a directory, found none`,
    { expected: '0', found: 'none' },
  );
}

function checkReadable(directory: string): void {
  try {
    readdirSync(directory);
  } catch (error) {
    throw new StoreRefused(
      'log-unreadable',
      `data directory ${directory}: expected that it may be read, found "${(error as Error).message}"`,
      { directory },
    );
  }
}

/**
 * How to take away the pin that an opening makes and is then refused: that of a log which does not belong here would
 * keep every other out.
 */
export function newPin(directory: string, { store }: Place): () => void {
  const pin = join(directory, 'pin.json');
  const stays = existsSync(pin) || store.startsWith('sqlite:');
  return () => {
    if (!stays) rmSync(pin, { force: true });
  };
}

/** Throws {@link InstallationRefused} `other-log` before anything is written into one that is not the directory's. */
export async function checkSameLog(
  directory: string,
  { store, known }: Place,
  log: Pick<Log, 'read'>,
): Promise<void> {
  if (known === undefined) return;
  const [first] = await log.read('log', { limit: 1 });
  const { logId } = Object(first?.event.data); // LogOpened
  if (logId === known) return;
  throw new InstallationRefused(
    'other-log',
    `data directory ${directory}: expected the log ${known}, found ${logId ?? 'an empty one'} in ${shown(store)}`,
  );
}

/** Which log these keys belong to, and where it lies: without it a directory would look empty. */
export function rememberPlace(
  directory: string,
  { store, read, logId, known, moved }: Place & { readonly logId: string },
): void {
  if ((known !== undefined && !moved) || store === `sqlite:${resolve(directory)}`) return;
  const apart = read === besideLog(directory, store) ? {} : { read: shown(read) };
  const text = JSON.stringify({ store: shown(store), ...apart, logId });
  const fresh = join(directory, `${FILE}.new`);
  const file = openSync(fresh, 'w', 0o600);
  writeSync(file, `${text}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(fresh, join(directory, FILE));
}

/** Without its password: for messages and files. */
export function shown(store: string): string {
  if (store.startsWith('sqlite:')) return store;
  return store
    .replace(/^([a-z+]+:\/\/[^@/?#:]*):[^/?#]*@/i, '$1@')
    .replaceAll(/([?&](?:password|sslpassword)=)[^&]*/gi, '$1…');
}

const FILE = 'store.json';

interface Remembered {
  readonly store: string;
  readonly read?: string;
  readonly logId: string;
}

function remembered(directory: string): Remembered | undefined {
  const file = join(directory, FILE);
  if (!existsSync(file)) return undefined;
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')) as Partial<Remembered>; // checked below
    if (typeof found.store === 'string' && typeof found.logId === 'string')
      return { ...found, store: found.store, logId: found.logId };
  } catch {
    // Told below.
  }
  throw new InstallationRefused(
    'store-file-damaged',
    `${file}: expected where the log lies, found another content`,
  );
}

function whole(store: string): string {
  if (kindOfStore(store) !== 'sqlite') {
    nameOfPlace(store);
    return store;
  }
  return `sqlite:${resolve(directoryOf(store))}`;
}

function besideLog(directory: string, store: string): string {
  const kind = kindOfStore(store);
  if (kind === 'postgres') return store;
  return join(kind === 'sqlite' ? directoryOf(store) : directory, 'read.db');
}
