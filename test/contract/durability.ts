import type { Append, Draft } from '@cluetrail/event-sourcing';
import { drafts, fill, linesOf, on, type OpenSubject, receiptsOf } from './subject.js';

export function durability(open: OpenSubject): void {
  describe('what was acknowledged', () => {
    it(
      'stands after every restart, byte for byte, under the same positions and head',
      on(open, async ({ store, reopen }) => {
        let current = store;
        for (let turn = 0; turn < 3; turn++) {
          await fill(current, `clue-${turn}`, 150);
          const before = linesOf(await current.readAll());
          const head = await current.head();
          current = await reopen();
          expect(linesOf(await current.readAll())).toEqual(before);
          expect(await current.head()).toEqual(head);
          expect(linesOf(await current.read(`clue-${turn}`))).toEqual(before.slice(turn * 150));
        }
      }),
    );

    it(
      'stands when the store is closed in the midst of it; what was not does so once it is retried',
      on(open, async ({ store, reopen }) => {
        const commands = Array.from({ length: 200 }, (_, index) => drafts(`clue-${index}`, 2));
        const sent = commands.map((batch) => outcomeOf(store.append(batch[0].stream, 0, batch)));
        await Promise.race(sent);
        const after = await reopen();
        const answers = await Promise.all(sent);
        const standing = new Set((await after.readAll()).map(({ event }) => event.eventId));
        const stands = ({ eventId }: Draft) => standing.has(eventId);
        for (const [index, outcome] of answers.entries()) {
          const batch = commands[index];
          if (outcome === 'appended') expect(batch.every(stands)).toBe(true);
          if (outcome === 'unavailable') expect(batch.some(stands)).toBe(false);
          expect(batch.every(stands)).toBe(batch.some(stands));
        }
        for (const batch of commands) receiptsOf(await after.append(batch[0].stream, 0, batch));
        const ids = (await after.readAll()).map(({ event }) => event.eventId).sort();
        expect(ids).toEqual(
          commands
            .flat()
            .map(({ eventId }) => eventId)
            .sort(),
        );
      }),
    );

    it(
      'is followed by later times after a restart, though the clock was set back',
      on(open, async ({ store, reopen }, clock) => {
        const [before] = receiptsOf(await store.append('clue-a', 0, drafts('clue-a', 1)));
        clock.micros -= 3_600_000_000;
        const after = await reopen();
        const [next] = receiptsOf(await after.append('clue-a', 1, drafts('clue-a', 1)));
        expect(next.recordedAt > before.recordedAt).toBe(true);
        expect(next.version).toBe(2);
      }),
    );
  });
}

async function outcomeOf(answer: Promise<Append>): Promise<string> {
  return (await answer).outcome;
}
