import fc from 'fast-check';
import { often } from '../../../test/support/often.js';
import { splitting } from './processes/splitting.js';
import { RULES, type Rules } from './testing/house.js';
import { faultsOf, HAND_OVERS, JOINS, steps } from '../test/matters.js';
import { CN5, shipped } from './testing/office.js';

const RUNS = { numRuns: often(150, 75), seed: 20211031 };

describe('whatever is split, merged, marked and handed on', () => {
  it('no subject and no report is lost, and no clock is won', () => {
    const given = new Set<string>();
    fc.assert(
      fc.property(steps, (all) => {
        expect(faultsOf(all, RULES, given)).toEqual([]);
      }),
      RUNS,
    );
    expect([...JOINS, ...HAND_OVERS, 'sealUp'].filter((one) => !given.has(one))).toEqual([]);
    expect(given).toContain('giveBack');
    expect(given).toContain('crosswise');
  });
});

describe('where whoever takes a matter in does not handle it', () => {
  it('no subject and no report is lost either, and no clock is won', () => {
    const rules = { ...RULES, procedure: CN5 };
    const given = new Set<string>();
    fc.assert(
      fc.property(steps, (all) => {
        expect(faultsOf(all, rules, given)).toEqual([]);
      }),
      { ...RUNS, numRuns: often(75, 30) },
    );
    expect(JOINS.filter((one) => !given.has(one))).toEqual([]);
  });
});

describe('whatever is handed on under the procedure of the directive', () => {
  it('no subject and no report is lost, and no clock is won', () => {
    const rules = { ...RULES, procedure: shipped('eu-2019-1937-example', 2) };
    const given = new Set<string>();
    fc.assert(
      fc.property(steps, (all) => {
        expect(faultsOf(all, rules, given)).toEqual([]);
      }),
      RUNS,
    );
    expect([...given]).toEqual(expect.arrayContaining(['transfer', 'acceptTransfer']));
  });
});

type On = typeof splitting.on;

/** The rules with other answers of the process `splitting`. */
const splittingBy = (on: (entries: [string, On[string]][]) => [string, On[string]][]): Rules => ({
  ...RULES,
  processes: RULES.processes.map((process) =>
    process === splitting
      ? { ...process, on: Object.fromEntries(on(Object.entries(splitting.on))) as On }
      : process,
  ),
});
const forgetting = (field: string): Rules =>
  splittingBy((entries) =>
    entries.map(([type, answer]) => [
      type,
      (event, earlier) =>
        answer(event, earlier).map((one) => ({
          ...one,
          input: { ...one.input, ...(field in one.input && { [field]: [] }) },
        })),
    ]),
  );
const answering = (types: readonly string[]): Rules =>
  splittingBy((entries) => entries.filter(([type]) => types.includes(type)));
const { clue } = RULES.workflows;
const taking: Rules = {
  ...RULES,
  workflows: {
    ...RULES.workflows,
    clue: {
      ...clue,
      transitions: {
        ...clue.transitions,
        takeMerged: { ...clue.transitions['takeMerged'], data: (_, input: object) => input },
      },
    },
  },
};
const forgettingClocks: Rules = {
  ...RULES,
  workflows: {
    ...RULES.workflows,
    clue: {
      ...clue,
      transitions: {
        ...clue.transitions,
        giveBack: {
          ...clue.transitions['giveBack'],
          data: (...all) => ({ ...clue.transitions['giveBack'].data?.(...all), undoes: null }),
        },
      },
    },
  },
};
const restarting: Rules = {
  ...RULES,
  procedure: {
    ...RULES.procedure,
    obligations: RULES.procedure.obligations.map((rule) =>
      rule.code === 'dispose' ? { ...rule, cancels: [...rule.cancels, 'ClueTransferred'] } : rule,
    ),
  },
};

describe('it is noticed', () => {
  it.each([
    ['when the dues do not go along', forgetting('inherits'), 'won'],
    ['when people do not go along', forgetting('subjects'), 'lost'],
    ['when reports do not go along', forgetting('reports'), 'lost'],
    [
      'when nothing is passed on or given back',
      answering(['ClueSplit', 'ClueMergedAway', 'ClueMarkedDuplicate']),
      'lost',
    ],
    ['when a clue that is over takes something in', taking, 'takes in'],
    ['when a clue is given back without its clocks', forgettingClocks, 'stopped'],
    ['when nothing that was due comes along', forgetting('inherits'), 'runs nowhere'],
    ['when a transfer starts the clock anew', restarting, 'won'],
  ])('%s', (_, rules, says) => {
    let thrown: unknown;
    const holds = fc.property(steps, (all) => {
      try {
        return !faultsOf(all, rules).some((fault) => fault.includes(says));
      } catch (error) {
        thrown = error;
        return true;
      }
    });
    expect(fc.check(holds, { ...RUNS, numRuns: 300, endOnFailure: true }).failed).toBe(true);
    expect(thrown).toBeUndefined();
  });
});
