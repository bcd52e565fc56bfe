import { readdirSync, readFileSync } from 'node:fs';
import { checkProcedure } from './check-procedure.js';

const FOLDER = new URL('../../../libs/clues/procedures/', import.meta.url);
const shipped = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8');
const FIRST = shipped('cn-2019-example.v1.yaml');
const NEWEST = shipped('cn-2019-example.v5.yaml').replace('cn-2019-example\n', 'own\n');

function faults(text: string): string {
  try {
    checkProcedure(text, 'own.yaml');
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What is written instead of something of the newest procedure, and what is said of it. */
const STILL: readonly (readonly [what: string, from: RegExp, to: string, expected: string])[] = [
  [
    'a role that sees no case',
    /(decide: \{ by: )\[leader\]/,
    '$1[leader, sysadmin]',
    'case.decide.by[1]: expected a role that sees it, found sysadmin',
  ],
  [
    'one that sees totals alone',
    /(settle: \{ by: )\[clue-admin\]/,
    '$1[statistician]',
    'clue.settle.by[0]: expected a role that sees it, found statistician',
  ],
  [
    'one that sees clues and no reports',
    /(acknowledge: \{ by: )\[intake\]/,
    '$1[case-officer]',
    'report.acknowledge.by[0]: expected a role that sees it, found case-officer',
  ],
  [
    'what was never discovered',
    /(settle: .*from: \[)/,
    '$1none, ',
    'clue.settle.from: expected states of what was opened before, found none',
  ],
  [
    'what is discovered twice',
    /(discover: .*from: \[none)/,
    '$1, registered',
    'clue.discover.from: expected none alone: it opens an instance, found registered',
  ],
  ...['void', 'sealUp', 'settle'].map(
    (command) =>
      [
        `${command} beside an open case`,
        new RegExp(`(    ${command}: .*?from: \\[)`),
        '$1adjudicating, ',
        `clue.${command}.from: expected states that it does not leave unfinished, found adjudicating`,
      ] as const,
  ),
  [
    'a decision that is none',
    /(release: .*to: )disposalPending/,
    '$1decided',
    'clue.release.to: expected one of registered, pendingAllocation, withUnit, disposalPending, found decided',
  ],
  [
    'a verification without a team',
    /(acceptTransfer: .*to: )withUnit/,
    '$1verifying',
    'clue.acceptTransfer.to: expected one of registered,',
  ],
  [
    'the same with the team of before',
    /(reopen: .*to: )disposalPending/,
    '$1verifying',
    'clue.reopen.to: expected one of registered,',
  ],
  [
    'the same from its discovery on',
    /(discover: .*to: )registered/,
    '$1verifying',
    'clue.discover.to: expected one of registered,',
  ],
  [
    'an execution with something left',
    /(decide: .*to: )\{ field.*?\} \}/,
    '$1executed',
    'case.decide.to: expected { field: left, cases: … }, which tells decided from executed, found executed',
  ],
  [
    'one that is over while something is left',
    /(executeDecision: .*some: )decided/,
    '$1executed',
    'case.executeDecision.to.cases.some: expected one of decided, found executed',
  ],
  [
    'a clock that nothing on its stream starts',
    /(  verify:\n[^]*?watch: )clue/,
    '$1case',
    'obligations.verify.watch: expected a kind whose events start it: clue, found case',
  ],
  [
    'two commands that nobody compares',
    /\[answerNotice, liftNotice\]/,
    '[approveDisposal, decide]',
    'found approveDisposal of the clue, decide of the case',
  ],
];

describe('a procedure that is checked', () => {
  it.each(readdirSync(FOLDER))('is sound as it is shipped: %s', (file) => {
    expect(faults(shipped(file))).toBe('');
  });

  it('leads from every state to an end', () => {
    const own = FIRST.replace('procedure: cn-2019-example', 'procedure: own');
    expect(faults(own)).toBe('');
    const stuck = own.replace('from: [closing], to: settled', 'from: [verified], to: settled');
    expect(faults(stuck)).toMatch(
      /^own\.yaml:\d+: workflows\.clue\.concludeVerification\.to: expected a way on from closing to an end: .*settled.*, found none$/,
    );
  });

  it.each([
    ['openSplitOff', 'split', 'openSplitOff of the clue, which follows from it'],
    ['takeMerged', 'markDuplicate', 'takeMerged of the clue, which follows from it'],
    ['fileCase', 'takeOver', 'fileCase of the case, which follows from it'],
    ['giveBack', 'takeMerged', 'giveBack of the clue, which follows from it'],
    ['recordAttached', 'discover', 'recordAttached of the report, which follows from it'],
    ['recordSentUp', 'sealUp', 'recordSentUp of the report, which follows from it'],
    ['signVerificationReport', 'submitVerificationReport', 'signVerificationReport beside it'],
    ['decideRecusal', 'requestRecusal', 'decideRecusal beside it'],
    ['resumeClock', 'suspendClock', 'resumeClock beside it'],
  ])('has what follows: without %s, %s leads nowhere', (dropped, command, expected) => {
    expect(faults(without(NEWEST, dropped))).toContain(
      `workflows.clue.${command}: expected ${expected}, found none`,
    );
  });

  it('answers wherever a matter is by then: what goes into a clue on its way is taken in there', () => {
    const text = NEWEST.replace(/(takeMerged: .*) inTransit,/, '$1');
    expect(faults(text)).toContain('takeMerged.from: expected inTransit too: a process gives it');
  });

  it.each([
    [/(fileCase: .*)basis/, '$1requires: [reason], basis', 'fileCase.requires: expected nothing'],
    [/(takeMerged: .*)basis/, '$1needs: [classify], basis', 'takeMerged.needs: expected nothing'],
    [
      /(openSplitOff: .*)basis/,
      '$1allows: { stage: [registered] }, basis',
      'openSplitOff.allows: expected nothing',
    ],
    [
      /(recordInvestigationConcluded: .*)investigating, /,
      '$1',
      'recordInvestigationConcluded.from: expected investigating too: a process gives it there',
    ],
    [
      /(changeCaseOfficers: .*)underInvestigation, /,
      '$1',
      'changeCaseOfficers.from: expected underInvestigation too: a process gives it there',
    ],
  ])('hinders no process: %s', (found, instead, expected) => {
    const altered = NEWEST.replace(found, instead);
    expect(altered).not.toBe(NEWEST);
    expect(faults(altered)).toContain(expected);
  });

  it('has what follows where its reports go into clues of another procedure', () => {
    const reports = NEWEST.replace(/ {2}clue:\n[^]*? {2}report:/, '  clue: {}\n  report:');
    expect(faults(without(reports, 'recordAttached'))).toContain(
      'workflows.report.receiveReport: expected recordAttached of the report, which follows from it, found none',
    );
  });

  it.each([
    [/(giveBack: .*from: \[mergedAway), duplicate/, '$1', 'from: expected duplicate too'],
    [
      /(giveBack: .*), verified: verified/,
      '$1',
      'to: expected by state back to where it was: verified too',
    ],
    [
      /(giveBack: .*), to: \{ .* \} \}, basis/,
      '$1, basis',
      'to: expected by state back to where it was: registered, ',
    ],
  ])('gives back what nobody took in to where it was: %s', (found, instead, expected) => {
    const altered = NEWEST.replace(found, instead);
    expect(altered).not.toBe(NEWEST);
    expect(faults(altered)).toContain(`workflows.clue.giveBack.${expected}`);
  });

  it('has nothing wait for what waits for it', () => {
    const altered = NEWEST.replace(
      /(deliberate: .*)basis/,
      '$1needs: [[approveDisposal, returnDisposal]], basis',
    );
    expect(faults(altered)).toMatch(
      /^own\.yaml:\d+: workflows\.clue\.deliberate\.needs\[0\]: expected a command that does not wait for this one, found a circle deliberate < approveDisposal < deliberate$/,
    );
  });

  it('may do without a number, and without reports', () => {
    expect(faults(without(NEWEST, 'assignNumber'))).toBe('');
    expect(faults(NEWEST.replace(/ {2}report:\n[^]*? {2}person:/, '  person:'))).toBe('');
  });

  it('may do without the case of an investigation where none is taken over', () => {
    const taken = NEWEST.replace(/, investigating: investigating/, '');
    const text = without(without(taken, 'startInvestigation'), 'fileCase');
    expect(faults(text)).not.toContain('fileCase');
  });

  it.each([
    ['where: { feedbackOwed: true }', 'where: { feedbackOwd: true }', 'feedbackOwd'],
    ['where: { mode: assign }', 'where: { mode: asign }', '"asign"'],
    ['where: { realName: true }', 'where: { realName: "true" }', '"true"'],
    ['each: personId', 'each: personIdd', 'personIdd'],
    ['requires: [digest]', 'requires: [digset]', 'digset'],
    ['field: left, cases', 'field: lft, cases', 'lft'],
    [', supervise: pendingAllocation', '', 'none for supervise'],
    ['cases: { some: decided, none: executed }', 'cases: { some: decided }', 'none for none'],
  ])('speaks of what events say: %s made %s', (from, to, found) => {
    expect(faults(NEWEST.replace(from, to))).toContain(`, found ${found}`);
  });

  it('opens what it knows', () => {
    expect(
      faults(without(NEWEST, 'receiveReport').replace('from: [none, received,', 'from: [')),
    ).toContain(
      'workflows.report: expected a command from none, which opens a report, found nothing',
    );
  });

  it.each([
    ['close', 'close: { by: [leader]', 'close: { by: [system]', 'roles of people alone'],
    [
      'settle',
      'settle: { by: [clue-admin]',
      'settle: { by: [system, leader]',
      'roles of people alone',
    ],
    [
      'takeMerged',
      'takeMerged: { by: [system]',
      'takeMerged: { by: [system, leader]',
      'system alone',
    ],
    ['assignNumber', 'assignNumber: { by: [system]', 'assignNumber: { by: [leader]', 'system'],
    ['fileCase', 'fileCase: { by: [system]', 'fileCase: { by: [leader]', 'system'],
  ])('leaves to people what is theirs, and to processes the rest: %s', (_, from, to, expected) => {
    expect(faults(NEWEST.replace(from, to))).toContain(`.by: expected ${expected}`);
  });

  it.each(STILL)('leaves nothing standing still: %s', (_, from, to, expected) => {
    expect(faults(NEWEST.replace(from, to))).toContain(expected);
  });

  it('has a name of its own', () => {
    expect(faults(FIRST.replace('Asia/Shanghai', 'Asia/Urumqi'))).toBe(
      'own.yaml:3: procedure: expected another name than that of a shipped procedure, found cn-2019-example',
    );
  });
});

function without(text: string, command: string): string {
  const rest = text.replace(new RegExp(`^    ${command}: .*\n`, 'm'), '');
  expect(rest).not.toBe(text);
  return rest;
}
