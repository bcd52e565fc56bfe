import type { Append, Position } from '@cluetrail/event-sourcing';
import { type KurrentLog, openKurrentLog } from '@cluetrail/stores';
import { drafts, receiptsOf, SetClock } from '../contract/subject.js';
import { type Fault, StubNode } from '../contract/stub-kurrent/stub-node.js';

const TIMEOUT = 2000;
let node: StubNode;
let clock: SetClock;
const open: KurrentLog[] = [];

beforeEach(async () => {
  node = await new StubNode().start();
  clock = new SetClock();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((log) => log.close()));
  await node.stop();
});

async function opened(at = node): Promise<KurrentLog> {
  const log = await openKurrentLog({ url: at.url, clock, create: true, timeoutMs: TIMEOUT });
  open.push(log);
  return log;
}

/** As a client does: the same ids until it is told how it ended. */
async function insist(append: () => Promise<Append>): Promise<Append> {
  for (;;) {
    const answer = await append();
    if (answer.outcome === 'appended' || answer.outcome === 'conflict') return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What stands before a test begins, however long it takes. */
async function stand(log: KurrentLog, stream: string, version: number, count = 1) {
  const batch = drafts(stream, count);
  return receiptsOf(await insist(() => log.append(stream, version, batch)));
}

const idsOf = async (log: KurrentLog) => (await log.readAll()).map(({ event }) => event.eventId);

describe('an append to KurrentDB (stub) whose answer is lost', () => {
  it.each<Fault>([
    'deadline-after',
    'aborted-after',
    'unavailable-after',
    'silent-after',
    'reset-after',
  ])('is unknown, and its retry finds the one copy: %s (stub)', async (fault) => {
    const log = await opened();
    await stand(log, 'clue-a', 0);
    const batch = drafts('clue-a', 2);
    node.script('append', fault);
    expect((await log.append('clue-a', 1, batch)).outcome).toBe('unknown');
    expect(log.refusing).toBeDefined();
    const stood = (await log.read('clue-a', { from: 2 })).map(({ event }) => event);
    expect(stood.map(({ eventId }) => eventId)).toEqual(batch.map(({ eventId }) => eventId));
    clock.micros += 60_000_000;
    const receipts = receiptsOf(await insist(() => log.append('clue-a', 1, batch)));
    expect(receipts.map(({ recordedAt }) => recordedAt)).toEqual(
      stood.map(({ recordedAt }) => recordedAt),
    );
    expect(await idsOf(log)).toHaveLength(3);
    expect(log.refusing).toBeUndefined();
  });

  it('is unknown where the server never answers, and is written by the retry (stub)', async () => {
    const log = await opened();
    const batch = drafts('clue-a', 2);
    node.script('append', 'silent');
    expect((await log.append('clue-a', 0, batch)).outcome).toBe('unknown');
    expect(receiptsOf(await insist(() => log.append('clue-a', 0, batch)))).toHaveLength(2);
    expect(await idsOf(log)).toEqual(batch.map(({ eventId }) => eventId));
  });

  it('gets the receipts of another process that wrote the same command a moment before (stub)', async () => {
    const [one, two] = [await opened(), await opened()];
    await stand(one, 'clue-a', 0);
    const batch = drafts('clue-a', 2);
    const first = receiptsOf(await two.append('clue-a', 1, batch));
    clock.micros += 60_000_000;
    // This one still takes the stream to have one event: the server itself sees the retry.
    expect(receiptsOf(await one.append('clue-a', 1, batch))).toEqual(first);
    expect(await idsOf(one)).toHaveLength(3);
  });
});

describe('an append to KurrentDB (stub) that nobody took', () => {
  it.each<Fault>(['too-busy', 'access-denied'])(
    'is unavailable, and nothing stands: %s (stub)',
    async (fault) => {
      const log = await opened();
      node.script('append', fault);
      const answer = await log.append('clue-a', 0, drafts('clue-a', 1));
      expect(answer.outcome).toBe('unavailable');
      expect(await log.read('clue-a')).toEqual([]);
    },
  );

  it('is unavailable while no node listens; it goes on when one does again (stub)', async () => {
    const log = await opened();
    await stand(log, 'clue-a', 0);
    await node.stop();
    const batch = drafts('clue-a', 1);
    expect((await log.append('clue-a', 1, batch)).outcome).toBe('unavailable');
    await node.start();
    receiptsOf(await insist(() => log.append('clue-a', 1, batch)));
    expect(await idsOf(log)).toHaveLength(2);
  });

  it('is not sent late: what waited behind a silent server is unavailable (stub)', async () => {
    const log = await opened();
    node.script('append', 'silent');
    const [first, second] = await Promise.all([
      log.append('clue-a', 0, drafts('clue-a', 1)),
      log.append('clue-a', 0, drafts('clue-a', 1)),
    ]);
    expect([first.outcome, second.outcome]).toEqual(['unknown', 'unavailable']);
    await new Promise((resolve) => setTimeout(resolve, TIMEOUT));
    expect(await log.readAll()).toEqual([]);
  });
});

describe('a cluster of KurrentDB (stub)', () => {
  it('is followed to its leader, and from one leader to the next, without a copy too many (stub)', async () => {
    const other = await new StubNode(node.database).start();
    node.follow(other);
    const log = await opened();
    receiptsOf(await log.append('clue-a', 0, drafts('clue-a', 1)));
    expect(other.requests).toContain('append');
    node.follow(undefined);
    other.follow(node);
    receiptsOf(await log.append('clue-a', 1, drafts('clue-a', 1)));
    await other.stop();
    await stand(log, 'clue-a', 2);
    expect(await log.read('clue-a')).toHaveLength(3);
  });

  it('is waited for while it elects (stub)', async () => {
    const log = await opened();
    node.script('append', 'no-leader', 'no-leader');
    receiptsOf(await log.append('clue-a', 0, drafts('clue-a', 1)));
    node.script('read', 'unavailable', 'no-leader', 'unavailable');
    expect(await log.read('clue-a')).toHaveLength(1);
  });
});

describe('a subscription on KurrentDB (stub)', () => {
  it('dropped again and again brings what another process writes, without gap or duplicate (stub)', async () => {
    const [here, there] = [await opened(), await opened()];
    const found: Position[] = [];
    const reading = (async () => {
      for await (const { position } of here.subscribe(0n)) if (found.push(position) === 120) break;
    })();
    let dropped = 0;
    for (let version = 0; version < 120; version++) {
      await stand(there, 'clue-a', version);
      if (version % 3 === 0) node.database.appendForeign();
      if (version % 10 === 5)
        dropped += node.dropSubscriptions(version % 20 === 5 ? 'error' : 'end');
    }
    await reading;
    expect(dropped).toBeGreaterThan(5);
    expect(found).toEqual((await there.readAll()).map(({ position }) => position));
  });

  it('goes on although the server never confirms it (stub)', async () => {
    node.script('subscribe', 'silent');
    const here = await opened();
    const there = await opened();
    const reading = here.subscribe(0n)[Symbol.asyncIterator]().next();
    await stand(there, 'clue-a', 0);
    expect((await reading).value?.event.version).toBe(1);
  });

  it('outlasts a time without a server, longer than any wait (stub)', async () => {
    const log = await opened();
    await stand(log, 'clue-a', 0);
    const events = log.subscribe(0n)[Symbol.asyncIterator]();
    expect((await events.next()).value?.event.version).toBe(1);
    const next = events.next();
    await node.stop();
    await new Promise((resolve) => setTimeout(resolve, 2 * TIMEOUT));
    await node.start();
    const other = await opened();
    await stand(other, 'clue-a', 1);
    expect((await next).value?.event.version).toBe(2);
  });

  it('reads past a fault in the midst of its history (stub)', async () => {
    const log = await opened();
    for (let version = 0; version < 40; version += 10) await stand(log, 'clue-a', version, 10);
    node.script('read', 'unavailable', 'silent');
    let count = 0;
    for await (const { event } of log.subscribe(0n)) {
      expect(event.version).toBe(++count);
      if (count === 40) break;
    }
  });
});

describe('a read from KurrentDB (stub)', () => {
  it('ends with a sentence when no server answers in time (stub)', async () => {
    const log = await opened();
    node.script('read', ...Array<Fault>(20).fill('silent'));
    await expect(log.read('clue-a')).rejects.toMatchObject({ code: 'log-unreadable' });
  });

  it('takes a place that is no event of ours, and one that is no record at all (stub)', async () => {
    const log = await opened();
    await stand(log, 'clue-a', 0, 3);
    node.database.appendForeign();
    const [, second, third] = await log.readAll();
    expect(await log.readAll({ after: second.position - 1n, limit: 1 })).toEqual([second]);
    expect(await log.readAll({ after: second.position + 3n })).toEqual([third]);
    expect(await log.head()).toEqual({ position: third.position, leaf: third.leaf });
  });

  it('tells a process what another has written, at once (stub)', async () => {
    const [here, there] = [await opened(), await opened()];
    const [receipt] = await stand(there, 'clue-a', 0);
    node.database.appendForeign();
    expect((await here.head()).position).toBe(receipt.position);
    expect(await here.append('clue-a', 0, drafts('clue-a', 1))).toMatchObject({ actual: 1 });
  });
});
