import { type KurrentLog, openKurrentLog } from '@cluetrail/stores';
import { drafts, receiptsOf, SetClock } from '../contract/subject.js';
import { StubNode } from '../contract/stub-kurrent/stub-node.js';

let node: StubNode;
let log: KurrentLog;
const clock = new SetClock();
const STREAM = 'cluetrail.clue-a';

beforeEach(async () => {
  node = await new StubNode().start();
  log = await openKurrentLog({ url: node.url, clock, create: true });
  receiptsOf(await log.append('clue-a', 0, drafts('clue-a', 5)));
  receiptsOf(await log.append('clue-b', 0, drafts('clue-b', 2)));
  node.database.appendForeign();
});
afterEach(async () => {
  await log.close();
  await node.stop();
});

const reopened = async () => {
  await log.close();
  return (log = await openKurrentLog({ url: node.url, clock, create: false }));
};

describe('a stream that KurrentDB (stub) hides or lost', () => {
  it.each([
    { how: 'deleted softly', act: () => node.database.softDelete(STREAM) },
    {
      how: 'truncated before an event',
      act: () => node.database.truncate(STREAM, { truncateBefore: 3n }),
    },
    { how: 'kept to a number', act: () => node.database.truncate(STREAM, { maxCount: 2 }) },
  ])(
    'is damage to every read and append, never an empty or shorter stream: $how (stub)',
    async ({ act }) => {
      act();
      await reopened();
      const damaged = { code: 'log-damaged' };
      await expect(log.read('clue-a')).rejects.toMatchObject(damaged);
      await expect(log.append('clue-a', 0, drafts('clue-a', 1))).rejects.toMatchObject(damaged);
      expect(await log.read('clue-b')).toHaveLength(2);
      expect((await log.verifyAll()).problems).not.toEqual([]);
    },
  );

  it('is damage to a running log and to the next opening, where it was deleted for ever (stub)', async () => {
    node.database.tombstone(STREAM);
    const damaged = { code: 'log-damaged' };
    await expect(log.read('clue-a')).rejects.toMatchObject(damaged);
    await expect(log.append('clue-a', 5, drafts('clue-a', 1))).rejects.toMatchObject(damaged);
    await expect(reopened()).rejects.toMatchObject(damaged);
  });

  it('is found by the verification, with the position, once a scavenge took it away (stub)', async () => {
    const [, , , fourth] = await log.read('clue-a');
    node.database.truncate(STREAM, { truncateBefore: 3n });
    node.database.scavenge();
    const { events, problems } = await log.verifyAll();
    expect(events).toBe(4);
    expect(problems).toEqual([
      {
        position: fourth.position,
        problem: 'version in its stream: expected 1, found 4',
      },
      { position: expect.any(BigInt), problem: `stream ${STREAM}: hidden by {"$tb":3}` },
    ]);
  });
});

describe('the verification of a log on KurrentDB (stub)', () => {
  it('finds nothing in a whole log, and says how far it is (stub)', async () => {
    const steps: [number, number][] = [];
    const verified = await log.verifyAll((checked, total) => steps.push([checked, total]));
    expect(verified).toEqual({ events: 7, problems: [] });
    expect(steps.at(-1)?.[0]).toBeGreaterThanOrEqual(Number((await log.head()).position));
  });

  it('says so where the server was set back behind what it acknowledged (stub)', async () => {
    const { position: known } = await log.head();
    const { records } = node.database;
    const [left = 0n] = (await log.read('clue-a')).slice(-1).map(({ position }) => position);
    records.splice(records.findIndex(({ position }) => position > left));
    expect(await log.verifyAll()).toEqual({
      events: 5,
      firstBad: known,
      problems: [
        { position: known, problem: `behind-pin: expected position ${known}, found ${left}` },
      ],
    });
  });

  it('names an altered event and one that was never sealed (stub)', async () => {
    const [, , third] = await log.read('clue-a');
    const record = node.database.records.find(({ position }) => position === third.position);
    if (record) record.data = Buffer.from('{"index":9}');
    node.database.appendForeign('cluetrail.clue-c');
    const { firstBad, problems } = await log.verifyAll();
    expect(firstBad).toBe(third.position);
    expect(problems.map(({ problem }) => problem)).toEqual([
      expect.stringMatching(/^leaf: expected [0-9a-f]{64}, found [0-9a-f]{64}$/),
      expect.stringContaining('expected an event with its leaf, found "OrderPlaced"'),
    ]);
  });
});

describe('opening a log on KurrentDB (stub)', () => {
  it('refuses a log that is not there, unless it may begin one (stub)', async () => {
    const url = `${node.url}&log=elsewhere`;
    await expect(openKurrentLog({ url, clock, create: false })).rejects.toMatchObject({
      code: 'log-missing',
    });
    const other = await openKurrentLog({ url, clock, create: true });
    receiptsOf(await other.append('clue-a', 0, drafts('clue-a', 1)));
    expect(await other.readAll()).toHaveLength(1);
    expect(await log.readAll()).toHaveLength(7);
    await other.close();
  });

  it('refuses a damaged end (stub)', async () => {
    const last = node.database.records.at(-2);
    if (last) last.data = Buffer.from('{"index":9}');
    await expect(reopened()).rejects.toThrow(/log damaged at position/);
  });

  it('says that no server answers, without the password (stub)', async () => {
    await node.stop();
    const url = node.url.replace('esdb://', 'kurrentdb://chen:geheim@');
    const opening = openKurrentLog({ url, clock, create: true, timeoutMs: 500 });
    const refused = await opening.catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'log-unreadable' });
    expect(String(refused)).toMatch(/esdb:\/\/127[.]0[.]0[.]1:\d+ log cluetrail: expected to open/);
    expect(String(refused)).not.toContain('geheim');
  });

  it.each([
    ['esdb://', /expected esdb:/],
    ['http://127.0.0.1:2113', /expected esdb:/],
    ['esdb://127.0.0.1:2113?throwOnAppendFailure=false', /found throwOnAppendFailure/],
    ['esdb://127.0.0.1:2113?log=a.b', /log=NAME of a-z, 0-9 and _, found "a.b"/],
  ])('refuses the address %s (stub)', async (url, sentence) => {
    await expect(openKurrentLog({ url, clock, create: true })).rejects.toThrow(sentence);
  });
});
