import type { EventStore, Position } from '@cluetrail/event-sourcing';
import { type Keys, type KeysRead, lacksKey, readKeys } from '@cluetrail/access';
import { openLog } from '@cluetrail/stores';
import type { Progress } from './ndjson.js';
import { type AskedPlace, placeOf } from './place.js';
import { soundPages } from './sound-pages.js';

/** Events that hold something under a key which is neither here nor destroyed, as the keys or the log tell. */
export interface KeysMissing {
  readonly events: number;
  /** Position of the first of them. */
  readonly first: number | null;
  /** Those besides that stood already when somebody accepted that keys are missing. */
  readonly accepted: number;
}

/** Opens every key, and asks for that of every event of the log. */
export async function verifyKeys(
  { store, keys }: { readonly store: EventStore; readonly keys: Keys },
  progress: (now: Progress) => void,
) {
  const { checked, damaged } = await keys.check();
  const missing = await missingKeys({ store, keys }, progress);
  return { ok: damaged.length === 0 && missing.events === 0, checked, damaged, missing };
}

/** What is missing in keys that no server takes, since they are behind the log. They stay as they were found. */
export async function missingInClosed(
  directory: string,
  { keyFile, ...asked }: AskedPlace & { readonly keyFile?: string },
): Promise<KeysMissing | undefined> {
  const { store: place } = placeOf(directory, asked);
  const clock = { nowMicros: () => Date.now() * 1000 };
  const store = await openLog({ store: place, clock, create: false });
  try {
    const where = { directory, keyFile: keyFile ?? `${directory}.key`, create: false };
    const keys = readKeys(where)?.keys;
    if (!keys) return undefined;
    try {
      return await missingKeys({ store, keys }, () => undefined);
    } finally {
      keys.close();
    }
  } finally {
    await store.close();
  }
}

async function missingKeys(
  { store, keys }: { readonly store: EventStore; readonly keys: KeysRead },
  progress: (now: Progress) => void,
): Promise<KeysMissing> {
  const { position: head } = await store.head();
  const once = askedOnce(keys);
  const lacking: Lacking[] = [];
  const destroyed = new Set<string>();
  for await (const { events, after } of soundPages(store)) {
    for (const { event, position } of events) {
      const { stream, type } = event;
      if (type === 'KeyDestroyed') destroyed.add(stream);
      if (lacksKey(once, event)) lacking.push({ stream, position });
    }
    progress({ done: Number(after), total: Number(head) });
  }
  const lost = lacking.filter(({ stream }) => !destroyed.has(stream));
  const missing = lost.filter(({ position }) => position > keys.missingUpTo);
  return {
    events: missing.length,
    first: missing.length > 0 ? Number(missing[0].position) : null,
    accepted: lost.length - missing.length,
  };
}

/** A million events and more: each key that is there is looked up once, as long as memory has room for its name. */
function askedOnce(keys: KeysRead): Pick<Keys, 'erased' | 'has' | 'ownerOf'> {
  const owners = new Set<string>();
  const ownerOfId = new Map<string, string>();
  return {
    erased: (owner) => keys.erased(owner),
    has: (owner) => {
      if (owners.has(owner)) return true;
      const has = keys.has(owner);
      if (has && owners.size < REMEMBERED) owners.add(owner);
      return has;
    },
    ownerOf: (id) => {
      const known = ownerOfId.get(id);
      if (known !== undefined) return known;
      const owner = keys.ownerOf(id);
      if (owner !== undefined && ownerOfId.size < REMEMBERED) ownerOfId.set(id, owner);
      return owner;
    },
  };
}

/** Names, some 10 MB of them. */
const REMEMBERED = 100_000;

interface Lacking {
  readonly stream: string;
  readonly position: Position;
}
