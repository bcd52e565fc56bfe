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
import {
  type Log,
  checkReadModelsAt,
  directoryOf,
  discardReadModels,
  kindOfStore,
  nameOfPlace,
  stands,
  StoreRefused,
} from '@cluetrail/stores';
import { InstallationRefused } from './installation-refused.js';

/** Where the log of a data directory lies, and where its read models do. */
export interface Place {
  /** `sqlite:DIR` | `postgres://…` | `esdb://…` */
  readonly store: string;
  /** A file, or `postgres://…`. */
  readonly read: string;
  /** Where they lay until now, as the directory remembers. */
  readonly readBefore: string;
  /** The id of the log that the directory has served, where it remembers one. */
  readonly known?: string;
  /** It lay at another address then: whether it is the same is to be seen. */
  readonly moved?: boolean;
}

export interface AskedPlace {
  /** As asked for; absent = as the directory says, or in the directory itself. */
  readonly store?: string;
  /** `postgres://…`, or `read.db` in the directory; absent = as the directory says, or beside the log where that is SQLite or PostgreSQL, else in the directory. */
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
  if (read !== undefined) checkReadModelsAt(read, join(resolve(directory), 'read.db'));
  const moved = asked !== undefined && stands !== undefined && shown(asked) !== stands;
  if (moved && !(known && [asked, stands].every((one) => kindOfStore(one) === 'postgres')))
    throw new InstallationRefused(
      'other-store',
      `data directory ${directory}: expected the store ${stands}, where its log lies, found ${shown(asked)}; to move a log, copy it with "cluetrail log copy" and serve it from a new directory`,
    );
  const at = asked ?? stands ?? own;
  const readBefore =
    known?.read === undefined ? besideLog(directory, at) : wholeRead(known.read, directory);
  return {
    store: at,
    read: read === undefined ? readBefore : wholeRead(read),
    readBefore,
    ...(known && { known: known.logId, moved }),
  };
}

/**
 * Throws StoreRefused `log-missing` where there is no directory to keep keys and pin in, and `log-unreadable` where one
 * may not look into it: what is there would be told to be missing.
 */
export function checkStands(directory: string): void {
  if (mayBeRead(directory)) return;
  throw new StoreRefused(
    'log-missing',
    `data directory ${directory}: expected a directory, found none`,
    { expected: '0', found: 'none' },
  );
}

function mayBeRead(directory: string): boolean {
  try {
    if (!stands(directory)) return false;
    readdirSync(directory);
    // Who may list it need not be one who may look at what is in it.
    return stands(join(directory, '.'));
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

/**
 * Which log these keys belong to, and where it and its read models lie: without it a directory would look empty. Of what
 * lies in the directory itself nothing is said, which may be moved with it.
 */
export function rememberPlace(
  directory: string,
  { store, read, logId }: Pick<Place, 'store' | 'read'> & { readonly logId: string },
): void {
  const remote = {
    ...(store !== `sqlite:${resolve(directory)}` && { store: shown(store) }),
    ...(read !== besideLog(directory, store) && {
      read: read === join(directory, 'read.db') ? 'read.db' : shown(read),
    }),
  };
  const file = join(directory, FILE);
  if (Object.keys(remote).length === 0) return rmSync(file, { force: true });
  const text = `${JSON.stringify({ ...remote, logId })}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  const fresh = `${file}.new`;
  const fd = openSync(fresh, 'w', 0o600);
  writeSync(fd, text);
  fsyncSync(fd);
  closeSync(fd);
  renameSync(fresh, file);
}

/** Read models that were left behind for another place hold names in clear, which no erasure would reach. */
export function discardLeftBehind(directory: string, { store, read }: Place): void {
  for (const left of [join(directory, 'read.db'), besideLog(directory, store)])
    if (left !== read && !left.startsWith('postgres')) discardReadModels(left);
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
  /** Absent: in the directory. */
  readonly store?: string;
  readonly read?: string;
  readonly logId: string;
}

function remembered(directory: string): Remembered | undefined {
  const file = join(directory, FILE);
  if (!existsSync(file)) return undefined;
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')) as Partial<Remembered>; // checked below
    const { store, read, logId } = found;
    const isText = [store ?? '', read ?? '', logId].every((one) => typeof one === 'string');
    if (isText && logId !== undefined && (store ?? read) !== undefined) return { ...found, logId };
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

/** A file is named from where one stands, or from the directory that remembers it. */
function wholeRead(read: string, from = ''): string {
  return /^postgres(ql)?:/.test(read) ? read : resolve(from, read);
}

function besideLog(directory: string, store: string): string {
  const kind = kindOfStore(store);
  if (kind === 'postgres') return store;
  return join(kind === 'sqlite' ? directoryOf(store) : directory, 'read.db');
}
