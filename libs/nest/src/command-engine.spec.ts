import { type Append, type Draft, MemoryStore } from '@cluetrail/event-sourcing';
import { unsealing } from '@cluetrail/access';
import { permit } from '../../workflow/test/permit.js';
import { codeOf, command, LOG_ID, openTown, RULES, sha256, streamOf } from '../test/town.js';

let town: Awaited<ReturnType<typeof openTown>>;
beforeEach(async () => {
  town = await openTown();
});

/** A permit that Ann has taken in. */
async function asked(): Promise<string> {
  return streamOf(await town.engine.give(command('ann', 'apply', { area: 40 })));
}

describe('a command that opens', () => {
  it('leaves one event with all that is known of it', async () => {
    const body = { area: 40, remark: 'a shed for my mother', reason: 'she has none' };
    const stream = streamOf(await town.engine.give(command('ann', 'apply', body)));
    const [event] = await town.events(stream);
    expect(event).toEqual({
      eventId: expect.stringMatching(UUID),
      stream: expect.stringMatching(/^permit-[0-9a-f-]{36}$/),
      version: 1,
      type: 'PermitAskedFor',
      schemaVersion: 1,
      happenedAt: {
        at: '2021-10-08T12:00:00.000Z',
        zone: 'Europe/Amsterdam',
        precision: 'ms',
      },
      recordedAt: expect.stringMatching(/^2021-10-08T12:00:00[.]0000\d\dZ$/),
      actor: { personId: 'ann', role: 'intake', organId: 'town' },
      basis: { procedure: 'permits', version: 1 },
      reason: SEALED,
      organ: 'town',
      level: 'L2',
      change: { from: 'none', to: 'asked' },
      correlationId: event.commandId,
      causationId: event.commandId,
      commandId: expect.stringMatching(UUID),
      commandDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      data: { area: 40, remark: SEALED },
    });
    const unseal = unsealing(town.keys, LOG_ID);
    expect(unseal(event, 'reason')).toBe('she has none');
    expect(unseal(event, 'data.remark')).toBe('a shed for my mother');
  });

  it('keeps no text in clear anywhere in its bytes', async () => {
    const body = { area: 40, remark: 'a shed for my mother', reason: 'my mother has none' };
    await town.engine.give(command('ann', 'apply', body));
    const log = (await town.store.readAll()).map(({ bytes }) => new TextDecoder().decode(bytes));
    expect(log.join()).not.toContain('mother');
  });

  it('opens another one under another key', async () => {
    const first = await asked();
    const other = command('ann', 'apply', { area: 40 }, { key: 'another' });
    expect(streamOf(await town.engine.give(other))).not.toBe(first);
  });

  it('takes a time as people write it, in the zone of the organ', async () => {
    const body = { area: 40, happenedAt: '2021-10-07' };
    const stream = streamOf(await town.engine.give(command('ann', 'apply', body)));
    expect((await town.events(stream))[0].happenedAt).toEqual({
      at: '2021-10-06T22:00:00.000Z',
      zone: 'Europe/Amsterdam',
      precision: 'day',
    });
  });
});

describe('a command is invalid', () => {
  it.each([
    ['a field that does not exist', { area: 40, colour: 'red' }, 'colour'],
    ['a field that is missing', {}, 'area'],
    ['a time that is none', { area: 40, happenedAt: 'last week' }, 'happenedAt'],
    ['a reason that is no text', { area: 40, reason: 7 }, 'reason'],
    ['a body that is no object', [1], ''],
  ])('with %s', async (_, body, path) => {
    const answer = await town.engine.give(command('ann', 'apply', body));
    const paths = answer.outcome === 'invalid' ? answer.faults.map((fault) => fault.path) : [];
    expect(new Set(paths)).toEqual(new Set([path]));
  });
});

describe('a command is refused', () => {
  it.each(['burn', 'constructor', '__proto__'])('that the table has not: %s', async (name) => {
    expect(await town.engine.give(command('ann', name, {}))).toEqual({
      outcome: 'refused',
      refusal: {
        code: 'no-such-command',
        detail: { command: name, expected: Object.keys(permit.transitions) },
      },
    });
  });

  it('under a procedure that the log has not', async () => {
    const body = { area: 40, procedure: 'other' };
    expect(await town.engine.give(command('ann', 'apply', body))).toEqual({
      outcome: 'refused',
      refusal: { code: 'no-such-procedure', detail: { procedure: 'other' } },
    });
  });

  it('by procedure and table, with the code of what is amiss', async () => {
    const on = { stream: await asked(), expectedVersion: 1 };
    const codes = [
      command('ann', 'decide', { outcome: 'grant', reason: 'x' }, on),
      command('joe', 'decide', { outcome: 'grant' }, on),
      command('joe', 'measure', { area: 200 }, on),
    ].map(async (request) => codeOf(await town.engine.give(request)));
    expect(await Promise.all(codes)).toEqual(['wrong-role', 'required', 'area-too-large']);
  });

  it('but a refusal is not remembered: the same key may succeed later', async () => {
    const stream = await asked();
    const on = { stream, expectedVersion: 1, key: 'k' };
    const tomorrow = { area: 50, happenedAt: '2021-10-09T12:00:00Z' };
    expect(codeOf(await town.engine.give(command('joe', 'measure', tomorrow, on)))).toBe(
      'happened-in-future',
    );
    town.clock.micros += 86_400_000_000 + 1_000_000;
    expect(await town.engine.give(command('joe', 'measure', tomorrow, on))).toMatchObject({
      outcome: 'done',
      repeated: false,
    });
  });
});

