import { canonicalBytes, LogDamaged, microsOf } from '@cluetrail/event-sourcing';
import { often } from '../support/often.js';
import { draft, drafts, fill, on, type OpenSubject, receiptsOf } from './subject.js';

/** Several pages of every store. */
const MANY = often(10_000, 3000);

export function reads(open: OpenSubject): void {
  describe('reading', () => {
    it(
      'finds a missing stream empty',
      on(open, async ({ store }) => {
        receiptsOf(await store.append('clue-a', 0, drafts('clue-a', 1)));
        expect(await store.read('clue-b')).toEqual([]);
        expect(await store.read('clue-a', { from: 2 })).toEqual([]);
        expect(await store.readAll({ after: 2n ** 52n })).toEqual([]);
      }),
    );

    it.each([
      { options: { from: 3 }, versions: [3, 4, 5] },
      { options: { from: 2, limit: 2 }, versions: [2, 3] },
      { options: { limit: 1 }, versions: [1] },
      { options: { limit: 0 }, versions: [] },
      { options: { from: 0, limit: 2 }, versions: [1, 2] },
      { options: { from: 5, limit: 9 }, versions: [5] },
    ])('gives the part that was asked for: $options', ({ options, versions }) =>
      on(open, async ({ store }) => {
        receiptsOf(await store.append('clue-a', 0, drafts('clue-a', 5)));
        const found = await store.read('clue-a', options);
        expect(found.map(({ event }) => event.version)).toEqual(versions);
      })(),
    );

    it(
      `gives ${MANY} events whole, and the same in pages of 333`,
      on(open, async ({ store }) => {
        await fill(store, 'clue-a', MANY);
        const whole = await store.readAll();
        expect(whole).toHaveLength(MANY);
        const stream = await store.read('clue-a');
        expect(stream.map(({ event }) => event.version)).toEqual(
          whole.map((_, index) => index + 1),
        );
        const paged: bigint[] = [];
        for (let after = 0n; ;) {
          const page = await store.readAll({ after, limit: 333 });
          const last = page.at(-1);
          if (!last) break;
          paged.push(...page.map(({ position }) => position));
          after = last.position;
        }
        expect(paged).toEqual(whole.map(({ position }) => position));
      }),
      180_000,
    );

    it(
      'gives every byte back: Chinese, astral and combining text, odd keys, numbers, key order',
      on(open, async ({ store }) => {
        const data = {
          z: '问题线索 𠮷 e\u0301 \u00e9 \u2028',
          '\u20ac': 1e-21,
          '\ud83d\ude00': -0.5,
          '': [[], {}, null, true],
          a: { b: 1, A: 2, 10: 3, 9: 4 },
          text: '"\\\u0007\t',
        };
        const one = draft('clue-a', data);
        const [{ recordedAt }] = receiptsOf(await store.append('clue-a', 0, [one]));
        const expected = { ...one, version: 1, recordedAt };
        for (const [found] of [await store.read('clue-a'), await store.readAll()]) {
          expect(Buffer.from(found.bytes)).toEqual(Buffer.from(canonicalBytes(expected)));
          expect(found.event).toEqual(expected);
        }
      }),
    );

    it(
      'names the position of a damaged event, in its stream and in the whole, and gives the others',
      on(open, async ({ store, damage }) => {
        receiptsOf(await store.append('clue-a', 0, drafts('clue-a', 2)));
        receiptsOf(await store.append('clue-b', 0, drafts('clue-b', 2)));
        const { position } = (await store.readAll())[2];
        const damaged = await damage(position);
        for (const reading of [damaged.read('clue-b'), damaged.readAll()]) {
          const error = await reading.then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          expect(error).toBeInstanceOf(LogDamaged);
          expect(error).toMatchObject({ at: { position } });
        }
        expect(await damaged.read('clue-a')).toHaveLength(2);
      }),
    );
  });

  describe('recordedAt', () => {
    it(
      'rises strictly from append to append, though the clock stands and then jumps back an hour',
      on(open, async ({ store, reopen }, clock) => {
        let current = store;
        for (let round = 0; round < 6; round++) {
          if (round === 2) clock.micros -= 3_600_000_000;
          if (round === 4) current = await reopen();
          receiptsOf(await current.append('clue-a', round * 2, drafts('clue-a', 2)));
        }
        const micros = (await current.readAll()).map(({ event }) => microsOf(event.recordedAt));
        const start = clock.micros + 3_600_000_000;
        expect(micros).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5].map((later) => start + later));
      }),
    );

    it(
      'follows the clock where that runs ahead',
      on(open, async ({ store }, clock) => {
        receiptsOf(await store.append('clue-a', 0, drafts('clue-a', 1)));
        clock.micros += 86_400_000_000;
        const [receipt] = receiptsOf(await store.append('clue-a', 1, drafts('clue-a', 1)));
        expect(receipt.recordedAt).toBe('2021-11-01T04:00:00.000000Z');
      }),
    );
  });
}
