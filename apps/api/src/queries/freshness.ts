import { Inject, Injectable } from '@nestjs/common';
import type { EventStore, Position } from '@cluetrail/event-sourcing';
import { INSTALLATION, type Installation } from '../installation.js';
import { Opaque } from '../opaque.js';
import { Problem, rebuilding } from '../problem.js';
import { badParameter } from './parameters.js';
import type { Reading } from './read-model.js';
import { readingFor } from './reading.js';

const WAIT_MILLIS = 5000;
// Measured on a million clues: beyond, reading in order is faster for who sees so much.
const FEW = 20_000;
// Earlier than any record, and a `knownAt` that may be asked for again.
const NEVER = '1970-01-01T00:00:00.000000Z';

/** How much of the log the read side has seen, and waiting for one's own write. */
@Injectable()
export class Freshness {
  private readonly receipts: Opaque;
  private readonly cursors: Opaque;
  private seen: { readonly position: Position; readonly recordedAt: string } | undefined;

  constructor(@Inject(INSTALLATION) private readonly installation: Installation) {
    this.receipts = new Opaque(installation.keys, 'receipt');
    this.cursors = new Opaque(installation.keys, 'cursor');
  }

  /** Waits until the read side has seen the write of this receipt; 504 when it does not in time, 503 as {@link reading}. */
  async reach(receipt: unknown): Promise<void> {
    if (receipt === undefined) return;
    const position = typeof receipt === 'string' ? this.receipts.openPosition(receipt) : undefined;
    if (position === undefined) throw badParameter('after', 'a receipt of this server');
    await this.built();
    if (!(await this.installation.runner.reached(position, WAIT_MILLIS)))
      throw new Problem(504, 'not-reached');
  }

  /** `recordedAt` of the last event that all read models have seen: never a position, a gap in those would tell. */
  async head(): Promise<string> {
    const { runner, store } = this.installation;
    const { position, recordedAt: told } = await runner.status();
    if (this.seen?.position === position) return this.seen.recordedAt;
    // To ask the store is to wait with those who write.
    const last = told ?? (await recordedAtOf(store, position));
    const known = this.seen?.recordedAt ?? NEVER;
    // A log that rises per stream only may hold an earlier instant at a later place.
    const recordedAt = last !== undefined && last > known ? last : known;
    this.seen = { position, recordedAt };
    return recordedAt;
  }

  /**
   * Throws a Problem 503 `read-models-rebuilding` while some of them are built anew, as after a crash of their server, or
   * `read-models-unreadable` before that: emptied, they would say that nobody is known, and that nothing is found.
   */
  async reading(personId: string): Promise<Reading> {
    await this.built();
    const head = await this.head();
    return { ...readingFor(this.installation, personId), head, few: FEW, cursors: this.cursors };
  }

  private async built(): Promise<void> {
    const status = await this.installation.runner.status();
    if (status.state === 'rebuilding') throw rebuilding(status);
    if (status.emptied)
      throw new Problem(503, 'read-models-unreadable', { headers: { 'retry-after': '1' } });
  }
}

/** Undefined where read models stand before the first event, as those that a crash of their server has emptied. */
async function recordedAtOf(store: EventStore, position: Position): Promise<string | undefined> {
  if (position < 1n) return undefined;
  const [last] = await store.readAll({ after: position - 1n, limit: 1 });
  return last?.event.recordedAt;
}
