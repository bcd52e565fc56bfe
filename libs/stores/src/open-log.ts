import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Clock } from '@cluetrail/event-sourcing';
import { addressOf as kurrentAddressOf } from './kurrent-log/address.js';
import { addressOf as postgresAddressOf } from './postgres-log/address.js';
import type { AdmissionOptions } from './shared/admission.js';
import type { Log } from './shared/log.js';
import type { KeysTell } from './shared/loss.js';
import { StoreRefused } from './shared/store-refused.js';

export interface OpenLog extends Pick<AdmissionOptions, 'before' | 'after'> {
  /** `sqlite:DIR` | `postgres://…` | `esdb://…` (also `postgresql:`, `kurrentdb:` and `…+discover:`). */
  readonly store: string;
  readonly clock: Clock;
  /** Begin a new log where none stands. */
  readonly create: boolean;
  /** The data directory: holds the pin of a log that lies elsewhere. */
  readonly directory?: string;
  /** For a copy into it: open one that an earlier copy has begun, too, else refused (`copy-unfinished`). Default: false. */
  readonly copying?: boolean;
  /** SQLite: see {@link OpenSqliteLog}. */
  readonly room?: boolean;
  /** Refuse what does not survive a power cut (`not-durable`). Default: false. */
  readonly requireDurable?: boolean;
  /** PostgreSQL: see {@link OpenPostgresLog}; on SQLite always so, on KurrentDB never. */
  readonly alone?: boolean;
  /** SQLite and PostgreSQL: see {@link OpenSqliteLog}. */
  readonly acceptLoss?: string;
  /** SQLite and PostgreSQL: of the keys in `directory`; see {@link OpenSqliteLog}. */
  readonly keys?: KeysTell;
  /** PostgreSQL: see {@link OpenPostgresLog}; on SQLite always so. */
  readonly expectsPin?: boolean;
  /** SQLite, and PostgreSQL where it is opened alone: see {@link OpenSqliteLog}. */
  readonly scrubCycleMs?: number;
}

type Open = (options: OpenLog) => Promise<Log>;

/** One line for each store; its driver is loaded when it is opened. */
const STORES: Readonly<Record<string, Open>> = {
  sqlite: async ({ store, ...rest }) => {
    const { openSqliteLog } = await import('./sqlite-log/open-sqlite-log.js');
    return openSqliteLog({ ...rest, directory: directoryOf(store) });
  },
  postgres: async ({ store, ...rest }) => {
    const { openPostgresLog } = await import('./postgres-log/open-postgres-log.js');
    return openPostgresLog({ ...rest, url: store });
  },
  esdb: async ({ store, ...rest }) => {
    refuseLoss(store, rest);
    const { openKurrentLog } = await import('./kurrent-log/open-kurrent-log.js');
    return openKurrentLog({ ...rest, url: store });
  },
};

function refuseLoss(store: string, { acceptLoss }: Pick<OpenLog, 'acceptLoss'>): void {
  if (acceptLoss === undefined) return;
  throw new StoreRefused(
    'not-behind-pin',
    `no loss to accept: expected a log on SQLite or PostgreSQL behind its pin, found ${kindOfStore(store)}`,
  );
}

const OTHER_NAMES: Readonly<Record<string, string>> = {
  postgresql: 'postgres',
  kurrentdb: 'esdb',
  'esdb+discover': 'esdb',
  'kurrentdb+discover': 'esdb',
};

/**
 * Which store a URL names: `sqlite`, `postgres` or `esdb`. Throws StoreRefused `no-store` on any other; `thing` is what its
 * sentence is about: the option, say, that held it.
 */
export function kindOfStore(store: string, thing = 'store'): string {
  const scheme = /^([a-z+]+):/.exec(store)?.[1] ?? '';
  const kind = OTHER_NAMES[scheme] ?? scheme;
  if (Object.hasOwn(STORES, kind)) return kind;
  const found = scheme === '' ? 'no scheme' : `${scheme}:`;
  throw new StoreRefused(
    'no-store',
    `${thing}: expected sqlite:DIR, postgres://… or esdb://…, found ${found}`,
  );
}

/** Where a log lies, for messages: without a password. Throws StoreRefused `no-store` on what leads nowhere. */
export function nameOfPlace(store: string, thing = 'store'): string {
  switch (kindOfStore(store, thing)) {
    case 'postgres':
      return postgresAddressOf(store, thing).place;
    case 'esdb':
      return kurrentAddressOf(store, thing).shown;
    default:
      return `sqlite:${directoryOf(store, thing)}`;
  }
}

/** Opens the log that a store URL names. Rejects with StoreRefused or LogDamaged. */
export function openLog(options: OpenLog): Promise<Log> {
  return STORES[kindOfStore(options.store)](options);
}

/** The directory of `sqlite:DIR`. Throws StoreRefused `no-store` where it names none. */
export function directoryOf(store: string, thing = 'store'): string {
  const directory = store.slice('sqlite:'.length);
  if (directory !== '') return directory;
  throw new StoreRefused(
    'no-store',
    `${thing}: expected sqlite:DIR, found "sqlite:" without a directory`,
  );
}

/** Whether two URLs name one place. One place may have several names: those of a server, say. Throws StoreRefused `no-store`. */
export function isSamePlace(one: string, other: string): boolean {
  return [one, other].map(placeNamed).every((name, _, [first]) => name === first);
}

function placeNamed(store: string): string {
  if (kindOfStore(store) !== 'sqlite') return nameOfPlace(store);
  const directory = resolve(directoryOf(store));
  return `sqlite:${existsSync(directory) ? realpathSync.native(directory) : directory}`;
}
