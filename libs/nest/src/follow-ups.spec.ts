import { kindOf, type Event } from '@cluetrail/event-sourcing';
import type { ProcessManager } from '@cluetrail/workflow';
import { command, draftOf, engineOf, openTown } from '../test/town.js';
import type { Answer } from './answers.js';
import type { CommandRequest } from './feature.js';
import { followUps, type FollowUpRow, FollowUpWorker } from './follow-ups.js';
import { Registers } from './registers.js';

/** Files what was decided. */
const filing: ProcessManager = {
  name: 'filing',
  gives: {},
  on: { PermitDecided: (event) => [{ ...FILE, stream: event.stream }] },
};
const FILE = { step: 'file', kind: 'permit', command: 'file', input: {} };

/** Files too early: what was only asked for. */
const hasty: ProcessManager = {
  name: 'hasty',
  gives: {},
  on: { PermitAskedFor: (event) => [{ ...FILE, stream: event.stream }] },
};

let town: Awaited<ReturnType<typeof openTown>>;
let permit: string;
beforeEach(async () => {
  town = await openTown();
  permit = streamOf(await town.engine.give(command('ann', 'apply', { area: 40 })));
});

describe('what a process owes', () => {
  it('is carried out once, as an act of the process that names what it answers', async () => {
    await decided();
    await workerOf(filing).wake();
    const [, cause, filed] = await town.events(permit);
    expect(filed).toMatchObject({
      type: 'PermitFiled',
      actor: { personId: 'system:filing', role: 'system' },
      causationId: cause.eventId,
      correlationId: cause.correlationId,
      happenedAt: cause.happenedAt,
    });
    expect(filed.actor).not.toHaveProperty('organId');
    expect(await owed(filing)).toEqual([]);
  });

  it('is nothing before the event that it follows from', async () => {
    expect(await owed(filing)).toEqual([]);
  });

  it('is carried out once, however often the passes are repeated and wherever one stopped', async () => {
    await decided();
    const rows = await owed(filing);
    const stale = { list: async () => rows };
    // Its answer was lost: the read side still says that it is owed.
    for (const engine of [town.engine, engineOf(town), town.engine])
      await new FollowUpWorker(stale, (request) => engine.give(request)).wake();
    expect(await types()).toEqual(['PermitAskedFor', 'PermitDecided', 'PermitFiled']);
  });

  it('survives a stop between the event and its follow-up', async () => {
    await decided();
    const crashing = new FollowUpWorker(listing(filing), () => Promise.reject(new Error('power')));
    await expect(crashing.wake()).rejects.toThrow('power');
    expect(await types()).toEqual(['PermitAskedFor', 'PermitDecided']);
    await workerOf(filing).wake();
    expect(await types()).toEqual(['PermitAskedFor', 'PermitDecided', 'PermitFiled']);
  });

  it('survives a stop between the writing and its answer', async () => {
    await decided();
    const crashing = new FollowUpWorker(listing(filing), async (request) => {
      await town.engine.give(request);
      throw new Error('power');
    });
    await expect(crashing.wake()).rejects.toThrow('power');
    await workerOf(filing).wake();
    expect(await types()).toEqual(['PermitAskedFor', 'PermitDecided', 'PermitFiled']);
  });
});

describe('a step that is refused', () => {
  it('stays owed, and is told', async () => {
    const worker = workerOf(hasty);
    await worker.wake();
    expect(await owed(hasty)).toHaveLength(1);
    expect([...worker.refusals().values()]).toEqual([
      {
        outcome: 'refused',
        refusal: {
          code: 'wrong-state',
          detail: { command: 'file', expected: ['granted', 'denied'], found: 'asked' },
        },
      },
    ]);
    expect(await types()).toEqual(['PermitAskedFor']);
  });

  it('is tried again at each pass, and forgotten when it succeeds', async () => {
    const worker = workerOf(hasty);
    await worker.wake();
    await decided();
    await worker.wake();
    expect(worker.refusals().size).toBe(0);
    expect(await owed(hasty)).toEqual([]);
    expect(await types()).toEqual(['PermitAskedFor', 'PermitDecided', 'PermitFiled']);
  });

  it('is taken in the state that it meets, where the stream moved on after its cause', async () => {
    town.clock.micros += 3_600_000_000;
    await decided();
    await workerOf(hasty).wake();
    const [asked, decision, filed] = await town.events(permit);
    expect(decision.happenedAt.at > asked.happenedAt.at).toBe(true);
    expect(filed).toMatchObject({ causationId: asked.eventId, happenedAt: decision.happenedAt });
  });

  it('holds up no other', async () => {
    const other = command('ann', 'apply', { area: 30 }, { key: 'other' });
    const second = streamOf(await town.engine.give(other));
    await decided(second);
    await workerOf(hasty).wake();
    expect(await types(second)).toEqual(['PermitAskedFor', 'PermitDecided', 'PermitFiled']);
  });
});

