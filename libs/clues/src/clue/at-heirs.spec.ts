import fc from 'fast-check';
import { stateOf } from '@cluetrail/workflow';
import { OF_CASE, WHOLE, walksIn } from '../../test/walks.js';
import { walked, type World } from '../testing/walk.js';

const ORGANS = ['nayong', 'qianxi', 'bijie', 'guizhou'];
const RUNS = { numRuns: 100, seed: 20211031 };

/** Where organs stand in what a walk leads to, beside the responsible one, and where they still do once all are merged. */
function placesIn<S extends object>({ workflow, ...world }: World<S>) {
  const named = new Set<string>();
  const left = new Set<string>();
  const from = (state: object, into: Set<string>) => {
    for (const [field, value] of Object.entries(state))
      if (field !== 'organ' && ORGANS.some((one) => JSON.stringify(value)?.includes(`"${one}"`)))
        into.add(field);
  };
  const all = Object.keys(world.lawful.situations).map((one) => ({ from: one, steps: [] }));
  const look = (walk: Parameters<typeof walked>[1]) => {
    const state = stateOf(workflow, walked({ workflow, ...world }, walk).events);
    from(state, named);
    from(workflow.atHeirs?.(state, (organ) => `heir-of-${organ}`) ?? state, left);
  };
  for (const walk of all) look(walk);
  fc.assert(fc.property(walksIn({ workflow, ...world }), look), RUNS);
  return { named: [...named].sort(), left: [...left] };
}

describe('when the organs are merged that it names', () => {
  it('a clue names their heirs, wherever it names one', () => {
    expect(placesIn(WHOLE)).toEqual({
      named: ['allocation', 'managedBy', 'noticesFrom', 'receiver', 'refusedBy'],
      left: [],
    });
  });

  it('a case names the heir of the one that decided', () => {
    expect(placesIn(OF_CASE)).toEqual({ named: ['decidingOrgan'], left: [] });
  });
});
