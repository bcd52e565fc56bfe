import { reachedFrom, stateOf, waysOf, type Workflow } from '@cluetrail/workflow';
import { caseWork } from './case/case.js';
import { clue } from './clue/clue.js';
import { shippedProcedures, WORKFLOWS } from './procedures.js';
import { CASE_SITUATIONS } from './testing/case-situations.js';
import { CN2 } from './testing/office.js';
import { played } from './testing/played.js';
import { SITUATIONS } from './testing/situations-v2.js';
import { CASE_STREAM } from './testing/told.js';
import { statesOf } from './testing/tried.js';
import { lacks } from './testing/ways.js';

// Told by their states alone. A person's record has no end.
const KINDS = (Object.values(WORKFLOWS) as unknown as Workflow[]).filter(
  ({ kind }) => kind !== 'person',
);
const GRAPHS = shippedProcedures().flatMap((procedure) =>
  KINDS.filter(({ kind }) => kind in procedure.workflows).map((workflow) => ({
    of: `a ${workflow.kind} under ${procedure.name} version ${procedure.version}`,
    ...{ procedure, workflow },
  })),
);
const CLUE = clue as unknown as Workflow;
const CASE = caseWork as unknown as Workflow;
const NOTHING = { endless: [], neverReached: [] };

describe('no state is a dead end', () => {
  it.each(GRAPHS)('$of', ({ procedure, workflow }) => {
    expect(lacks(workflow, procedure)).toEqual(NOTHING);
  });

  it('there are procedures to search', () => {
    expect(GRAPHS.filter(({ workflow }) => workflow.kind === 'clue').length).toBeGreaterThan(2);
  });
});

/** What splits, merges, seals up or voids a clue is a way out of almost anything: these leave the ordinary way alone. */
const WAYS_OUT = ['split', 'mergeInto', 'markDuplicate', 'sealUp', 'void'];

describe('the whole procedure', () => {
  it('leads from every state in which something is to be done to the archive, by the ordinary way', () => {
    expect(unarchived()).toEqual([]);
  });

  it('ends a clue in six ways, beside the settling', () => {
    const ended = statesOf(CN2, 'clue').filter((state) => CLUE.states[state]?.ended);
    expect(ended).toEqual([
      'archived',
      'duplicate',
      'mergedAway',
      'sealedUp',
      'settled',
      'splitParent',
      'void',
    ]);
  });

  it('brings a clue into every state that there is, by commands alone', () => {
    const states = Object.entries(SITUATIONS).map(([name, commands]) => {
      const { state } = stateOf(clue, played({ workflow: clue, procedure: CN2 }, commands));
      expect(state).toBe(name.split('+')[0]);
      return state;
    });
    expect([...new Set(states)].sort()).toEqual([...Object.keys(CLUE.states), 'none'].sort());
  });

  it('and a case into every one but that in which cases of the first procedure end', () => {
    const play = { workflow: caseWork, procedure: CN2, stream: CASE_STREAM };
    const states = Object.entries(CASE_SITUATIONS).map(([name, commands]) => {
      const { state } = stateOf(caseWork, played(play, commands));
      expect(state).toBe(name.split('+')[0]);
      return state;
    });
    const all = Object.keys(CASE.states).filter((state) => state !== 'reported');
    expect([...new Set(states)].sort()).toEqual([...all, 'none'].sort());
  });
});

describe('without a way', () => {
  it.each([
    ['settle', { endless: ['closing'], neverReached: ['settled', 'archived'] }],
    ['recordInvestigationConcluded', { endless: ['decided'], neverReached: [] }],
    ['archive', { endless: [], neverReached: ['archived'] }],
    ['sealUp', { endless: [], neverReached: ['sealedUp'] }],
    ['proposeAllocation', { endless: [], neverReached: ['pendingAllocation'] }],
  ])('%s: it is noticed where a clue stays for ever, and where none comes', (command, expected) => {
    expect(sorted(lacks(CLUE, CN2, [command]))).toEqual(sorted(expected));
  });

  it.each([
    ['release', ['held']],
    ['concludeTalk', ['talkInquiry']],
    ['submitVerificationReport', ['verifying']],
    ['archive', unarchivable()],
  ])('%s: it is noticed what never comes to the archive', (command, expected) => {
    expect(unarchived(command)).toEqual(expected);
  });

  it('executeDecision: it is noticed that cases stay decided', () => {
    expect(lacks(CASE, CN2, ['executeDecision'])).toEqual({
      endless: ['decided'],
      neverReached: [],
    });
  });
});

function unarchivable(): string[] {
  return statesOf(CN2, 'clue').filter((state) => !isOver(state));
}

function unarchived(...without: readonly string[]): string[] {
  const ways = waysOf(CN2, 'clue').filter(
    ({ command }) => ![...WAYS_OUT, ...without].includes(command),
  );
  return unarchivable().filter((state) => !reachedFrom(state, ways).has('archived'));
}

function isOver(state: string): boolean {
  return CLUE.states[state]?.ended === true && state !== 'settled';
}

function sorted({ endless, neverReached }: { endless: string[]; neverReached: string[] }) {
  return { endless: endless.toSorted(), neverReached: neverReached.toSorted() };
}
