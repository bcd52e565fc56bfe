import { edge, type Permit, permit } from '../../workflow/test/permit.js';
import type { Feature } from './feature.js';
import { codeOf, command, engineOf, FEATURE, openTown, RULES, streamOf } from '../test/town.js';

describe('what an instance learns from another', () => {
  let first = '';
  /** On all permits together no more is noted than on one. */
  const feature: Feature<Permit> = {
    ...FEATURE,
    workflow: {
      ...permit,
      learns: {
        reads: () => [first],
        learnt: (state, other) => {
          const { notes = 0 } = (other(first) ?? {}) as Partial<Permit>; // a permit, as its stream says
          return { ...state, notes: state.notes + notes };
        },
      },
    },
  };
  const begun = async () => {
    const town = await openTown();
    const note = edge({ by: ['intake'], from: ['asked'] });
    const { permit: edges } = RULES.workflows;
    await town.publish({ ...RULES, version: 2, workflows: { permit: { ...edges, note } } });
    first = '';
    const engine = engineOf({ ...town, feature });
    const opened = async (by: string) =>
      streamOf(await engine.give(command(by, 'apply', { area: 40 }, { key: `${by}${count++}` })));
    const noted = async (by: string, stream: string, expectedVersion: number) =>
      codeOf(
        await engine.give(command(by, 'note', {}, { stream, expectedVersion, key: `n${count++}` })),
      );
    const one = await opened('ann');
    const notedTwice = async () => {
      for (const version of [1, 2]) expect(await noted('ann', one, version)).toBe('done');
      first = one;
    };
    return { town, engine, opened, noted, one, notedTwice };
  };
  let count = 0;
  const codeIn = (commands: readonly { command: string; refused?: { code: string } }[] = []) =>
    commands.find((one) => one.command === 'note')?.refused?.code;

  it('counts in a decision, and in what is open', async () => {
    const { engine, opened, noted, notedTwice } = await begun();
    const other = await opened('ann');
    expect(codeIn(await engine.openCommands('permit', other, 'ann'))).toBeUndefined();
    await notedTwice();
    expect(await noted('ann', other, 1)).toBe('noted-enough');
    expect(codeIn(await engine.openCommands('permit', other, 'ann'))).toBe('noted-enough');
  });

  it('binds an actor who may not see the other, too', async () => {
    const { engine, opened, noted, notedTwice } = await begun();
    const ofVillage = await opened('vera');
    await notedTwice();
    expect(codeIn(await engine.openCommands('permit', ofVillage, 'vera'))).toBe('noted-enough');
    expect(await noted('vera', ofVillage, 1)).toBe('noted-enough');
  });

  it('is what was known of the other at that time', async () => {
    const { town, engine, opened, one, notedTwice } = await begun();
    const other = await opened('ann');
    await notedTwice();
    const [, once, twice] = await town.events(one);
    const office = {
      role: 'intake',
      organId: 'town',
      organPath: '/town/',
      clearance: 'L2',
    } as const;
    const at = async (knownAt: string) => {
      const past = engine.at({ asOf: twice.happenedAt.at, knownAt });
      const asked = feature as unknown as Feature; // it meets only states of its own
      return codeIn((await past.could(asked, other, { personId: 'ann', office }))?.commands);
    };
    expect(await at(once.recordedAt)).toBeUndefined();
    expect(await at(twice.recordedAt)).toBe('noted-enough');
  });
});
