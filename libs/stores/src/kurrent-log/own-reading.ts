import type { Position, Recorded } from '@cluetrail/event-sourcing';
import { StoreRefused } from '../shared/store-refused.js';
import type { AllRecord, Connection, Place } from './connection.js';
import { failureOf } from './failure.js';
import { recordedOf, type Stored } from './stored-event.js';

const PAGE = 500;
const SMALLEST_PAGE = 16;

export type Own = AllRecord & Stored;

/** Reads of this log out of a server that may carry others: what is not ours is left out. */
export class OwnReading {
  constructor(private readonly connection: Connection) {}

  /** Events of a stream from a version on. Throws StoreRefused `log-damaged` where the server hides or lost some. */
  async stream(stream: string, from: number, limit: number): Promise<Stored[]> {
    const found: Stored[] = [];
    while (found.length < limit) {
      const next = from + found.length;
      const wanted = Math.min(PAGE, limit - found.length);
      const page = await this.streamPage(stream, next, wanted);
      page.forEach((stored, index) => checkPlace(stored, next + index));
      found.push(...page);
      if (page.length < wanted) break;
    }
    return found;
  }

  /** The same, opened. */
  async recorded(stream: string, from: number, limit: number): Promise<Recorded[]> {
    return (await this.stream(stream, from, limit)).map(recordedOf);
  }

  /** Events behind a position, which need not be that of an event; `place` = where a record is known to begin. */
  async behind(after: Position, limit: number, place = after): Promise<Own[]> {
    try {
      return await this.forwards(place === 0n ? 'start' : place, after, limit);
    } catch (error) {
      if (failureOf(error).kind !== 'no-place') throw error;
    }
    // A caller may ask for "position - 1": the server only reads from where a record begins.
    try {
      return await this.forwards(after + 1n, after, limit);
    } catch (error) {
      if (failureOf(error).kind !== 'no-place') throw error;
      return this.forwards('start', after, limit);
    }
  }

  /** The last events, newest first, until `limit` are found or a position is reached; with how far it looked. */
  async last(limit: number, downTo: Position): Promise<{ events: Own[]; newest: Position }> {
    const events: Own[] = [];
    let newest = downTo;
    let from: Place = 'end';
    // Mostly one is asked for, and it is the last of all.
    for (let wanted = Math.min(limit, PAGE); ; wanted = PAGE) {
      const page = await this.connection.allPageBackwards(from, wanted);
      const last = page.at(-1);
      if (from === 'end' && page[0] && page[0].position > newest) newest = page[0].position;
      for (const record of page) {
        if (record.position <= downTo) return { events, newest };
        if (typeof from === 'bigint' && record.position >= from) continue;
        if (isOwn(record)) events.push(record);
        if (events.length === limit) return { events, newest };
      }
      if (!last || page.length < wanted || last.position === from) return { events, newest };
      from = last.position;
    }
  }

  /** Every record of the server, page by page: also what is not ours. */
  async *everything(): AsyncGenerator<AllRecord[], void, void> {
    let from: Place = 'start';
    for (;;) {
      const page: AllRecord[] = await this.connection.allPage(from, PAGE);
      const news = typeof from === 'bigint' ? page.slice(1) : page;
      yield news;
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      from = last.position;
    }
  }

  private async forwards(start: Place, after: Position, limit: number): Promise<Own[]> {
    const found: Own[] = [];
    let from = start;
    let seen = after;
    while (found.length < limit) {
      // One more than asked for: a page begins with the record at its own start, which was seen.
      const wanted = Math.min(PAGE, Math.max(SMALLEST_PAGE, limit - found.length + 1));
      const page = await this.connection.allPage(from, wanted);
      for (const record of page) if (record.position > seen && isOwn(record)) found.push(record);
      const last = page.at(-1);
      if (!last || page.length < wanted) break;
      from = last.position;
      if (last.position > seen) seen = last.position;
    }
    return found.slice(0, limit);
  }

  private async streamPage(stream: string, from: number, count: number): Promise<Stored[]> {
    try {
      return await this.connection.streamPage(stream, BigInt(from - 1), count);
    } catch (error) {
      const { kind } = failureOf(error);
      if (kind === 'deleted') throw hidden(stream, 'deleted for ever');
      if (kind !== 'missing') throw error;
    }
    // A stream that was deleted softly reads as one that never was.
    const rules = await this.connection.hiding(stream);
    if (rules) throw hidden(stream, `hidden by ${JSON.stringify(rules)}`);
    return [];
  }
}

export function isOwn(record: AllRecord): record is Own {
  return record.stream !== undefined;
}

function checkPlace({ stream, revision, position }: Stored, version: number): void {
  if (revision === BigInt(version - 1)) return;
  throw new StoreRefused(
    'log-damaged',
    `the log is damaged at position ${position}: expected ${stream} @ ${version}, found ${stream} @ ${revision + 1n}`,
    { position: String(position), expected: String(version), found: String(revision + 1n) },
  );
}

function hidden(stream: string, how: string): StoreRefused {
  return new StoreRefused(
    'log-damaged',
    `the log is damaged: expected stream ${stream} whole, found it ${how}`,
    { stream, expected: 'whole', found: how },
  );
}
