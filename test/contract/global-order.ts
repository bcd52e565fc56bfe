import type { EventStore, Position, Recorded } from '@cluetrail/event-sourcing';
import { draft, drafts, linesOf, on, type OpenSubject, receiptsOf } from './subject.js';

const WRITERS = 16;
const APPENDS = 25;

export function globalOrder(open: OpenSubject): void {
  describe('the global order', () => {
    it(
      'is total, agrees with each stream, and nothing appears behind a position already read',
      on(open, async ({ store }) => {
        let writing = true;
        const watching = watch(store, () => writing);
        await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(store, writer)));
        writing = false;
        const seen = await watching;
        const all = await store.readAll();
        expect(all).toHaveLength(WRITERS * APPENDS * 2);
        expect(seen).toEqual(all.map(({ position }) => position));
        expectRising(all);
        expect((await store.head()).position).toBe(all.at(-1)?.position);
        for (const stream of STREAMS)
          expect(linesOf(await store.read(stream))).toEqual(
            linesOf(all.filter(({ event }) => event.stream === stream)),
          );
      }),
    );

    it(
      'keeps its promise beside a slow writer, whose every append is as large as may be',
      on(open, async ({ store }) => {
        let writing = true;
        const watching = watch(store, () => writing);
        const slow = writeSlowly(store);
        await Promise.all([slow, ...Array.from({ length: WRITERS }, (_, n) => write(store, n))]);
        writing = false;
        const all = await store.readAll();
        expect(await watching).toEqual(all.map(({ position }) => position));
        expectRising(all);
        const slowly = all.filter(({ event }) => event.stream === SLOW);
        expect(linesOf(await store.read(SLOW))).toEqual(linesOf(slowly));
        expect(all).toHaveLength(WRITERS * APPENDS * 2 + 5 * 200);
      }),
    );

    it(
      'names the last event as its head, with its leaf',
      on(open, async ({ store }) => {
        expect(await store.head()).toEqual({ position: 0n, leaf: new Uint8Array() });
        await store.append('clue-a', 0, drafts('clue-a', 3));
        const last = (await store.readAll()).at(-1);
        expect(await store.head()).toEqual({ position: last?.position, leaf: last?.leaf });
      }),
    );

    it(
      'goes over to a copy: the same events, bytes and leaves; what does not fit is refused',
      on(open, async ({ store }) => {
        for (const stream of STREAMS) await store.append(stream, 0, drafts(stream, 3));
        const original = await store.readAll();
        await on(open, async ({ store: copy }) => {
          await copy.load(original.slice(0, 5));
          await copy.load(original.slice(5));
          // Positions are a store's own: they may differ.
          expect(contentsOf(await copy.readAll())).toEqual(contentsOf(original));
          await expect(copy.load(original.slice(0, 1))).rejects.toThrow(/version/);
          const receipts = await copy.append(STREAMS[0], 3, drafts(STREAMS[0], 1));
          expect(receipts.outcome).toBe('appended');
        })();
        await on(open, async ({ store: copy }) => {
          const [first] = original;
          const altered = {
            ...first,
            bytes: first.bytes.map((byte, at) => (at === 40 ? byte ^ 1 : byte)),
          };
          await expect(copy.load([altered])).rejects.toThrow(/position 1/);
          await expect(copy.load([original[1]])).rejects.toThrow(/expected version 1, found 2/);
          expect(await copy.readAll()).toEqual([]);
        })();
      }),
    );
  });
}

const SLOW = 'clue-slow';
const STREAMS = ['clue-0', 'clue-1', 'clue-2', 'clue-3', 'clue-4'];

/** Appends of two events to a shared stream, each repeated at the version that stands until it wins. */
async function write(store: EventStore, writer: number): Promise<void> {
  let version = 0;
  for (let turn = 0; turn < APPENDS; turn++) {
    const stream = STREAMS[(writer + turn) % STREAMS.length];
    const batch = drafts(stream, 2);
    for (;;) {
      const answer = await store.append(stream, version, batch);
      if (answer.outcome === 'appended') break;
      if (answer.outcome !== 'conflict') throw new Error(JSON.stringify(answer));
      version = answer.actual;
    }
  }
}

/** Five appends of 200 events of 5 KB each: no store writes them as quickly as the others their two. */
async function writeSlowly(store: EventStore): Promise<void> {
  for (let version = 0; version < 1000; version += 200) {
    const batch = Array.from({ length: 200 }, () => draft(SLOW, { note: 'x'.repeat(4500) }));
    receiptsOf(await store.append(SLOW, version, batch));
  }
}

/** Reads on from the last position seen while others write: what it collects must be the whole order. */
async function watch(store: EventStore, writing: () => boolean): Promise<Position[]> {
  const seen: Position[] = [];
  for (let more = true; more;) {
    const last = !writing();
    const page = await store.readAll({ after: seen.at(-1) ?? 0n, limit: 50 });
    seen.push(...page.map(({ position }) => position));
    more = page.length > 0 || !last;
    await new Promise(setImmediate);
  }
  return seen;
}

function contentsOf(events: readonly Recorded[]): Omit<Recorded, 'position'>[] {
  return events.map(({ position: _position, ...rest }) => rest);
}

function expectRising(events: readonly Recorded[]): void {
  for (const [index, event] of events.entries()) {
    const before = events[index - 1];
    if (before && event.position <= before.position)
      throw new Error(`position ${event.position} stands behind ${before.position}`);
  }
}
