import fc from 'fast-check';
import type { Procedure, Workflow } from '@cluetrail/workflow';
import { caseWork, type Case } from '../src/case/case.js';
import { clue } from '../src/clue/clue.js';
import { CASE_SITUATIONS } from '../src/testing/case-situations.js';
import type { Invariants } from '../src/testing/invariants.js';
import { CN, CN2 } from '../src/testing/office.js';
import { CLUE_SITUATIONS } from '../src/testing/situations.js';
import { SITUATIONS } from '../src/testing/situations-v2.js';
import { CASE_STREAM } from '../src/testing/told.js';
import {
  inputFor,
  MORE_PEOPLE,
  PEOPLE,
  walked,
  type Walk,
  type World,
} from '../src/testing/walk.js';
import { inputFor as inputForWhole, inputForCase } from '../src/testing/walk-inputs.js';

/** A clue under the first procedure, under the whole one, and a case: each as it should be. */
export const FIRST: World = worldOf({ workflow: clue, procedure: CN }, CLUE_SITUATIONS, inputFor);
export const WHOLE: World = worldOf({ workflow: clue, procedure: CN2 }, SITUATIONS, inputForWhole);
export const OF_CASE: World<Case> = {
  ...worldOf({ workflow: caseWork, procedure: CN2 }, CASE_SITUATIONS, inputForCase),
  stream: CASE_STREAM,
};

function worldOf<S extends object>(
  place: { readonly workflow: Workflow<S>; readonly procedure: Procedure },
  situations: World<S>['lawful']['situations'],
  said: World<S>['inputFor'],
): World<S> {
  const people = place.procedure === CN ? PEOPLE : MORE_PEOPLE;
  return { ...place, lawful: { ...place, situations }, inputFor: said, people };
}

/** From any situation, or from these: the shorter the way, the sooner a missing rule shows. */
export function walksIn<S extends object>(
  { lawful, people }: World<S>,
  from: readonly string[] = Object.keys(lawful.situations),
): fc.Arbitrary<Walk> {
  return fc.record({
    from: fc.constantFrom(...from),
    steps: fc.array(
      fc.record({
        person: fc.nat(Object.keys(people).length - 1),
        pick: fc.nat(people === PEOPLE ? 99 : 9999),
        variant: fc.nat(99),
        days: fc.constantFrom(0, 0, 1, 4),
        late: fc.constantFrom(0, 0, 0, 1, 2, 6),
      }),
      { minLength: 5, maxLength: 25, size: 'max' },
    ),
  });
}

export interface Search {
  readonly invariants: Invariants;
  readonly from?: readonly string[];
  readonly numRuns: number;
  readonly seed: number;
}

/**
 * The types of what happens of itself in so many walks, beyond the way to their start. Throws the shortest walk found
 * that breaks an invariant.
 */
export function takenIn<S extends object>(
  world: World<S>,
  { invariants, from, ...runs }: Search,
): ReadonlySet<string> {
  const types = new Set<string>();
  const holds = fc.property(walksIn(world, from), (walk) => {
    const { events } = walked(world, walk);
    const broken = Object.keys(invariants).filter((says) => invariants[says](events) !== undefined);
    if (broken.length > 0) throw new Error(`expected no invariant broken, found ${broken.join()}`);
    const start = world.lawful.situations[walk.from].length;
    for (const { version, type } of events) if (version > start) types.add(type);
  });
  fc.assert(holds, runs);
  return types;
}

/** A walk that breaks this one. Throws what a walk throws: what fails for another reason shows nothing. */
export function noticed<S extends object>(
  world: World<S>,
  says: string,
  { invariants, from, ...runs }: Search,
): boolean {
  const broken = invariants[says];
  let thrown: unknown;
  const holds = fc.property(walksIn(world, from), (walk) => {
    try {
      return broken(walked(world, walk).events) === undefined;
    } catch (error) {
      thrown = error;
      return true;
    }
  });
  const { failed } = fc.check(holds, { ...runs, endOnFailure: true });
  if (thrown !== undefined) throw thrown;
  return failed;
}

/** The world without a rule. */
export function mutant<S extends object>(
  world: World<S>,
  rows: { readonly [command: string]: Partial<Workflow<S>['transitions'][string]> },
  {
    bars = world.workflow.bars,
    ...procedure
  }: Partial<Procedure> & Pick<Partial<Workflow<S>>, 'bars'> = {},
): World<S> {
  const { workflow } = world;
  const changed = Object.entries(rows).map(([command, row]) => [
    command,
    { ...workflow.transitions[command], ...row },
  ]);
  const transitions = { ...workflow.transitions, ...Object.fromEntries(changed) };
  return {
    ...world,
    workflow: { ...workflow, transitions, bars },
    procedure: { ...world.procedure, ...procedure },
  };
}
