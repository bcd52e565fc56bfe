import fc from 'fast-check';
import { decide, open, readInput, type Procedure, type Workflow } from '@cluetrail/workflow';
import { clue } from './clue/clue.js';
import type { Clue } from './clue/state.js';
import { INVARIANTS } from './testing/invariants.js';
import { CN } from './testing/office.js';
import { CLUE_SITUATIONS } from './testing/situations.js';
import { inputFor, NAMES, walked, type Walk, type World } from './testing/walk.js';

const WORLD: World = { workflow: clue, procedure: CN };
const walks: fc.Arbitrary<Walk> = fc.record({
  from: fc.constantFrom(...Object.keys(CLUE_SITUATIONS)),
  steps: fc.array(
    fc.record({
      person: fc.nat(NAMES.length - 1),
      pick: fc.nat(99),
      variant: fc.nat(99),
      days: fc.constantFrom(0, 0, 1, 4),
      late: fc.constantFrom(0, 0, 0, 1, 2, 6),
    }),
    { minLength: 5, maxLength: 25, size: 'max' },
  ),
});

const RUNS = { numRuns: 300, seed: 20211031 };

describe('whatever people try, in whatever order', () => {
  it('no invariant is broken', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        expect(brokenBy(walk, WORLD)).toEqual([]);
      }),
      RUNS,
    );
    expect(Object.keys(INVARIANTS).length).toBeGreaterThan(10);
  });

  it('everything that a clue can go through happens: the walks are no walks on the spot', () => {
    const types = new Set<string>();
    fc.assert(
      fc.property(walks, (walk) => {
        const { events } = walked(WORLD, walk);
        const own = events.filter(({ version }) => version > startOf(walk));
        for (const { type } of own) types.add(type);
      }),
      RUNS,
    );
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
    const blocks = blockedCodes();
    expect(blocks.size).toBeGreaterThan(5);
    fc.assert(
      fc.property(walks, fc.nat(99), (walk, variant) => {
        const { situations, events } = walked(WORLD, walk);
        for (const situation of situations)
          for (const { command, refused } of open(situation)) {
            if (refused) continue;
            const input = { ...valid(command, variant, events), reason: 'the rules ask for one' };
            const answer = decide(situation, command, input);
            if ('refused' in answer) expect(blocks).not.toContain(answer.refused.code);
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
    const holds = fc.property(walks, (walk) => !brokenBy(walk, world).includes(says));
    expect(fc.check(holds, { ...RUNS, numRuns: 2000, endOnFailure: true }).failed).toBe(true);
  });
});

function brokenBy(walk: Walk, world: World): string[] {
  const { events } = walked(world, walk);
  return Object.entries(INVARIANTS)
    .filter(([, broken]) => broken(events) !== undefined)
    .map(([says]) => says);
}

function startOf({ from }: Walk): number {
  return CLUE_SITUATIONS[from].length;
}

function mutant(
  rows: { readonly [command: string]: Partial<Workflow<Clue>['transitions'][string]> },
  procedure: Partial<Procedure> = {},
): World {
  const changed = Object.entries(rows).map(([command, row]) => [
    command,
    { ...clue.transitions[command], ...row },
  ]);
  const transitions = { ...clue.transitions, ...Object.fromEntries(changed) };
  return { workflow: { ...clue, transitions }, procedure: { ...CN, ...procedure } };
}

function valid(command: string, variant: number, events: Parameters<typeof inputFor>[1]['events']) {
  const read = readInput<object>(
    clue.transitions[command].input,
    inputFor(command, { variant, events }),
  );
  if ('faults' in read) throw new Error(`${command}: ${JSON.stringify(read.faults)}`);
  return read.input;
}

/** The codes that `blocked` can answer, read off the rows themselves, and those that come before it. */
function blockedCodes(): Set<string> {
  const sources = Object.values(clue.transitions).map(({ blocked }) => String(blocked ?? ''));
  const codes = sources.flatMap((source) => [...source.matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)]);
  const own = codes.map(([, code]) => code).filter((code) => code !== 'four-eyes');
  return new Set([...own, 'not-in-team', 'wrong-role', 'wrong-organ', 'wrong-state']);
}
