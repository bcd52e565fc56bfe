import type { Position } from '../event.js';
import { Cursor, readOn, type Work } from './cursor.js';
import { besideOf, type Entry, entryOf } from './entry.js';
import { BEGINNING, lineUp } from './line-up.js';
import type { Definition } from './table.js';

/** What one round has done. `settled`: all projections stand together at the head. */
export interface Round {
  readonly moved: boolean;
  readonly settled: boolean;
  readonly erased: boolean;
}

/**
 * The cursors of a runner, the leading first. In a round each applies one batch: those behind catch up alone, while
 * the leading follow what is new, and join them where they meet.
 */
export class Procession {
  private constructor(
    private readonly work: Work,
    private cursors: readonly Cursor[],
  ) {}

  static async of(work: Work, definitions: readonly Definition[]): Promise<Procession> {
    return new Procession(work, await lineUp(work, definitions));
  }

  async round(): Promise<Round> {
    let moved = false;
    let atHead = true;
    let erased = false;
    for (const cursor of this.cursors) {
      if (cursor.entries.length === 0) continue;
      const ahead = this.cursors[this.cursors.indexOf(cursor) - 1];
      const events = await readOn(
        this.work,
        cursor.checkpoint.position,
        ahead?.checkpoint.position,
      );
      if (events.length > 0) erased = (await cursor.advance(events)) || erased;
      if (!ahead) atHead = events.length < this.work.batch;
      else if (events.length === 0 || cursor.checkpoint.position === ahead.checkpoint.position)
        await this.join(cursor, ahead);
      moved ||= events.length > 0 || ahead !== undefined;
    }
    return { moved, settled: atHead && this.cursors.length <= 1, erased };
  }

  /** Where the projections in use stand that have read least. */
  position(): Position | undefined {
    return this.last()?.checkpoint.position;
  }

  /** When the event there was recorded; undefined where none was read since the start. */
  recordedAt(): string | undefined {
    return this.last()?.recordedAt;
  }

  /** Where the next event is to be waited for. */
  front(): Position | 'end' {
    return this.cursors[0]?.checkpoint.position ?? 'end';
  }

  find(name: string): { entry: Entry; cursor: Cursor } | undefined {
    for (const cursor of this.cursors) {
      const entry = cursor.entries.find((one) => one.name === name);
      if (entry) return { entry, cursor };
    }
    return undefined;
  }

  parkedCount(): number {
    return this.inUse().reduce((sum, { parked }) => sum + parked.size, 0);
  }

  /**
   * Begins tables beside those in use; each takes the other's place once it has caught up. Without a name: all that
   * are not being rebuilt already.
   */
  async beginBeside(name?: string): Promise<readonly Entry[]> {
    const beside = this.inUse()
      .filter((one) => name === undefined || one.name === name)
      .map(besideOf)
      .filter((one) => !this.find(one.name));
    if (beside.length === 0) return beside;
    await this.work.database.transaction(async (tx) => {
      for (const { layout } of beside) await tx.recreate(layout.table);
    });
    this.cursors = [...this.cursors, new Cursor(this.work, BEGINNING, beside)];
    return beside;
  }

  private last(): Cursor | undefined {
    return this.cursors.findLast(({ entries }) => entries.some((one) => !one.replaces));
  }

  private inUse(): readonly Entry[] {
    return this.cursors.flatMap(({ entries }) => entries).filter((one) => !one.replaces);
  }

  private async join(cursor: Cursor, ahead: Cursor): Promise<void> {
    const { checkpoint } = ahead;
    // A table built beside replaces the one in use only at the very front: no answer runs back.
    const ready = ahead === this.cursors[0] ? cursor.entries.filter((one) => one.replaces) : [];
    await this.work.database.transaction(async (tx) => {
      for (const { name } of cursor.entries) await tx.saveCheckpoint(name, checkpoint);
      for (const { name, replaces } of ready) if (replaces) await tx.replace(replaces, name);
    });
    const replaced = new Set(ready.map(({ replaces }) => replaces));
    ahead.entries = [...ahead.entries, ...cursor.entries];
    cursor.entries = [];
    for (const one of this.cursors) one.entries = one.entries.filter((e) => !replaced.has(e.name));
    ahead.entries = ahead.entries.map((one) =>
      ready.includes(one) ? entryOf(one.definition, one.parked) : one,
    );
    this.cursors = this.cursors.filter(({ entries }) => entries.length > 0);
  }
}
