import fc from 'fast-check';
import { decide, open, readInput } from '@cluetrail/workflow';
import { clue } from './clue/clue.js';
import type { Clue } from './clue/state.js';
import { INVARIANTS as COMMON, OF_THE_FIRST } from './testing/invariants.js';
import { CN } from './testing/office.js';
import { inputFor, walked, type World } from './testing/walk.js';
import { FIRST as WORLD, mutant as without, noticed, takenIn, walksIn } from '../test/walks.js';

const INVARIANTS = { ...COMMON, ...OF_THE_FIRST };
const walks = walksIn(WORLD);

const RUNS = { numRuns: 300, seed: 20211031 };

describe('whatever people try, in whatever order', () => {
  it('no invariant is broken, and everything that a clue can go through happens: the walks are no walks on the spot', () => {
    expect(Object.keys(INVARIANTS).length).toBeGreaterThan(10);
    const types = takenIn(WORLD, { ...RUNS, invariants: INVARIANTS });
    const commands = Object.keys(CN.workflows[clue.kind]);
    const all = commands.map((command) => clue.transitions[command].event);
    // The case reports to the clue, and a case is not walked here.
    expect(all.filter((type) => !types.has(type))).toEqual(['InvestigationConcluded']);
  });
});

describe('what is shown as open', () => {
  it('is refused, with a valid input, for the very reason that was shown', () => {
    fc.assert(
      fc.property(walks, fc.nat(99), (walk, variant) => {
        const { situations, events } = walked(WORLD, walk);
        for (const situation of situations)
          for (const { command, refused } of open(situation)) {
            if (!refused) continue;
            const input = { ...valid(command, variant, events), reason: 'the rules ask for one' };
            expect(decide(situation, command, input)).toEqual({ refused });
          }
      }),
      { ...RUNS, numRuns: 40 },
    );
  });

  it('is never refused for role, organ, state or what blocks the row', () => {
    expect(blockedCodes('close').size).toBeGreaterThan(5);
    fc.assert(
      fc.property(walks, fc.nat(99), (walk, variant) => {
        const { situations, events } = walked(WORLD, walk);
        for (const situation of situations)
          for (const { command, refused } of open(situation)) {
            if (refused) continue;
            const input = { ...valid(command, variant, events), reason: 'the rules ask for one' };
            const answer = decide(situation, command, input);
            if ('refused' in answer)
              expect(blockedCodes(command)).not.toContain(answer.refused.code);
          }
      }),
      { ...RUNS, numRuns: 40 },
    );
  });
});

/** A rule taken out, and what then happens sooner or later. */
const MUTANTS: readonly (readonly [mutant: string, breaks: string, world: World])[] = [
  [
    'an approval without four eyes',
    'who proposes a disposal does not approve it',
    mutant({ approveDisposal: { blocked: undefined } }, { fourEyes: [] }),
  ],
  [
    'a conclusion without four eyes',
    'who submits a report does not conclude on it',
    mutant({ concludeVerification: { blocked: undefined } }, { fourEyes: [] }),
  ],
  [
    'a conclusion from within the team',
    'who verified neither concludes nor closes',
    mutant({ concludeVerification: { blocked: undefined } }),
  ],
  [
    'a closing from within the team',
    'who verified neither concludes nor closes',
    mutant({ close: { blocked: undefined } }),
  ],
  [
    'an extension without four eyes',
    'who asks for an extension does not answer it',
    mutant({ refuseExtension: { unless: undefined } }),
  ],
  [
    'a report with signatures missing',
    'a report is submitted when all of the team have signed it',
    mutant({ submitVerificationReport: { unless: undefined } }),
  ],
  [
    'a proposal by anybody',
    'two officers are assigned before a disposal is proposed',
    mutant({ proposeDisposal: { blocked: undefined } }),
  ],
  [
    'a verification before the approval',
    'a verification starts when its disposal is approved',
    mutant({ startVerification: { blocked: undefined } }),
  ],
  [
    'a verification that may happen before the approval',
    'a verification starts when its disposal is approved',
    mutant({ startVerification: { after: [] } }),
  ],
  [
    'officers assigned before those who were assigned last',
    'nothing that was accepted is lost, whenever it happened',
    mutant({ assignOfficers: { after: [] } }),
  ],
  [
    'an investigation without a filing',
    'an investigation starts when a filing was approved',
    mutant({ startInvestigation: { blocked: undefined } }),
  ],
  [
    'officers of whatever kind',
    'nobody works on a clue about himself',
    mutant({ assignOfficers: { unless: undefined } }),
  ],
  [
    'corrections of whatever kind',
    'state changes chain, from none on',
    mutant({ correctFact: { unless: undefined } }),
  ],
];

describe('without a rule', () => {
  it.each(MUTANTS)('%s: it is noticed that not %s', (_, says, world) => {
    expect(Object.keys(INVARIANTS)).toContain(says);
    const runs = { ...RUNS, numRuns: 2000 };
    expect(noticed(world, says, { ...runs, invariants: INVARIANTS })).toBe(true);
  });
});

function mutant(...changes: Tail<typeof without<Clue>>): World {
  return without(WORLD, ...changes);
}

type Tail<F> = F extends (first: never, ...rest: infer R) => unknown ? R : never;

function valid(command: string, variant: number, events: Parameters<typeof inputFor>[1]['events']) {
  const read = readInput<object>(
    clue.transitions[command].input,
    inputFor(command, { variant, events }),
  );
  if ('faults' in read) throw new Error(`${command}: ${JSON.stringify(read.faults)}`);
  return read.input;
}

/** The codes that `blocked` of a row can answer, read off the row itself, and those that come before it. */
function blockedCodes(command: string): Set<string> {
  const source = String(clue.transitions[command].blocked ?? '');
  const codes = [...source.matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)].map(([, code]) => code);
  const own = codes.filter((code) => code !== 'four-eyes');
  return new Set([
    ...own,
    'wrong-role',
    'wrong-organ',
    'no-organ-above',
    'wrong-state',
    'actor-recused',
  ]);
}
