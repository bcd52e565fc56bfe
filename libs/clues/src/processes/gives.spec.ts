import type { Data, Event } from '@cluetrail/event-sourcing';
import type { ProcessManager } from '@cluetrail/workflow';
import { PROCESSES } from '../processes.js';

const PARTS = { subjects: ['zhao'], recused: [], inherits: [] };
const OF_CASE = { clueIds: ['c'] };
const REPORTS = { reports: [{ reportId: 'r' }] };
const CASE = { caseId: 'k', officers: ['li', 'han'], subjects: ['zhao'] };
const SURVIVOR = { survivor: 's', ...PARTS };
const PASSED = { clueId: 'c', passes: PARTS };

/** What was said, and into which state it led, so that a process answers. */
type Example = readonly [type: string, data: Data, to?: string];

const EXAMPLES: readonly Example[] = [
  ['ClueDiscovered', REPORTS],
  ['ReportAttached', { reportId: 'r' }],
  ['ClueReferredUpSealed', { ...REPORTS, to: 'bijie' }],
  ['ClueSplitOff', { ...REPORTS, parent: 'p', stage: 'withUnit' }],
  ['ClueMergedIn', { ...REPORTS, ...PASSED, survivor: 's' }],
  ['ClueMergedIn', { ...REPORTS, ...PASSED, survivor: 'c' }],
  ['ClueMergedAway', SURVIVOR],
  ['ClueMarkedDuplicate', SURVIVOR],
  ['ClueSplit', { children: [{ clueId: 'a', subjects: ['zhao'], reports: [] }], ...PARTS }],
  ['AllocationApproved', { mode: 'self' }],
  ['TransferAccepted', {}],
  ['TransferTakenBack', {}],
  ['JurisdictionDetermined', {}],
  ['JurisdictionDesignated', {}],
  ['ClueRaised', {}],
  ['OfficersAssigned', {}, 'withUnit'],
  ['InvestigationStarted', CASE],
  ['ClueTakenOver', CASE, 'investigating'],
  ['InvestigationReportSubmitted', OF_CASE, 'reported'],
  ['AdjudicationAccepted', OF_CASE],
  ['ReturnedForReinvestigation', OF_CASE],
  ['ReturnedForSupplement', OF_CASE],
  ['DecisionMade', { ...OF_CASE, left: 'none' }],
  ['DecisionMade', { ...OF_CASE, left: 'some' }],
  ['DecisionExecuted', { ...OF_CASE, left: 'none' }],
  ['CaseWithdrawn', OF_CASE],
  ['RecusalDecided', { caseId: 'k', granted: true, officer: 'li' }],
  ['OfficerReplaced', { caseId: 'k', leaving: 'li', joining: 'gu' }],
];

const eventOf = ([type, data, to]: Example) =>
  ({
    ...{ type, data, stream: 'clue-c', organ: 'nayong', level: 'L1' },
    happenedAt: { at: '2021-09-01T02:00:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' },
    ...(to !== undefined && { change: { from: 'registered', to } }),
  }) as unknown as Event; // what processes look at

const named = (type: string, { kind, command }: { kind: string; command: string }) =>
  `${type}: ${command} of the ${kind}`;

describe('what a process says that it gives', () => {
  it.each([...PROCESSES] as ProcessManager[])('is what it gives: $name', ({ gives, on }) => {
    const given = EXAMPLES.flatMap((example) =>
      (on[example[0]]?.(eventOf(example)) ?? []).map((one) => named(example[0], one)),
    );
    const said = Object.entries(gives).flatMap(([type, all]) => all.map((one) => named(type, one)));
    expect([...new Set(given)].toSorted()).toEqual(said.toSorted());
    expect(Object.keys(gives).toSorted()).toEqual(Object.keys(on).toSorted());
  });

  it.each([...PROCESSES] as ProcessManager[])('with its entries: $name', ({ gives, on }) => {
    const entered = EXAMPLES.flatMap((example) =>
      (on[example[0]]?.(eventOf(example)) ?? []).flatMap((one) =>
        one.entry ? [named(example[0], one)] : [],
      ),
    );
    const said = Object.entries(gives).flatMap(([type, all]) =>
      all.flatMap((one) => (one.entered ? [named(type, one)] : [])),
    );
    expect([...new Set(entered)].toSorted()).toEqual(said.toSorted());
  });

  it('is nothing where it leads into another state than it says', () => {
    const elsewhere = (PROCESSES as readonly ProcessManager[]).flatMap(({ gives, on }) =>
      Object.entries(gives)
        .filter(([, all]) => all.some(({ into }) => into !== undefined))
        .map(([type]) => [type, on[type](eventOf([type, OF_CASE, 'elsewhere']))]),
    );
    expect(elsewhere).toEqual([
      ['ClueTakenOver', []],
      ['InvestigationReportSubmitted', []],
    ]);
  });
});
