import { isOfDisk, type KeyTables } from './key-tables.js';

/** Events between two times that it is written without a key to be written: what a start after a kill looks at, at most. */
const WRITTEN_EACH = 10_000n;

/**
 * How far the log had come when keys were written last. It stands in the same file and is written in order with the keys:
 * a copy that lacks some of them tells an earlier position.
 */
export class LogReach {
  private latest: bigint | undefined;
  private lossAt: bigint | undefined;

  constructor(private readonly tables: KeyTables) {}

  get stored(): bigint | undefined {
    return positionIn(this.tables, SETTING);
  }

  /** Of the newest accepted loss that these keys were written on behind; 0 = none. */
  get storedLossAt(): bigint {
    return positionIn(this.tables, LOSS) ?? 0n;
  }

  /** Set where the log is shorter than was known: what comes now at those positions are other events. */
  begin(position: bigint, lossAt: bigint): void {
    this.latest = position;
    this.lossAt = lossAt;
    const isShorter = (this.stored ?? 0n) > position;
    if (!isShorter && lossAt === this.storedLossAt) return;
    this.ifRoom(() => {
      this.write();
      // A copy of the file alone would still tell the higher one.
      if (isShorter) this.tables.purge();
    });
  }

  move(position: bigint): void {
    if (this.latest !== undefined && position <= this.latest) return;
    this.latest = position;
    if (position - (this.stored ?? 0n) >= WRITTEN_EACH) this.ifRoom(() => this.write());
  }

  /** Within the transaction that writes a key. */
  put(): void {
    if (this.latest !== undefined) putPosition(this.tables, SETTING, this.latest);
    if (this.lossAt !== undefined) putPosition(this.tables, LOSS, this.lossAt);
  }

  end(): void {
    if (this.latest !== undefined && this.latest !== this.stored) this.ifRoom(() => this.write());
  }

  private write(): void {
    this.tables.transaction(() => this.put());
  }

  /** What is not written costs the next start the reading of more events. */
  private ifRoom(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!isOfDisk(error)) throw error;
    }
  }
}

export function positionIn(tables: KeyTables, setting: string): bigint | undefined {
  const stored = tables.setting(setting);
  return stored && BigInt(new TextDecoder().decode(stored));
}

export function putPosition(tables: KeyTables, setting: string, position: bigint): void {
  tables.put(setting, new TextEncoder().encode(String(position)));
}

const SETTING = 'log-reached';
const LOSS = 'loss-at';
