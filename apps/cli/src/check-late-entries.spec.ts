import { readFileSync } from 'node:fs';
import { checkProcedure } from './check-procedure.js';

const FILE = new URL('../../../libs/clues/procedures/cn-2019-example.v5.yaml', import.meta.url);
const NEWEST = readFileSync(FILE, 'utf8').replace('cn-2019-example\n', 'own\n');

/** What is written instead of something of the newest procedure, and what is said of it. */
const FAULTS: readonly (readonly [what: string, from: RegExp, to: string, expected: string])[] = [
  [
    'a state in which nobody countersigns',
    /(    countersign: .*settled), archived/,
    '$1',
    'clue.countersign: expected countersign in every state in which people act: also archived, found from registered',
  ],
  [
    'late entries that nobody countersigns',
    /    countersign: .*underInvestigation.*\n/,
    '',
    'workflows.case: expected countersign in every state in which people act: also underInvestigation, awaitingAdjudication, adjudicating, decided, executed, withdrawn, found none',
  ],
  [
    'a countersignature that nobody asks for',
    /backdating: .*\n/,
    '',
    'workflows.clue.countersign: expected backdating in the procedure, found none',
  ],
  [
    'four eyes of a countersignature, which has its own',
    /\[answerNotice, liftNotice\]/,
    '[countersign, liftNotice]',
    'expected a command of this procedure, found countersign',
  ],
  [
    'a countersignature that a step waits for',
    /(archive: \{ by: \[clue-admin\])/,
    '$1, needs: [countersign]',
    'clue.archive.needs[0]: expected a command of this procedure, found countersign',
  ],
  [
    'late entries of no number of days',
    /(backdating: \{ days: )10/,
    '$1-1',
    'backdating.days: expected',
  ],
];

describe('a procedure that says which entries are late', () => {
  it.each(FAULTS)('is refused with %s', (_, from, to, expected) => {
    expect(NEWEST).toMatch(from);
    expect(() => checkProcedure(NEWEST.replace(from, to), 'own.yaml')).toThrow(expected);
  });

  it('is sound without it, and without countersignatures', () => {
    const free = NEWEST.replace(/^backdating: .*\n/m, '').replaceAll(
      /^    countersign: .*\n/gm,
      '',
    );
    expect(() => checkProcedure(free, 'own.yaml')).not.toThrow();
  });
});
