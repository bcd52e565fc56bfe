import { type Head, hex } from '@cluetrail/event-sourcing';
import type pg from 'pg';
import { StoreRefused } from '../shared/store-refused.js';
import type { Address } from './address.js';
import { SchemaLock } from './schema-lock.js';

/**
 * Keeps every other server from a log: a lock of the very session that appends, so that nothing is written without it.
 * It falls with the session, and is taken again with the next one, unless somebody else wrote in between.
 */
export class Hold {
  private readonly lock: SchemaLock;
  /** Where this process knows that the log ended under its lock; undefined before it has opened it. */
  private end: Head | undefined;
  /** Leaves of events that were sent behind that end, and may stand. */
  private sent: ReadonlySet<string> = new Set();
  private lost: StoreRefused | undefined;
  private readonly listeners = new Set<(refusal: StoreRefused) => void>();

  constructor(private readonly address: Address) {
    this.lock = new SchemaLock({ ...address, expected: 'a log that no other server serves' });
  }

  /** Why it is never taken again: the log does not end where this process left it. */
  get overtaken(): StoreRefused | undefined {
    return this.lost;
  }

  onOvertaken(listener: (refusal: StoreRefused) => void): void {
    this.listeners.add(listener);
  }

  /** The log ends there, by what this process itself has written or read under the lock. */
  knows({ position, leaf }: Head): void {
    // A copy: it must not keep a page of the driver's.
    this.end = { position, leaf: new Uint8Array(leaf) };
    this.sent = new Set();
  }

  /** To be called before events leave for the server. */
  sends(events: readonly { readonly leaf: Uint8Array }[]): void {
    this.sent = new Set(events.map(({ leaf }) => hex(leaf)));
  }

  /**
   * To be asked under the lock, with the end that an append is to be put behind. Throws StoreRefused `overtaken` where
   * it is another one than this process left, though no session was lost: a database that is set back keeps them all.
   */
  async meets(client: pg.ClientBase, { position, leaf }: Head): Promise<void> {
    if (this.lost) throw this.lost;
    if (!this.end || (position === this.end.position && hex(leaf) === hex(this.end.leaf))) return;
    const { position: expected } = this.end;
    if (position < expected) throw this.overtakenBy(`position ${position}: ${SET_BACK}`);
    if (position === expected) throw this.overtakenBy('another event there');
    const { rows } = await client.query<{ next: string | null }>(
      `SELECT min(position) AS next FROM ${this.address.schema}.events WHERE position > $1`,
      [expected],
    );
    const [{ next }] = rows;
    const nobody = `its head at position ${position}, and no event behind position ${expected}`;
    throw this.overtakenBy(next === null ? nobody : foreignAt(BigInt(next)));
  }

  /**
   * Throws StoreRefused `in-use`, which says who serves the log, and `overtaken` where it is not as this process left
   * it: keys of the events that came meanwhile lie elsewhere.
   */
  async take(client: pg.Client): Promise<void> {
    if (this.lost) throw this.lost;
    await this.lock.take(client);
    await this.compare(client);
  }

  // Under the lock: what was under way in a session of our own has ended with it.
  private async compare(client: pg.Client): Promise<void> {
    if (!this.end) return;
    const { position, leaf } = this.end;
    const { rows } = await client.query<{ position: string; leaf: Buffer }>(
      `SELECT position, leaf FROM ${this.address.schema}.events WHERE position >= $1 ORDER BY position LIMIT $2`,
      [position, this.sent.size + 2],
    );
    const ours = new Set(this.sent).add(hex(leaf));
    const found = rows.map((row) => ({ position: BigInt(row.position), leaf: row.leaf }));
    const foreign = found.find((event) => !ours.has(hex(event.leaf)));
    const stands = position === 0n || found.at(0)?.position === position;
    if (!foreign && stands) return this.knows(found.at(-1) ?? this.end);
    throw this.overtakenBy(foreign ? foreignAt(foreign.position) : `no event there: ${SET_BACK}`);
  }

  /** For good: whoever listens is told. */
  private overtakenBy(found: string): StoreRefused {
    const { place } = this.address;
    const expected = `position ${this.end?.position} at its end, where this server left it`;
    this.lost = new StoreRefused(
      'overtaken',
      `${place}: expected ${expected}, found ${found}; this server writes nothing more until it is started again`,
      { place, expected, found },
    );
    for (const listener of this.listeners) listener(this.lost);
    return this.lost;
  }
}

const SET_BACK = 'the database was set back';

function foreignAt(position: bigint): string {
  return `an event of another server at position ${position}`;
}
