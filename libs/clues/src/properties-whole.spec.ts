import fc from 'fast-check';
import { decide, open, readInput } from '@cluetrail/workflow';
import type { Case } from './case/case.js';
import type { Clue } from './clue/state.js';
import { INVARIANTS, OF_A_CASE, OF_THE_WHOLE } from './testing/invariants.js';
import { OF_CLOCKS } from './testing/invariants-of-clocks.js';
import { letGo } from './testing/handled.js';
import { command } from './testing/said.js';
import { SITUATIONS, type SituationName } from './testing/situations-v2.js';
import { walked, type World } from './testing/walk.js';
import { mutant, noticed, OF_CASE, takenIn, walksIn, WHOLE } from '../test/walks.js';

const OF_A_CLUE = { ...INVARIANTS, ...OF_THE_WHOLE };
const RUNS = { numRuns: 200, seed: 20211031 };
const walks = walksIn(WHOLE);

describe('whatever people try with a clue under the whole procedure', () => {
  it('no invariant is broken, and almost every row is taken: the walks are no walks on the spot', () => {
    // That every row can be taken stands in the table of outcomes.
    expect(takenIn(WHOLE, { ...RUNS, invariants: OF_A_CLUE }).size).toBeGreaterThan(50);
  });

  it('what is shown as shut is refused for the very reason that was shown', () => {
    fc.assert(
      fc.property(walks, fc.nat(99), (walk, variant) => {
        const { situations, events } = walked(WHOLE, walk);
        for (const situation of situations.slice(-4))
          for (const { command, refused } of open(situation)) {
            if (!refused) continue;
            const read = readInput<object>(
              WHOLE.workflow.transitions[command].input,
              WHOLE.inputFor(command, { variant, events }),
            );
            if ('faults' in read) throw new Error(`${command}: ${JSON.stringify(read.faults)}`);
            const answer = decide(situation, command, { ...read.input, reason: 'as asked' });
            expect(answer).toEqual({ refused });
          }
      }),
      { ...RUNS, numRuns: 20 },
    );
  });
});

describe('whatever people try with a clue that was assigned, signed for and sent on', () => {
  const sentOn = [
    ...SITUATIONS.withUnit,
    letGo('bijie'),
    command('transfer', { to: 'bijie', direction: 'up' }).by('chen').on('2021-09-14'),
  ];
  const world: World = { ...WHOLE, lawful: { ...WHOLE.lawful, situations: { sentOn } } };

  it('wins no time by a transfer that comes to nothing', () => {
    const types = takenIn(world, { ...RUNS, numRuns: 80, invariants: OF_CLOCKS });
    expect(types).toContain('TransferRefused');
  });
});

describe('whatever people try with a case', () => {
  it('no invariant is broken, and every row is taken', () => {
    expect([...takenIn(OF_CASE, { ...RUNS, invariants: OF_A_CASE })].sort()).toEqual(
      Object.keys(OF_CASE.procedure.workflows['case'])
        .map((command) => OF_CASE.workflow.transitions[command].event)
        .sort(),
    );
  });
});

const rows = (...[changed, more]: Tail<typeof mutant<Clue>>) => mutant(WHOLE, changed, more);
const without = (first: string, second: string) => ({
  fourEyes: WHOLE.procedure.fourEyes.filter((pair) => pair.join() !== `${first},${second}`),
});
const edges = (command: string, more: object) => ({
  workflows: {
    ...WHOLE.procedure.workflows,
    clue: {
      ...WHOLE.procedure.workflows['clue'],
      [command]: { ...WHOLE.procedure.workflows['clue'][command], ...more },
    },
  },
});

