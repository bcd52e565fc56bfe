import fc from 'fast-check';
import { command, engineOf, openTown, streamOf } from '../test/town.js';
import type { Answer } from './answers.js';

let town: Awaited<ReturnType<typeof openTown>>;
beforeEach(async () => {
  town = await openTown();
});

/** A permit that Ann has taken in. */
async function asked(): Promise<string> {
  return streamOf(await town.engine.give(command('ann', 'apply', { area: 40 })));
}

describe('a retry', () => {
  it('gets the first receipt, also under a version that is stale by now, and adds nothing', async () => {
    const stream = await asked();
    const measure = command('ann', 'measure', { area: 45 }, { stream, expectedVersion: 1 });
    const first = await town.engine.give(measure);
    await town.engine.give(command('joe', 'measure', { area: 50 }, { stream, expectedVersion: 2 }));
    expect(await town.engine.give(measure)).toEqual({ ...first, repeated: true });
    expect(await town.events(stream)).toHaveLength(3);
  });

  it('of an opening gets the same instance', async () => {
    const first = await town.engine.give(command('ann', 'apply', { area: 40 }));
    expect(await town.engine.give(command('ann', 'apply', { area: 40 }))).toEqual({
      ...first,
      repeated: true,
    });
  });

  it('that arrives together with the first waits for it, and is told to be one', async () => {
    const measure = command('ann', 'apply', { area: 45 });
    const all = await Promise.all(Array.from({ length: 16 }, () => town.engine.give(measure)));
    const [first, ...others] = all;
    expect(first).toMatchObject({ outcome: 'done', repeated: false });
    expect(others).toEqual(others.map(() => ({ ...first, repeated: true })));
    const [, other] = await Promise.all(
      [50, 51].map((area) => town.engine.give(command('ann', 'apply', { area }, { key: 'both' }))),
    );
    expect(other).toEqual({ outcome: 'key-reused' });
  });

  it('is answered also to him who may not see the instance any more', async () => {
    const on = { stream: await asked(), expectedVersion: 1 };
    const given = command('joe', 'measure', { area: 45 }, on);
    const first = await town.engine.give(given);
    expect(first).toMatchObject({ outcome: 'done' });
    town.clock.micros = Date.parse('2019-12-31T12:00:00Z') * 1000;
    expect(await town.engine.give(given)).toEqual({ ...first, repeated: true });
    expect(await town.engine.give(command('joe', 'measure', { area: 46 }, on))).toEqual({
      outcome: 'key-reused',
    });
    // Another key is no retry: nothing is said of what he may not see.
    const anew = command('joe', 'measure', { area: 45 }, { ...on, key: 'anew' });
    expect(await town.engine.give(anew)).toEqual({ outcome: 'hidden' });
  });

  it('with another body is none', async () => {
    const stream = await asked();
    const on = { stream, expectedVersion: 1 };
    await town.engine.give(command('ann', 'measure', { area: 45 }, on));
    expect(await town.engine.give(command('ann', 'measure', { area: 46 }, on))).toEqual({
      outcome: 'key-reused',
    });
    const same = command('ann', 'measure', { area: 45, happenedAt: '2021-10-08' }, on);
    expect(await town.engine.give(same)).toEqual({ outcome: 'key-reused' });
  });

  it('is known by its body, not by the order of its fields', async () => {
    const one = command('ann', 'apply', { area: 40, remark: 'x' });
    const first = await town.engine.give(one);
    expect(await town.engine.give({ ...one, body: { remark: 'x', area: 40 } })).toEqual({
      ...first,
      repeated: true,
    });
  });

  it('belongs to the person and the command whose key it is', async () => {
    const stream = await asked();
    const key = 'shared';
    const by = (person: string, expectedVersion: number) =>
      town.engine.give(command(person, 'measure', { area: 45 }, { stream, expectedVersion, key }));
    expect(await by('ann', 1)).toMatchObject({ outcome: 'done', repeated: false });
    expect(await by('joe', 2)).toMatchObject({ outcome: 'done', repeated: false });
  });

  it('whose key was destroyed gets its receipt unchecked', async () => {
    const stream = await asked();
    const on = { stream, expectedVersion: 1 };
    const first = await town.engine.give(command('ann', 'measure', { area: 45 }, on));
    town.keys.destroy(stream);
    expect(await town.engine.give(command('ann', 'measure', { area: 46 }, on))).toEqual({
      ...first,
      repeated: true,
    });
  });

  it('adds nothing at whatever place of whatever sequence, from whichever process', async () => {
    const repeats = fc.array(fc.tuple(fc.nat(5), fc.boolean()), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(repeats, async (retries) => {
        const { engine, store, ...parts } = await openTown();
        const other = engineOf({ store, ...parts });
        const stream = streamOf(await engine.give(command('ann', 'apply', { area: 40 })));
        const all = [1, 2, 3, 4, 5].map((version) =>
          command('ann', 'measure', { area: version }, measuring(stream, version)),
        );
        const first: Answer[] = [];
        for (const [index, request] of all.entries()) {
          first.push(await engine.give(request));
          for (const [which, elsewhere] of retries) {
            if (which > index) continue;
            const again = await (elsewhere ? other : engine).give(all[which]);
            expect(again).toEqual({ ...first[which], repeated: true });
          }
        }
        expect(await store.read(stream)).toHaveLength(6);
        // What a process knows is the same, however it came in.
        const [one, two] = [engine.streams, other.streams].map((streams) => streams.load(stream));
        expect((await one).events).toEqual((await two).events);
      }),
      { numRuns: 50, seed: 20211031 },
    );
  });
});

function measuring(stream: string, version: number) {
  return { stream, expectedVersion: version, key: `measure-${version}` };
}
