import { randomBytes } from 'node:crypto';
import { isOfDisk, isOfFullDisk, type KeyTables, type WrappedKey } from './key-tables.js';
import {
  KeyDestroyed,
  KeyMissing,
  type Keys,
  type KeysChecked,
  keysDamaged,
  KeysUnavailable,
  type OwnedKey,
} from './keys.js';
import { LogReach, positionIn, putPosition } from './log-reach.js';
import { deriveKey, newKey, unwrap, wrap } from './wrapping.js';

/**
 * Master key → epoch key (random, new after each destruction) → data keys. Only wrapped keys reach
 * the tables.
 */
export class WrappedKeys implements Keys {
  readonly createdKeyFile?: string;
  private readonly master: Uint8Array;
  private epoch: Uint8Array;
  private readonly reach: LogReach;
  private readonly cached = new Map<string, CachedKey>();
  private readonly idOfOwner = new Map<string, string>();

  constructor(
    private readonly tables: KeyTables,
    made: { master: Uint8Array; check: Uint8Array; createdKeyFile?: string },
  ) {
    this.master = made.master;
    this.reach = new LogReach(tables);
    if (made.createdKeyFile !== undefined) this.createdKeyFile = made.createdKeyFile;
    if (!tables.setting('check'))
      tables.transaction(() => {
        tables.put('check', made.check);
        this.storeEpoch(newKey());
      });
    this.epoch = this.loadEpoch();
  }

  keyOf(owner: string): OwnedKey {
    return this.cachedOf(owner);
  }

  reserve(owners: readonly string[]): void {
    const missing = [...new Set(owners)].filter((owner) => !this.tables.byOwner(owner));
    const dead = missing.find((owner) => this.tables.tombstone(owner));
    if (dead !== undefined) throw new KeyDestroyed(dead);
    try {
      this.tables.transaction(() => {
        for (const owner of missing) {
          const id = randomBytes(16).toString('base64url');
          this.tables.insert(this.wrapped({ id, owner, key: newKey() }, this.epoch));
        }
        this.reach.put();
      });
    } catch (error) {
      throw unavailable(error);
    }
  }

  kept(): Promise<void> | undefined {
    return this.tables.kept()?.catch((error: unknown) => {
      throw unavailable(error);
    });
  }

  find(id: string): Uint8Array | undefined {
    const cached = this.cached.get(id);
    if (cached) return cached.key;
    const row = this.tables.byId(id);
    return row && this.opened(row)?.key;
  }

  ownerOf(id: string): string | undefined {
    return this.tables.byId(id)?.owner;
  }

  has(owner: string): boolean {
    return (this.cachedBy(owner) ?? this.tables.byOwner(owner)) !== undefined || this.erased(owner);
  }

  erased(owner: string): boolean {
    return this.tables.tombstone(owner) !== undefined;
  }

  destroyed(id: string): boolean {
    return this.tables.hasTombstone(id);
  }

  destroy(owner: string): { readonly id: string } | undefined {
    const row = this.tables.byOwner(owner);
    const id = row?.id ?? this.tables.tombstone(owner)?.id ?? null;
    const epoch = newKey();
    this.tables.transaction(() => {
      this.tables.delete(owner);
      this.tables.bury(owner, id);
      if (!row) return;
      // One that cannot be opened stays as it is.
      const living = this.tables.all().flatMap((one) => {
        const key = this.unwrapped(one);
        return key ? [this.wrapped({ ...one, key }, epoch)] : [];
      });
      this.tables.rewrite(living);
      this.storeEpoch(epoch);
    });
    if (row) {
      this.epoch = epoch;
      this.cached.delete(row.id);
      this.idOfOwner.delete(owner);
    }
    // Also at a repetition: the first one may have died between its commit and its purge.
    this.tables.purge();
    return id === null ? undefined : { id };
  }