describe('an instance is hidden', () => {
  it('from those who may not see it, exactly as one that does not exist', async () => {
    const stream = await asked();
    const there = command('vera', 'measure', { area: 1 }, { stream, expectedVersion: 1 });
    const nowhere = { ...there, stream: 'permit-00000000-0000-4000-8000-000000000000' };
    expect(await town.engine.give(there)).toEqual({ outcome: 'hidden' });
    expect(await town.engine.give(nowhere)).toEqual({ outcome: 'hidden' });
    expect(await town.engine.openCommands('permit', stream, 'vera')).toBeUndefined();
    expect(await town.engine.openCommands('permit', nowhere.stream, 'joe')).toBeUndefined();
  });

  it('before anything else is said of it, its version too', async () => {
    const stream = await asked();
    for (const expectedVersion of [undefined, 0, 7])
      expect(
        await town.engine.give(
          command(
            'vera',
            'measure',
            { area: 1 },
            { stream, ...(expectedVersion !== undefined && { expectedVersion }) },
          ),
        ),
      ).toEqual({ outcome: 'hidden' });
  });

  it('also from one whose office has ended', async () => {
    const stream = await asked();
    town.clock.micros = Date.parse('2019-12-31T12:00:00Z') * 1000;
    const request = command('joe', 'measure', { area: 1 }, { stream, expectedVersion: 1 });
    expect(await town.engine.give(request)).toEqual({ outcome: 'hidden' });
  });
});

describe('who moves an instance', () => {
  it('says which version he has seen', async () => {
    const stream = await asked();
    const request = command('joe', 'measure', { area: 50 }, { stream });
    expect(await town.engine.give(request)).toEqual({ outcome: 'version-needed' });
  });

  it('is told when somebody was faster', async () => {
    const stream = await asked();
    const on = { stream, expectedVersion: 1 };
    await town.engine.give(command('ann', 'measure', { area: 45 }, on));
    expect(await town.engine.give(command('joe', 'measure', { area: 50 }, on))).toEqual({
      outcome: 'stale',
      expected: 1,
      actual: 2,
    });
  });

  it('is told when somebody was faster at the very moment of writing', async () => {
    const late = await openTown((clock) => new Overtaken(clock, sha256));
    const stream = streamOf(await late.engine.give(command('ann', 'apply', { area: 40 })));
    Overtaken.by = await drafted(late, stream);
    const on = { stream, expectedVersion: 1 };
    expect(await late.engine.give(command('joe', 'measure', { area: 50 }, on))).toEqual({
      outcome: 'stale',
      expected: 1,
      actual: 2,
    });
  });

  it('is under the version of the procedure that the instance began with', async () => {
    const stream = await asked();
    const { measure: _, ...fewer } = RULES.workflows['permit'];
    await town.publish({ ...RULES, version: 2, workflows: { permit: fewer } });
    const on = { stream, expectedVersion: 1 };
    const old = await town.engine.give(command('joe', 'measure', { area: 50 }, on));
    expect(old).toMatchObject({ outcome: 'done' });
    const other = command('ann', 'apply', { area: 40 }, { key: 'later' });
    const young = { stream: streamOf(await town.engine.give(other)), expectedVersion: 1 };
    const measure = command('joe', 'measure', { area: 50 }, { ...young, key: 'later' });
    expect(codeOf(await town.engine.give(measure))).toBe('not-in-procedure');
  });
});

describe('with its key destroyed', () => {
  it('an instance takes no command that would write under it', async () => {
    const stream = await asked();
    town.keys.destroy(stream);
    const denial = { outcome: 'deny', reason: 'too late' };
    const request = command('joe', 'decide', denial, { stream, expectedVersion: 1 });
    // Tried or given, it is answered alike.
    for (const how of [{ dryRun: true as const }, {}])
      expect(codeOf(await town.engine.give({ ...request, ...how }))).toBe('key-destroyed');
    expect(await town.events(stream)).toHaveLength(1);
  });
});

describe('a store in trouble', () => {
  it('is said to be so: nothing was written', async () => {
    await town.store.close();
    expect(await town.engine.give(command('ann', 'apply', { area: 40 }))).toMatchObject({
      outcome: 'unavailable',
    });
  });
});

describe('the commands that are open', () => {
  it('are those of the procedure, with the reason where one is not', async () => {
    const stream = await asked();
    const open = await town.engine.openCommands('permit', stream, 'joe');
    expect(open?.map(({ command: name, refused }) => [name, refused?.code])).toEqual([
      ['apply', 'wrong-role'],
      ['measure', undefined],
      ['decide', undefined],
    ]);
  });
});

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SEALED = { k: expect.any(String), n: expect.any(String), c: expect.any(String) };

/** Lets somebody else write first, once, behind the back of who has already looked. */
class Overtaken extends MemoryStore {
  static by: Draft | undefined;

  override async append(
    stream: string,
    expectedVersion: number,
    drafts: readonly Draft[],
  ): Promise<Append> {
    const first = Overtaken.by;
    Overtaken.by = undefined;
    if (first) await super.append(first.stream, expectedVersion, [first]);
    return super.append(stream, expectedVersion, drafts);
  }
}

/** Another event of this stream, as somebody else would write it. */
async function drafted({ events }: Pick<typeof town, 'events'>, stream: string): Promise<Draft> {
  const [{ version: _, recordedAt: __, change: ___, ...event }] = await events(stream);
  return { ...event, eventId: '00000000-0000-4000-8000-00000000aaaa', type: 'PermitMeasured' };
}
