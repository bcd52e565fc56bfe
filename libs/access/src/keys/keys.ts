/**
 * One random 256-bit key per owner; an owner is a stream (`person-…`, `clue-…`, `case-…`).
 * Destroying a key is the erasure of everything sealed under it. One process owns the keys of a
 * directory.
 */
export interface Keys {
  /**
   * Where the master key was written, when this opening created it: say it to the user, who must
   * keep it.
   */
  readonly createdKeyFile?: string;
  /**
   * The owner's key, created when new: nothing sealed under it may be kept before {@link kept} says
   * so. Throws {@link KeyDestroyed}, {@link KeysUnavailable}, or {@link KeyMissing} where it is damaged.
   */
  keyOf(owner: string): OwnedKey;
  /**
   * Creates the missing keys of many owners in one transaction, for imports. Throws
   * {@link KeyDestroyed} or {@link KeysUnavailable}.
   */
  reserve(owners: readonly string[]): void;
  /**
   * Resolves once every key created so far is synced to disk; undefined where all are. Rejects with
   * {@link KeysUnavailable}: after a failed sync until the keys are opened again.
   */
  kept(): Promise<void> | undefined;
  /** Undefined = destroyed, unknown or damaged. */
  find(id: string): Uint8Array | undefined;
  /** Whose key it is. Undefined = destroyed or unknown. */
  ownerOf(id: string): string | undefined;
  /** The owner has a key here, or is erased. */
  has(owner: string): boolean;
  /** Its key was destroyed here, whether or not it had one. */
  erased(owner: string): boolean;
  destroyed(id: string): boolean;
  /**
   * Deletes the wrapped key, re-wraps all others under a fresh key and purges files and write-ahead
   * log; the owner never gets a key again, whether or not it had one. Safe to repeat, also on a
   * restored copy of the keys: the id is answered again. Undefined = there never was a key.
   * Copies of `keys.db` made earlier still open with the master key: keep them apart and
   * short-lived.
   */
  destroy(owner: string): { readonly id: string } | undefined;
  /** 32 bytes for one log-wide purpose (`cursor`, `receipt` …): HKDF-SHA256 of the master key. */
  derive(purpose: string): Uint8Array;
  /**
   * 32 bytes for one purpose under the owner's key, created when new; undefined once it is
   * destroyed, and where it is damaged.
   */
  deriveFor(owner: string, purpose: string): Uint8Array | undefined;
  /** Opens every key, some at a time, and looks for each by its names. Rejects with {@link KeysRefused} `keys-damaged`. */
  check(): Promise<KeysChecked>;
  /** Up to this position of the log somebody has accepted that keys are missing; 0 = nobody has. */
  readonly missingUpTo: bigint;
  acceptMissing(position: bigint): void;
  /**
   * Where the log ended when these were written last: only what came later can have keys that they lack. Undefined = an
   * earlier version wrote them.
   */
  readonly logReached: bigint | undefined;
  /** The log ends here, its newest accepted loss stands at `lossAt` (0 = none), and it is written on under these keys. */
  logBegins(position: bigint, lossAt?: bigint): void;
  /** An event was written here under these keys. Kept with the next new key, now and then, and by closing. */
  logReaches(position: bigint): void;
  close(): void;
}

export interface KeysChecked {
  readonly checked: number;
  /** Owners whose key does not open, or is not found by its names. */
  readonly damaged: readonly string[];
}

export interface OwnedKey {
  readonly id: string;
  readonly key: Uint8Array;
}

export type KeysRefusal =
  | 'key-file-inside'
  | 'key-file-missing'
  | 'key-file-exposed'
  | 'key-file-malformed'
  | 'key-wrong'
  | 'keys-missing'
  | 'keys-damaged'
  | 'keys-unreadable'
  | 'keys-in-use';

/** The keys of a directory may not be opened as asked. */
export class KeysRefused extends Error {
  constructor(
    readonly code: KeysRefusal,
    readonly about: { thing: string; expected: string; found: string },
  ) {
    super(`${about.thing}: expected ${about.expected}, found ${about.found}`);
  }
}

/** A key was asked for whose owner's data were erased. */
export class KeyDestroyed extends Error {
  constructor(readonly owner: string) {
    super(`key of ${owner}: expected a living key, found that it was destroyed`);
  }
}

/** What the owner's events hold was sealed under a key that is neither here nor destroyed, or is damaged. */
export class KeyMissing extends Error {
  constructor(readonly owner: string) {
    super(
      `key of ${owner}: expected the one that its events were sealed under, found none that opens`,
    );
  }
}

/** `keys.db` takes no new key for now: a disk that is full, read-only or failing. Nothing was kept. */
export class KeysUnavailable extends Error {
  /** `full`: since the disk has no room. */
  constructor(
    readonly found: string,
    readonly full = false,
  ) {
    super(`keys.db: expected to keep a new key, found "${found}"`);
  }
}

export function keysDamaged(file: string, expected: string, found: string): KeysRefused {
  return new KeysRefused('keys-damaged', { thing: `keys ${file}`, expected, found });
}
