import { type Append, commandIdOf, type Draft, eventIdOf } from '@cluetrail/event-sourcing';
import { draft, drafts, on, type OpenSubject, receiptsOf, type Subject } from './subject.js';

interface Retry {
  readonly retry: string;
  again(subject: Subject, batch: readonly Draft[]): Promise<Append>;
}

/** How a command comes a second time, after its two events stand at versions 1 and 2. */
const table: Retry[] = [
  {
    retry: 'the same command again',
    again: ({ store }, batch) => store.append('clue-a', 0, batch),
  },
  {
    retry: 'the same ids at the version that now stands',
    again: ({ store }, batch) => store.append('clue-a', 2, batch),
  },
  {
    retry: 'the same ids at a version far ahead',
    again: ({ store }, batch) => store.append('clue-a', 40, batch),
  },
  {
    retry: 'the same ids at a stale version, after others wrote to the stream',
    again: async ({ store }, batch) => {
      receiptsOf(await store.append('clue-a', 2, drafts('clue-a', 3)));
      return store.append('clue-a', 0, batch);
    },
  },
  {
    retry: 'the same ids with other contents',
    again: ({ store }, batch) =>
      store.append(
        'clue-a',
        0,
        batch.map((one) => ({ ...one, data: { changed: true } })),
      ),
  },
  {
    retry: 'the same command after a restart',
    again: async ({ reopen }, batch) => (await reopen()).append('clue-a', 0, batch),
  },
  {
    retry: 'the same ids at a stale version after a restart, others having written',
    again: async ({ store, reopen }, batch) => {
      receiptsOf(await store.append('clue-a', 2, drafts('clue-a', 3)));
      return (await reopen()).append('clue-a', 0, batch);
    },
  },
];

export function retries(open: OpenSubject): void {
  describe('a retry', () => {
    it.each(table)('gets the first receipts and adds nothing: $retry', ({ again }) =>
      on(open, async (subject, clock) => {
        const batch = drafts('clue-a', 2);
        const first = receiptsOf(await subject.store.append('clue-a', 0, batch));
        clock.micros += 60_000_000;
        expect(receiptsOf(await again(subject, batch))).toEqual(first);
        const after = await subject.reopen();
        const ids = (await after.readAll()).map(({ event }) => event.eventId);
        expect(ids.filter((id) => id === batch[0].eventId)).toHaveLength(1);
        expect((await after.read('clue-a', { limit: 2 })).map(({ event }) => event.data)).toEqual([
          { index: 0 },
          { index: 1 },
        ]);
      })(),
    );

    it(
      'after a reply that was lost finds its events standing or not, and leaves one copy',
      on(open, async ({ store, reopen }) => {
        let current = store;
        const commands = Array.from({ length: 6 }, (_, turn) => drafts(`clue-${turn % 2}`, 2));
        for (const [turn, batch] of commands.entries()) {
          const [{ stream }] = batch;
          const version = 2 * Math.floor(turn / 2);
          // Nobody waits for this answer; the store may be closed before, in the midst of or after it.
          const lost = current.append(stream, version, batch).catch(String);
          if (turn % 3 > 0) await new Promise((resolve) => setTimeout(resolve, turn % 3));
          current = await reopen();
          await lost;
          const first = receiptsOf(await current.append(stream, version, batch));
          expect(receiptsOf(await current.append(stream, version, batch))).toEqual(first);
        }
        const ids = (await current.readAll()).map(({ event }) => event.eventId);
        expect(ids).toEqual(commands.flat().map(({ eventId }) => eventId));
      }),
    );

    it(
      'of the same key on another stream is another command',
      on(open, async ({ store }) => {
        const [one, two] = ['clue-a', 'clue-b'].map((target) => keyed(target));
        const first = receiptsOf(await store.append('clue-a', 0, [one]));
        const second = receiptsOf(await store.append('clue-b', 0, [two]));
        expect([...first, ...second].map(({ stream, version }) => [stream, version])).toEqual([
          ['clue-a', 1],
          ['clue-b', 1],
        ]);
        expect(receiptsOf(await store.append('clue-a', 0, [one]))).toEqual(first);
        expect(await store.readAll()).toHaveLength(2);
      }),
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

/** The event of a command as its key names it: one person, one key, one command; only the stream differs. */
function keyed(target: string): Draft {
  const commandId = commandIdOf({
    personId: 'person-li',
    key: '2021-10-31-7',
    command: 'assignOfficers',
    target,
  });
  return draft(target, {}, eventIdOf(commandId, 0));
}
