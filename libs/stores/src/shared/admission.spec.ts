import { Admission, type AdmissionOptions } from './admission.js';
import { draft } from './testing/draft.js';

const asked = () => ({ stream: 'clue-a', expectedVersion: 0, drafts: [draft('clue-a')] });
const conflict = { outcome: 'conflict', expected: 0, actual: 1 } as const;

function admission(options: Partial<AdmissionOptions> = {}, shut?: string) {
  return new Admission({ queueLimit: 2, ...options }, () =>
    shut === undefined ? undefined : { cause: shut },
  );
}

describe('the admission of an append', () => {
  it('sends nothing before what must be on the disk first is there', async () => {
    const steps: string[] = [];
    let keep = () => {};
    const before = () =>
      new Promise<void>((resolve) => (keep = resolve)).then(() => void steps.push('kept'));
    const answer = admission({ before }).append(asked(), async () => {
      steps.push('sent');
      return conflict;
    });
    await new Promise(setImmediate);
    expect(steps).toEqual([]);
    keep();
    expect(await answer).toEqual(conflict);
    expect(steps).toEqual(['kept', 'sent']);
  });

  it('sends nothing at all where that fails, and has room for the next one', async () => {
    let sent = 0;
    const before = () => Promise.reject(new Error('no room for the key'));
    const door = admission({ queueLimit: 1, before });
    const send = async () => ((sent += 1), conflict);
    for (let times = 0; times < 2; times++)
      await expect(door.append(asked(), send)).rejects.toThrow('no room for the key');
    expect(sent).toBe(0);
  });

  it('tells where the last event of an append stands, and of nothing that does not stand', async () => {
    const told: bigint[] = [];
    const door = admission({ after: (last) => told.push(last) });
    const at = { eventId: 'a', stream: 'clue-a', recordedAt: '2021-10-31T01:30:00.000Z' };
    const receipts = [3n, 4n].map((position) => ({ ...at, version: 1, position }));
    await door.append(asked(), async () => conflict);
    await door.append(asked(), async () => ({ outcome: 'unknown', cause: 'gone' }));
    expect(told).toEqual([]);
    await door.append(asked(), async () => ({ outcome: 'appended', receipts }));
    expect(told).toEqual([4n]);
  });

  it('keeps out what is too much, and says for what reason', async () => {
    const door = admission();
    let answer = () => {};
    const held = () =>
      new Promise<typeof conflict>((resolve) => (answer = () => resolve(conflict)));
    const first = door.append(asked(), held);
    void door.append(asked(), async () => conflict);
    expect(await door.append(asked(), async () => conflict)).toEqual({
      outcome: 'unavailable',
      cause: 'the queue is full: 2 appends wait, at most 2 may',
    });
    answer();
    await first;
    expect(await door.append(asked(), async () => conflict)).toEqual(conflict);
    const closed = admission({}, 'the store is closed');
    expect(await closed.append(asked(), async () => conflict)).toEqual({
      outcome: 'unavailable',
      cause: 'the store is closed',
    });
  });

  it('says unavailable only of what no earlier try may have written', async () => {
    const door = admission();
    const doubted = asked();
    const unavailable = async () => ({ outcome: 'unavailable', cause: 'away' }) as const;
    await door.append(doubted, async () => ({ outcome: 'unknown', cause: 'no answer' }));
    for (let tries = 0; tries < 2; tries++)
      expect(await door.append(doubted, unavailable)).toEqual({
        outcome: 'unknown',
        cause: 'away',
      });
    expect(await door.append(asked(), unavailable)).toMatchObject({ outcome: 'unavailable' });
    await door.append(doubted, async () => conflict);
    expect(await door.append(doubted, unavailable)).toMatchObject({ outcome: 'unavailable' });
  });

  it('does not say so either while an earlier try is under way', async () => {
    const door = admission({ queueLimit: 1 });
    let answer = () => {};
    const first = asked();
    const sent = door.append(
      first,
      () => new Promise<typeof conflict>((resolve) => (answer = () => resolve(conflict))),
    );
    const full = { cause: 'the queue is full: 1 appends wait, at most 1 may' };
    const send = async () => conflict;
    expect(await door.append(first, send)).toEqual({ outcome: 'unknown', ...full });
    expect(await door.append(asked(), send)).toEqual({ outcome: 'unavailable', ...full });
    answer();
    await sent;
  });

  it('tells whether it was stopped for good', async () => {
    const door = admission();
    const told: unknown[] = [];
    door.onRefusing((cause) => told.push([cause, door.stopped]));
    await door.append(asked(), async () => ({ outcome: 'unavailable', cause: 'away' }));
    const stopped = { outcome: 'unavailable', cause: 'reopen it', stopped: true } as const;
    await door.append(asked(), async () => stopped);
    await door.append(asked(), async () => conflict);
    expect(told).toEqual([
      ['away', false],
      ['reopen it', true],
      [undefined, false],
    ]);
  });

  it('remembers why the last one was not written', async () => {
    const door = admission();
    await door.append(asked(), async () => ({ outcome: 'unknown', cause: 'no answer' }));
    expect(door.refusing).toBe('no answer');
    await door.append(asked(), async () => conflict);
    expect(door.refusing).toBeUndefined();
  });
});
