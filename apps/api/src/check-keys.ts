import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Keys,
  type KeysPlace,
  KeysRefused,
  lacksKey,
  logToldBeside,
  openKeys,
  readKeys,
} from '@cluetrail/access';
import type { Position } from '@cluetrail/event-sourcing';
import {
  holderOf,
  holds,
  type KeysTell,
  kindOfStore,
  type Log,
  newestAccepted,
} from '@cluetrail/stores';
import { InstallationRefused } from './installation-refused.js';
import { type Place, shown } from './place.js';

/** Events at the end of the log that are looked at in any case: some milliseconds' work. */
const NEWEST = 500;

/**
 * An older copy of `keys.db` beside a newer log would seal anew what it cannot read. Throws {@link InstallationRefused}
 * `keys-behind` where a key of the events since these keys were written last is neither here nor destroyed as the log
 * tells, unless that was accepted when they stood already; the keys stay as they were found. Of a key that is missing
 * before, whoever needs it is told, and who verifies. Not on a store whose positions do not count events.
 */
export async function checkKeys(
  store: Log,
  { acceptMissing, ...where }: KeysPlace & { readonly acceptMissing: boolean },
): Promise<void> {
  if (!store.dense) return;
  const standing = alone(where.directory, () => readKeys(where));
  if (!standing) return;
  const { keys, cut } = standing;
  try {
    if (acceptMissing) return;
    const { position } = await store.head();
    for await (const events of pagesOf(store, behindWhich(keys, { position, cut }))) {
      const lacking = events.filter(({ event }) => lacksKey(keys, event));
      for (const stream of new Set(lacking.map(({ event }) => event.stream)))
        if (!(await tellsDestroyed(store, stream))) throw keysBehind({ ...where, stream, cut });
    }
  } finally {
    keys.close();
  }
}

/**
 * What keys tell of their log, asked before that is opened: what is refused for it stays as it was found. Nothing on a store
 * whose positions do not count events.
 */
export function toldBeside(directory: string, { store }: Pick<Place, 'store'>): KeysTell {
  if (kindOfStore(store) === 'esdb') return { reached: 0, lossAt: 0 };
  const { reached, lossAt } = alone(directory, () => logToldBeside(directory));
  return { reached: Number(reached), lossAt: Number(lossAt) };
}

/** Up to there no key is missing, or somebody accepted it. */
function behindWhich(
  { missingUpTo, logReached }: Pick<Keys, 'missingUpTo' | 'logReached'>,
  { position, cut }: { readonly position: Position; readonly cut?: string },
): Position {
  const newest = position - BigInt(NEWEST);
  // Keys of any age may lie behind the damage; what an earlier version wrote tells no position.
  const known = cut ? 0n : least(newest, logReached ?? newest);
  return known > missingUpTo ? known : missingUpTo;
}

function least(one: Position, other: Position): Position {
  return one < other ? one : other;
}

/** Whoever holds the keys holds the directory, wherever its log lies. */
export function ownKeys(where: KeysPlace): Keys {
  const keys = alone(where.directory, () => openKeys(where));
  holds(where.directory);
  return keys;
}

/**
 * The log is written on under these keys, from where it ends now; where positions do not count events they tell nothing, since
 * a copy of it in another store has others.
 */
export async function writeOn(
  keys: Keys,
  { store, acceptMissing }: { readonly store: Log; readonly acceptMissing?: boolean },
): Promise<void> {
  const { position } = await store.head();
  if (acceptMissing) keys.acceptMissing(position);
  if (!store.dense) return keys.logBegins(0n);
  const loss = newestAccepted(await store.read('log'));
  keys.logBegins(position, BigInt(loss?.position ?? 0));
}

/**
 * What is told of a start that was refused: to keys of a log elsewhere that were never here, another address is likelier than
 * a loss. Whoever accepted that would write in the log of others.
 */
export function orOtherAddress(
  error: unknown,
  directory: string,
  { store, known }: Place,
): unknown {
  const isMissing = error instanceof KeysRefused && error.code === 'keys-missing';
  const isElsewhere = store !== `sqlite:${directory}`;
  if (!isMissing || !isElsewhere || known !== undefined || existsSync(join(directory, 'keys.db')))
    return error;
  return new InstallationRefused(
    'keys-missing',
    `${shown(store)}: expected an empty log, or one whose keys lie in ${directory}, found one with events and no keys.db there: look first whether this is the address that was meant`,
  );
}

function alone<T>(directory: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof KeysRefused) || error.code !== 'keys-in-use') throw error;
    throw new InstallationRefused(
      'in-use',
      `data directory ${directory}: expected no other process, found it open${holderOf(directory)}`,
    );
  }
}

export async function* pagesOf(store: Log, after: Position = 0n) {
  for (let last = after; ;) {
    const page = await store.readAll({ after: last, limit: NEWEST });
    const end = page.at(-1)?.position;
    if (end === undefined) return;
    yield page;
    last = end;
  }
}

async function tellsDestroyed(store: Log, stream: string): Promise<boolean> {
  return (await store.read(stream)).some(({ event }) => event.type === 'KeyDestroyed');
}

function keysBehind(at: { directory: string; stream: string; cut?: string }): InstallationRefused {
  const why =
    at.cut ?? 'this is an older copy, one without its keys.db-wal, or that of another directory';
  return new InstallationRefused(
    'keys-behind',
    `keys ${at.directory}/keys.db: expected the key of ${at.stream}, which the log was written under, found none: ${why}; put the newest one back, or begin with --accept-missing-keys where there is none`,
  );
}