  async check(): Promise<KeysChecked> {
    const damaged: string[] = [];
    let checked = 0;
    for (let after = 0; ;) {
      const rows = this.tables.behind(after, CHECKED_AT_ONCE);
      for (const { place, owner, id, ...box } of rows) {
        after = place;
        const isFound =
          this.tables.byOwner(owner)?.id === id && this.tables.byId(id)?.owner === owner;
        if (!isFound || !this.unwrapped({ owner, id, ...box })) damaged.push(owner);
      }
      checked += rows.length;
      if (rows.length < CHECKED_AT_ONCE) return { checked, damaged };
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  get missingUpTo(): bigint {
    return positionIn(this.tables, MISSING_UP_TO) ?? 0n;
  }

  acceptMissing(position: bigint): void {
    this.tables.transaction(() => putPosition(this.tables, MISSING_UP_TO, position));
  }

  get logReached(): bigint | undefined {
    return this.reach.stored;
  }

  logBegins(position: bigint, lossAt = 0n): void {
    this.reach.begin(position, lossAt);
  }

  logReaches(position: bigint): void {
    this.reach.move(position);
  }

  derive(purpose: string): Uint8Array {
    return deriveKey(this.master, `cluetrail:log:${purpose}`);
  }

  deriveFor(owner: string, purpose: string): Uint8Array | undefined {
    if (!this.cachedBy(owner)) {
      const row = this.tables.byOwner(owner);
      if (row ? !this.opened(row) : this.tables.tombstone(owner)) return undefined;
    }
    const { key, derived } = this.cachedOf(owner);
    let found = derived.get(purpose);
    if (!found) derived.set(purpose, (found = deriveKey(key, `cluetrail:owner:${purpose}`)));
    return found;
  }

  close(): void {
    this.cached.clear();
    this.idOfOwner.clear();
    this.reach.end();
    this.tables.close();
  }

  private cachedOf(owner: string): CachedKey {
    const known = this.known(owner);
    if (known) return known;
    this.reserve([owner]);
    return this.cachedOf(owner);
  }

  private known(owner: string): CachedKey | undefined {
    const cached = this.cachedBy(owner);
    if (cached) return cached;
    const row = this.tables.byOwner(owner);
    const opened = row && this.opened(row);
    if (row && !opened) throw new KeyMissing(owner);
    return opened;
  }

  private cachedBy(owner: string): CachedKey | undefined {
    return this.cached.get(this.idOfOwner.get(owner) ?? '');
  }

  /** Undefined where it does not open: a damaged one. */
  private opened(row: WrappedKey): CachedKey | undefined {
    const key = this.unwrapped(row);
    if (!key) return undefined;
    const derived = new Map<string, Uint8Array>();
    const opened = { id: row.id, owner: row.owner, key, derived };
    this.cached.set(row.id, opened);
    this.idOfOwner.set(row.owner, row.id);
    if (this.cached.size > CACHED_KEYS) this.forgetOldest();
    return opened;
  }

  private forgetOldest(): void {
    for (const [id, { owner }] of this.cached) {
      this.cached.delete(id);
      this.idOfOwner.delete(owner);
      return;
    }
  }

  private unwrapped(row: WrappedKey): Uint8Array | undefined {
    return unwrap(this.epoch, row, row);
  }

  private wrapped(key: OwnedKey & { owner: string }, epoch: Uint8Array): WrappedKey {
    return { id: key.id, owner: key.owner, ...wrap(epoch, key) };
  }

  private storeEpoch(epoch: Uint8Array): void {
    const { nonce, sealed } = wrap(this.wrapping(), { ...EPOCH, key: epoch });
    this.tables.put('epoch', Buffer.concat([nonce, sealed]));
  }

  private loadEpoch(): Uint8Array {
    const stored = this.tables.setting('epoch') ?? new Uint8Array();
    const box = { nonce: stored.subarray(0, NONCE_BYTES), sealed: stored.subarray(NONCE_BYTES) };
    const epoch = unwrap(this.wrapping(), EPOCH, box);
    if (!epoch)
      throw keysDamaged(this.tables.file, 'one whose keys open under its master key', 'another');
    return epoch;
  }

  private wrapping(): Uint8Array {
    return deriveKey(this.master, 'cluetrail:keys:wrap');
  }
}

function unavailable(error: unknown): unknown {
  return isOfDisk(error) ? new KeysUnavailable(error.message, isOfFullDisk(error)) : error;
}

interface CachedKey extends OwnedKey {
  readonly owner: string;
  /** By their purposes. */
  readonly derived: Map<string, Uint8Array>;
}

const CACHED_KEYS = 10_000;
/** Some milliseconds' work. */
const CHECKED_AT_ONCE = 500;
const MISSING_UP_TO = 'missing-up-to';
const NONCE_BYTES = 12;
const EPOCH = { id: 'epoch', owner: 'keys.db' };
