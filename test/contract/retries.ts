import type { Append, Draft, EventStore } from '@cluetrail/event-sourcing';
import { draft, drafts, on, type OpenSubject, receiptsOf } from './subject.js';

interface Retry {
  readonly retry: string;
  again(store: EventStore, batch: readonly Draft[]): Promise<Append>;
}

/** How a command comes a second time, after its two events stand at versions 1 and 2. */
const table: Retry[] = [
  { retry: 'the same command again', again: (store, batch) => store.append('clue-a', 0, batch) },
  {
    retry: 'the same ids at the version that now stands',
    again: (store, batch) => store.append('clue-a', 2, batch),
  },
  {
    retry: 'the same ids at a version far ahead',
    again: (store, batch) => store.append('clue-a', 40, batch),
  },
  {
    retry: 'the same ids after others wrote to the stream',
    again: async (store, batch) => {
      receiptsOf(await store.append('clue-a', 2, drafts('clue-a', 3)));
      return store.append('clue-a', 0, batch);
    },
  },
  {
    retry: 'the same ids with other contents',
    again: (store, batch) =>
      store.append(
        'clue-a',
        0,
        batch.map((one) => ({ ...one, data: { changed: true } })),
      ),
  },
];

export function retries(open: OpenSubject): void {
  describe('a retry', () => {
    it.each(table)('gets the first receipts and adds nothing: $retry', ({ again }) =>
      on(open, async ({ store }, clock) => {
        const batch = drafts('clue-a', 2);
        const first = receiptsOf(await store.append('clue-a', 0, batch));
        clock.micros += 60_000_000;
        expect(receiptsOf(await again(store, batch))).toEqual(first);
        const ids = (await store.readAll()).map(({ event }) => event.eventId);
        expect(ids.filter((id) => id === batch[0].eventId)).toHaveLength(1);
        expect((await store.read('clue-a', { limit: 2 })).map(({ event }) => event.data)).toEqual([
          { index: 0 },
          { index: 1 },
        ]);
      })(),
    );

    it(
      'in the same instant, eight times, leaves one copy and eight equal answers',
      on(open, async ({ store }) => {
        const batch = drafts('clue-a', 2);
        const answers = await Promise.all(
          Array.from({ length: 8 }, () => store.append('clue-a', 0, batch)),
        );
        for (const answer of answers) expect(answer).toEqual(answers[0]);
        expect(receiptsOf(answers[0])).toHaveLength(2);
        expect(await store.readAll()).toHaveLength(2);
      }),
    );

    it(
      'after a restart gets the first receipts',
      on(open, async ({ store, reopen }) => {
        const batch = drafts('clue-a', 2);
        const first = receiptsOf(await store.append('clue-a', 0, batch));
        const after = await reopen();
        expect(receiptsOf(await after.append('clue-a', 0, batch))).toEqual(first);
        expect(await after.readAll()).toHaveLength(2);
      }),
    );

    it(
      'with ids that stand in another stream is a mistake, and adds nothing',
      on(open, async ({ store }) => {
        const [one] = drafts('clue-a', 1);
        receiptsOf(await store.append('clue-a', 0, [one]));
        const elsewhere = { ...one, stream: 'clue-b' };
        await expect(store.append('clue-b', 0, [elsewhere])).rejects.toThrow(/elsewhere/);
        await expect(store.append('clue-b', 0, [draft('clue-b'), elsewhere])).rejects.toThrow(
          /elsewhere/,
        );
        expect(await store.read('clue-b')).toEqual([]);
      }),
    );

    it(
      'that brings a new event beside one that stands is a mistake, and adds nothing',
      on(open, async ({ store }) => {
        const [one] = drafts('clue-a', 1);
        receiptsOf(await store.append('clue-a', 0, [one]));
        await expect(store.append('clue-a', 1, [one, draft('clue-a')])).rejects.toThrow(Error);
        expect(await store.read('clue-a')).toHaveLength(1);
      }),
    );
  });
}
