import type { EventStore, Position, Recorded } from '@cluetrail/event-sourcing';
import { draft, drafts, fill, on, type OpenSubject, receiptsOf } from './subject.js';

export function subscriptions(open: OpenSubject): void {
  describe('a subscription', () => {
    it(
      'from the start hands over to live without gap or duplicate, while 8 writers append',
      on(open, async ({ store }) => {
        await fill(store, 'clue-history', 1500);
        const reading = take(store, 0n, 1500 + 8 * 40);
        await Promise.all(Array.from({ length: 8 }, (_, writer) => write(store, `clue-${writer}`)));
        expect(await reading).toEqual(await positions(store));
      }),
    );

    it(
      'from a position gives what stands behind it, then what comes',
      on(open, async ({ store }) => {
        await fill(store, 'clue-a', 10);
        const all = await positions(store);
        const reading = take(store, all[6], 5);
        receiptsOf(await store.append('clue-a', 10, drafts('clue-a', 2)));
        expect(await reading).toEqual((await positions(store)).slice(7));
      }),
    );

    it(
      'from the end gives nothing of the past, and all that comes from its first event on',
      on(open, async ({ store }) => {
        await fill(store, 'clue-a', 100);
        const { position: end } = await store.head();
        const reading = take(store, 'end', 5);
        // A store may take its end a moment later than the call: go on until five have come.
        let done = false;
        void reading.finally(() => (done = true));
        for (let version = 100; !done; version++)
          receiptsOf(await store.append('clue-a', version, drafts('clue-a', 1)));
        const found = await reading;
        const all = await positions(store);
        const start = all.indexOf(found[0]);
        expect(found[0] > end).toBe(true);
        expect(found).toEqual(all.slice(start, start + 5));
      }),
    );

    it(
      'dropped again and again goes on behind its last event, without gap or duplicate',
      on(open, async ({ store, reopen }) => {
        await fill(store, 'clue-history', 300);
        const writing = Promise.all(
          Array.from({ length: 4 }, (_, writer) => write(store, `clue-${writer}`)),
        );
        const found: Position[] = [];
        for (let length = 1; found.length < 400; length = (length * 7) % 41)
          found.push(...(await take(store, found.at(-1) ?? 0n, length)));
        await writing;
        const after = await reopen();
        found.push(...(await take(after, found.at(-1) ?? 0n, 300 + 4 * 40 - found.length)));
        expect(found).toEqual(await positions(after));
      }),
    );

    it(
      'wakes for each of its two readers when something comes after a rest',
      on(open, async ({ store }) => {
        const readings = [take(store, 0n, 3), take(store, 0n, 3)];
        for (let version = 0; version < 3; version++) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          receiptsOf(await store.append('clue-a', version, drafts('clue-a', 1)));
        }
        const all = await positions(store);
        expect(await Promise.all(readings)).toEqual([all, all]);
      }),
    );

    it.each(['signal', 'close'] as const)('ends with %s, also while it waits', (how) =>
      on(open, async ({ store }) => {
        receiptsOf(await store.append('clue-a', 0, [draft('clue-a')]));
        const aborter = new AbortController();
        const found: Recorded[] = [];
        const first = Promise.withResolvers<void>();
        const reading = (async () => {
          for await (const event of store.subscribe(0n, aborter.signal)) {
            found.push(event);
            first.resolve();
          }
        })();
        await first.promise;
        if (how === 'signal') aborter.abort();
        else await store.close();
        await reading;
        expect(found).toHaveLength(1);
      })(),
    );

    it(
      'whose signal is aborted already gives nothing',
      on(open, async ({ store }) => {
        receiptsOf(await store.append('clue-a', 0, [draft('clue-a')]));
        for await (const event of store.subscribe(0n, AbortSignal.abort()))
          throw new Error(`expected no event, found position ${event.position}`);
        expect((await store.head()).position > 0n).toBe(true);
      }),
    );
  });
}

async function take(
  store: EventStore,
  after: Position | 'end',
  count: number,
): Promise<Position[]> {
  const found: Position[] = [];
  for await (const { position } of store.subscribe(after)) {
    found.push(position);
    if (found.length === count) break;
  }
  return found;
}

async function write(store: EventStore, stream: string): Promise<void> {
  for (let version = 0; version < 40; version++)
    receiptsOf(await store.append(stream, version, drafts(stream, 1)));
}

async function positions(store: EventStore): Promise<Position[]> {
  return (await store.readAll()).map(({ position }) => position);
}