/** A rule taken out, and what then happens sooner or later, from these situations on. */
const MUTANTS: readonly (readonly [
  mutant: string,
  breaks: string,
  world: World,
  from: readonly SituationName[],
])[] = [
  [
    'an allocation decided by whoever proposed it',
    'who proposes an allocation does not decide it',
    rows(
      { approveAllocation: { blocked: undefined } },
      without('proposeAllocation', 'approveAllocation'),
    ),
    ['registered+ready'],
  ],
  [
    'one rejected by whoever proposed it',
    'who proposes an allocation does not decide it',
    rows({ rejectAllocation: { blocked: undefined } }),
    ['registered+ready'],
  ],
  [
    'nobody barred',
    'who was recused acts no more',
    rows({}, { bars: () => false }),
    ['withUnit+recused'],
  ],
  [
    'officers of whatever kind',
    'who was recused is not assigned again',
    rows({ assignOfficers: { unless: undefined } }),
    ['withUnit+recused'],
  ],
  [
    'replacements of whatever kind',
    'who was recused is not assigned again',
    rows({ replaceOfficer: { unless: undefined } }),
    ['withUnit+recused'],
  ],
  [
    'a transfer that hands over at once',
    'the sender stays responsible until the receiver signs, or an organ above decides',
    rows({ transfer: { organ: (_, { to }) => to } }),
    ['withUnit'],
  ],
  [
    'a transfer before its approval',
    'what is handed on was approved',
    rows({}, edges('transfer', { needs: [] })),
    ['pendingAllocation'],
  ],
  [
    'a transfer by the unit without one',
    'what is handed on was approved',
    rows({}, edges('transfer', { needs: [] })),
    ['withUnit', 'returned'],
  ],
  [
    'a transfer to somebody else',
    'what is handed on was approved',
    rows({ transfer: { unless: undefined } }),
    ['pendingAllocation+approved'],
  ],
  [
    'a disposal approved without deliberation',
    'a disposal is deliberated before it is approved',
    rows({}, edges('approveDisposal', { needs: [] })),
    ['disposalPending'],
  ],
  [
    'a talk concluded by whoever held it',
    'who talked with a subject does not conclude on it',
    rows({ concludeTalk: { blocked: undefined } }, without('conductTalk', 'concludeTalk')),
    ['disposalPending+talk', 'talkInquiry'],
  ],
  [
    'a notice lifted by whoever answered it',
    'who answers a notice does not lift it',
    rows({}, without('answerNotice', 'liftNotice')),
    ['withUnit+notice'],
  ],
  [
    'an archive for everything',
    'nothing is archived while somebody waits to be told',
    rows({ archive: { blocked: undefined } }),
    ['settled'],
  ],
  [
    'an extension by whoever',
    'the second extension at most, and that one from above',
    rows({ grantExtension: { unless: undefined } }),
    ['verifying+asked', 'verifying+extended'],
  ],
  [
    'officers replaced before they were assigned',
    'nothing that was accepted is lost, whenever it happened',
    rows({ replaceOfficer: { after: [] } }),
    ['withUnit+officers'],
  ],
  [
    'an officer who approved, named into the team',
    'who verified neither concludes nor closes',
    rows({ concludeVerification: { blocked: undefined } }),
    ['verified'],
  ],
];

const OF_CASES: readonly (readonly [mutant: string, breaks: string, world: World<Case>])[] = [
  ...(['acceptForAdjudication', 'decide', 'returnForSupplement', 'withdrawCase'] as const).map(
    (command) =>
      [
        `${command} by whoever investigated`,
        'who investigates neither adjudicates nor decides',
        mutant(OF_CASE, { [command]: { blocked: undefined } }),
      ] as const,
  ),
  [
    'a panel of whatever kind',
    'who investigates neither adjudicates nor decides',
    mutant(OF_CASE, { acceptForAdjudication: { unless: undefined } }),
  ],
  [
    'supplements without end',
    'a case is returned for a supplement twice at most',
    mutant(OF_CASE, { returnForSupplement: { blocked: undefined } }),
  ],
  ['nobody barred', 'who was recused acts no more', mutant(OF_CASE, {}, { bars: () => false })],
  [
    'a report with signatures missing',
    'a report is submitted when all who investigate have signed it',
    mutant(OF_CASE, { concludeInvestigation: { unless: undefined } }),
  ],
  [
    'an officer added as a person of the case',
    'nobody investigates himself',
    mutant(OF_CASE, { addCasePerson: { unless: undefined } }),
  ],
];

describe('without a rule', () => {
  it.each(MUTANTS)('%s: it is noticed that not %s', (_, says, world, from) => {
    expect(Object.keys(OF_A_CLUE)).toContain(says);
    const runs = { ...RUNS, numRuns: 1000, invariants: OF_A_CLUE };
    expect(noticed(world, says, { ...runs, from })).toBe(true);
    expect(noticed(WHOLE, says, { ...runs, from, numRuns: 20 })).toBe(false);
  });

  it.each(OF_CASES)('%s: it is noticed that not %s', (_, says, world) => {
    expect(Object.keys(OF_A_CASE)).toContain(says);
    const runs = { ...RUNS, numRuns: 1000, invariants: OF_A_CASE };
    expect(noticed(world, says, runs)).toBe(true);
  });
});

type Tail<F> = F extends (first: never, ...rest: infer R) => unknown ? R : never;
