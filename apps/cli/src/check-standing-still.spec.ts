import { readFileSync } from 'node:fs';
import { checkProcedure } from './check-procedure.js';

const FILE = new URL('../../../libs/clues/procedures/cn-2019-example.v5.yaml', import.meta.url);
const NEWEST = readFileSync(FILE, 'utf8').replace('cn-2019-example\n', 'own\n');

/** What is written instead of something of the newest procedure, and what is said of it. */
const FAULTS: readonly (readonly [what: string, from: RegExp, to: string, expected: string])[] = [
  [
    'an allocation proposed by those who see no clue before its case',
    /(proposeAllocation: \{ by: )\[clue-admin\]/,
    '$1[adjudicator]',
    'clue.proposeAllocation.by: expected a role that sees it while it is registered, found adjudicator',
  ],
  [
    'a clue settled by them, which may have had no case',
    /(    settle: \{ by: )\[clue-admin\]/,
    '$1[adjudicator]',
    'clue.settle.by: expected a role that sees it while it is closing, found adjudicator',
  ],
  [
    'a case moved by them before it is handed over',
    /(withdrawCase: \{ by: )\[leader\]/,
    '$1[adjudicator]',
    'case.withdrawCase.by: expected a role that sees it while it is underInvestigation, found adjudicator',
  ],
  [
    'a verification that only a split or a merger ends',
    /(submitVerificationReport: .*), to: verified/,
    '$1',
    'clue.takeOver.to: expected a way on from verifying to an end: sealedUp, void, settled, archived, found none',
  ],
  [
    'a held clue that nobody releases',
    /    release: .*\n/,
    '',
    'expected a way on from held to an end: sealedUp, void, settled, archived, found none',
  ],
  [
    'a case beside a clue that is not investigated',
    /(startInvestigation: .*), to: investigating/,
    '$1',
    'clue.startInvestigation.to: expected one of investigating, found verified',
  ],
  [
    'the same of one that is taken over',
    /(takeOver: .*)investigating: investigating/,
    '$1investigating: verified',
    'clue.takeOver.to.cases.investigating: expected one of investigating, found verified',
  ],
  [
    'a decision of which the clue hears nothing',
    /(recordAdjudication: .*), to: adjudicating/,
    '$1',
    'clue.recordAdjudication.to: expected one of adjudicating, found investigating',
  ],
  [
    'a clue that does not hear where it is',
    /(recordDecision: .*)from: \[adjudicating\]/,
    '$1from: [investigating]',
    'clue.recordDecision.from: expected adjudicating too: a process gives it there, found investigating',
  ],
  [
    'a report of an investigation that nobody is to accept',
    /(concludeInvestigation: .*), to: awaitingAdjudication/,
    '$1',
    'case.concludeInvestigation.to: expected one of awaitingAdjudication, reported, found underInvestigation',
  ],
  [
    'a case that is returned and stays, without a panel',
    /(returnForSupplement: .*), to: underInvestigation/,
    '$1',
    'case.returnForSupplement.to: expected one of underInvestigation, found adjudicating',
  ],
  ...['acceptTransfer', 'refuseTransfer'].map(
    (command) =>
      [
        `a sender that signs for the receiver: ${command}`,
        new RegExp(`(${command}: .*) at: receiver,`),
        '$1',
        `clue.${command}.at: expected one of receiver, found responsible`,
      ] as const,
  ),
  [
    'a receiver that recalls what another sent',
    /(recallTransfer: \{ by: \[clue-admin\],)/,
    '$1 at: receiver,',
    'clue.recallTransfer.at: expected one of responsible, responsible-or-above, above, found receiver',
  ],
];

describe('a procedure under which a matter would stand still', () => {
  it.each(FAULTS)('is not sound: %s', (_, from, to, expected) => {
    const altered = NEWEST.replace(from, to);
    expect(altered).not.toBe(NEWEST);
    expect(() => checkProcedure(altered, 'own.yaml')).toThrow(expected);
  });

  it('is sound where others who see it may give the same', () => {
    const both = NEWEST.replace(
      /(    settle: \{ by: )\[clue-admin\]/,
      '$1[adjudicator, clue-admin]',
    );
    expect(both).not.toBe(NEWEST);
    expect(() => checkProcedure(both, 'own.yaml')).not.toThrow();
  });
});
