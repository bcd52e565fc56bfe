import { APPEND_LIMIT_BYTES } from '@cluetrail/event-sourcing';
import { draft, drafts, on, type OpenSubject, receiptsOf } from './subject.js';

export function appends(open: OpenSubject): void {
  describe('appending', () => {
    it(
      'begins a stream at version 1 and answers a receipt for each event',
      on(open, async ({ store }) => {
        const batch = drafts('clue-a', 2);
        const [first, second] = receiptsOf(await store.append('clue-a', 0, batch));
        const { recordedAt } = first;
        expect(recordedAt).toBe('2021-10-31T04:00:00.000000Z');
        const [one, two] = await store.readAll();
        expect(first).toEqual({
          eventId: batch[0].eventId,
          stream: 'clue-a',
          version: 1,
          position: one.position,
          recordedAt,
        });
        expect(second).toEqual({
          eventId: batch[1].eventId,
          stream: 'clue-a',
          version: 2,
          position: two.position,
          recordedAt,
        });
      }),
    );

    it.each([
      { was: 'stale', expected: 1 },
      { was: 'ahead', expected: 4 },
      { was: 'none although the stream stands', expected: 0 },
    ])('answers a conflict with both numbers when the expected version is $was', ({ expected }) =>
      on(open, async ({ store }) => {
        receiptsOf(await store.append('clue-a', 0, drafts('clue-a', 3)));
        const answer = await store.append('clue-a', expected, drafts('clue-a', 2));
        expect(answer).toEqual({ outcome: 'conflict', expected, actual: 3 });
        expect(await store.readAll()).toHaveLength(3);
      })(),
    );

    it(
      'answers a conflict when a missing stream is expected to stand',
      on(open, async ({ store }) => {
        const answer = await store.append('clue-a', 1, drafts('clue-a', 1));
        expect(answer).toEqual({ outcome: 'conflict', expected: 1, actual: 0 });
        expect((await store.head()).position).toBe(0n);
      }),
    );

    it(
      'lets exactly one of 16 writers win each of 20 rounds, and tells the others what stands',
      on(open, async ({ store }) => {
        for (let round = 0; round < 20; round++) {
          const answers = await Promise.all(
            Array.from({ length: 16 }, () => store.append('clue-a', round, drafts('clue-a', 1))),
          );
          const lost = answers.filter(({ outcome }) => outcome !== 'appended');
          expect(lost).toEqual(
            Array(15).fill({ outcome: 'conflict', expected: round, actual: round + 1 }),
          );
        }
        const versions = (await store.read('clue-a')).map(({ event }) => event.version);
        expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      }),
    );

    it(
      'leaves nothing of a batch in which one event cannot be written',
      on(open, async ({ store }) => {
        const bad = [draft('clue-a'), draft('clue-a', { amount: Number.NaN })];
        await expect(store.append('clue-a', 0, bad)).rejects.toThrow(TypeError);
        expect(await store.read('clue-a')).toEqual([]);
        expect((await store.head()).position).toBe(0n);
      }),
    );

    it.each([
      { mistake: 'an empty batch', batch: [] },
      { mistake: 'an event of another stream', batch: [draft('clue-a'), draft('clue-b')] },
      { mistake: 'the same id twice', batch: [twin('clue-a'), twin('clue-a')] },
      { mistake: 'an id that is no lower-case UUID', batch: [draft('clue-a', {}, 'E1')] },
      { mistake: 'a lone surrogate', batch: [draft('clue-a', { note: '\ud800' })] },
      {
        mistake: 'an object that is not plain data',
        batch: [draft('clue-a', { on: Object(new Date(0)) })],
      },
    ])('throws at $mistake, and writes nothing', ({ batch }) =>
      on(open, async ({ store }) => {
        await expect(store.append('clue-a', 0, batch)).rejects.toThrow(Error);
        expect((await store.head()).position).toBe(0n);
      })(),
    );

    it(
      'takes 1 MiB in one append, and throws at one byte more',
      on(open, async ({ store }) => {
        const room = await roomIn(store.append.bind(store));
        const full = draft('clue-b', { note: 'x'.repeat(room) });
        const over = draft('clue-c', { note: 'x'.repeat(room + 1) });
        await expect(store.append('clue-c', 0, [over])).rejects.toThrow(/1048576/);
        receiptsOf(await store.append('clue-b', 0, [full]));
        const [found] = await store.read('clue-b');
        expect(found.bytes).toHaveLength(APPEND_LIMIT_BYTES);
        expect(await store.read('clue-c')).toEqual([]);

        async function roomIn(append: typeof store.append): Promise<number> {
          receiptsOf(await append('clue-a', 0, [draft('clue-a', { note: '' })]));
          const [empty] = await store.read('clue-a');
          return APPEND_LIMIT_BYTES - empty.bytes.length;
        }
      }),
    );

    it(
      'counts that limit over all events of an append',
      on(open, async ({ store }) => {
        const note = 'x'.repeat(APPEND_LIMIT_BYTES / 4);
        const four = Array.from({ length: 4 }, () => draft('clue-a', { note }));
        await expect(store.append('clue-a', 0, four)).rejects.toThrow(/1048576/);
        expect(await store.read('clue-a')).toEqual([]);
        receiptsOf(await store.append('clue-a', 0, four.slice(1)));
        receiptsOf(await store.append('clue-a', 3, four.slice(0, 1)));
      }),
    );

    it(
      'answers unavailable, and throws nothing, after close',
      on(open, async ({ store }) => {
        await store.close();
        const answer = await store.append('clue-a', 0, drafts('clue-a', 1));
        expect(answer.outcome).toBe('unavailable');
      }),
    );
  });
}

function twin(stream: string) {
  return draft(stream, {}, '5d0b7a0e-5a5c-5f0e-8a51-0c7f4b1f2a11');
}