describe('a step that begins with an entry in a register', () => {
  const ENTRY = { stream: 'numbers-town', type: 'Reserved', data: { permit: 'a' }, field: 'place' };
  const listed = (command: string): ProcessManager => ({
    name: 'listed',
    gives: {},
    on: { PermitDecided: ({ stream }) => [{ ...FILE, command, stream, entry: ENTRY }] },
  });
  const entered = () => town.events('numbers-town');
  const worker = (given: CommandRequest[], fails = false) => {
    const registers = new Registers(town.store);
    const take = async (request: CommandRequest): Promise<Answer> => {
      if (fails) throw new Error('power');
      given.push(request);
      return { outcome: 'done', receipts: [], repeated: false };
    };
    return new FollowUpWorker(listing(listed('file')), take, (entry) => registers.enter(entry));
  };

  it('gives its command the place that the entry got', async () => {
    await town.store.append('numbers-town', 0, [draftOf('numbers-town', 'Reserved', {})]);
    await decided();
    const given: CommandRequest[] = [];
    await worker(given).wake();
    expect(given).toMatchObject([{ stream: permit, command: 'file', body: { place: 2 } }]);
    expect((await entered()).map(({ data }) => data)).toEqual([{}, { permit: 'a' }]);
  });

  it('enters once, wherever it was stopped', async () => {
    await decided();
    await expect(worker([], true).wake()).rejects.toThrow('power');
    const given: CommandRequest[] = [];
    await worker(given).wake();
    await worker(given).wake();
    expect(given.map(({ body }) => body)).toEqual([{ place: 1 }, { place: 1 }]);
    expect(await entered()).toHaveLength(1);
  });

  it('enters nothing for a command that the procedure has not', async () => {
    await decided();
    expect(await owed(listed('file'))).toHaveLength(1);
    expect(await owed(listed('burn'))).toEqual([]);
  });
});

describe('a worker', () => {
  it('makes one pass at a time, and one more for all who woke it meanwhile', async () => {
    let passes = 0;
    let finish = () => {};
    const list = () => {
      passes++;
      return new Promise<FollowUpRow[]>((resolve) => (finish = () => resolve([])));
    };
    const worker = new FollowUpWorker({ list }, give);
    const woken = [worker.wake(), worker.wake(), worker.wake()];
    expect(passes).toBe(1);
    finish();
    await new Promise((resolve) => setImmediate(resolve));
    expect(passes).toBe(2);
    finish();
    await Promise.all(woken);
    expect(passes).toBe(2);
  });

  it('carries out nothing more once it rests', async () => {
    await decided();
    const worker = workerOf(filing);
    await worker.rest();
    await worker.wake();
    expect(await types()).toEqual(['PermitAskedFor', 'PermitDecided']);
  });
});

async function decided(stream = permit): Promise<void> {
  const outcome = { outcome: 'deny', reason: 'it blocks the road' };
  const on = { stream, expectedVersion: 1, key: stream };
  streamOf(await town.engine.give(command('joe', 'decide', outcome, on)));
}

function workerOf(...processes: readonly ProcessManager[]): FollowUpWorker {
  return new FollowUpWorker(listing(...processes), give);
}

function give(request: CommandRequest): Promise<Answer> {
  return town.engine.give(request);
}

function listing(...processes: readonly ProcessManager[]) {
  return { list: () => owed(...processes) };
}

/** The rows of the derived projection, over the whole log. */
async function owed(...processes: readonly ProcessManager[]): Promise<readonly FollowUpRow[]> {
  const streams = new Map<string, Event[]>();
  for (const { event } of await town.store.readAll())
    if (kindOf(event.stream) === 'permit')
      streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  const { of } = followUps(processes);
  const rules = await town.events('procedure-permits');
  const references = { events: (stream: string) => (stream === 'procedure-permits' ? rules : []) };
  return [...streams].flatMap(([stream, events]) =>
    of({ stream, events, linked: [] }, references, () => undefined),
  );
}

async function types(stream = permit): Promise<string[]> {
  return (await town.events(stream)).map(({ type }) => type);
}

function streamOf(answer: Answer): string {
  if (answer.outcome === 'done') return answer.receipts[0].stream;
  throw new Error(`expected done, found ${JSON.stringify(answer)}`);
}
