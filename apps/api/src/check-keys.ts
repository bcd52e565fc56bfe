import { KeysRefused, lacksKey, openKeys, type Keys } from '@cluetrail/access';
import { holderOf, holds, type Log } from '@cluetrail/stores';
import { InstallationRefused } from './begin-log.js';

/** Events at the end of the log that are looked at: some milliseconds' work. Of a key that is missing behind them, the command and the reading that need it tell. */
const NEWEST = 500;

/**
 * An older copy of `keys.db` beside a newer log would seal anew what it cannot read. Throws {@link InstallationRefused}
 * `keys-behind` where a key of the newest events is neither here nor destroyed as the log tells, unless that was
 * accepted when they stood already. Not on a store whose positions do not count events.
 */
export async function checkKeys(
  { store, keys }: { store: Log; keys: Keys },
  directory: string,
): Promise<void> {
  if (!store.dense) return;
  const { position } = await store.head();
  const newest = position - BigInt(NEWEST);
  const accepted = keys.missingUpTo;
  const after = newest > accepted ? newest : accepted;
  const events = (await store.readAll({ after, limit: NEWEST })).map(({ event }) => event);
  const lacking = new Set(
    events.filter((event) => lacksKey(keys, event)).map(({ stream }) => stream),
  );
  for (const stream of lacking) {
    const whole = await store.read(stream);
    if (whole.some(({ event }) => event.type === 'KeyDestroyed')) continue;
    throw new InstallationRefused(
      'keys-behind',
      `keys ${directory}/keys.db: expected the key of ${stream}, which the log was written under, found none: this is an older copy, or that of another directory; put the newest one back, or begin with --accept-missing-keys where there is none`,
    );
  }
}

/** Whoever holds the keys holds the directory, wherever its log lies. */
export function ownKeys(where: { directory: string; keyFile: string; create: boolean }): Keys {
  try {
    const keys = openKeys(where);
    holds(where.directory);
    return keys;
  } catch (error) {
    if (!(error instanceof KeysRefused) || error.code !== 'keys-in-use') throw error;
    throw new InstallationRefused(
      'in-use',
      `data directory ${where.directory}: expected no other process, found it open${holderOf(where.directory)}`,
    );
  }
}
