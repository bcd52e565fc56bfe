import type { Data, Event } from '@cluetrail/event-sourcing';
import type { FollowUp, ProcessManager } from '@cluetrail/workflow';
import type { Subject } from '../clue/discovered.js';
import type { InvestigationStarted } from '../clue/investigated.js';

const OPEN = { kind: 'case', command: 'fileCase', opens: true } as const;
const CHANGE = {
  ...{ kind: 'case', command: 'changeCaseOfficers' },
  in: ['underInvestigation', 'awaitingAdjudication', 'adjudicating', 'decided'],
};
const CONCLUDE = {
  ...{ kind: 'clue', command: 'recordInvestigationConcluded' },
  in: ['investigating', 'adjudicating', 'decided'],
};
const BEGIN = { kind: 'clue', command: 'recordAdjudication', in: ['investigating'] };
const RETURN = { kind: 'clue', command: 'recordCaseReturned', in: ['adjudicating'] };
const DECIDE = { kind: 'clue', command: 'recordDecision', in: ['adjudicating'] };

/** Opens the case when a clue is filed, and moves the clue on when its case has reported. */
export const investigation: ProcessManager = {
  name: 'investigation',
  gives: {
    InvestigationStarted: [OPEN],
    ClueTakenOver: [{ ...OPEN, into: 'investigating' }],
    InvestigationReportSubmitted: [{ ...CONCLUDE, into: 'reported' }],
    AdjudicationAccepted: [BEGIN],
    ReturnedForReinvestigation: [RETURN],
    ReturnedForSupplement: [RETURN],
    DecisionMade: [CONCLUDE, DECIDE],
    DecisionExecuted: [CONCLUDE],
    CaseWithdrawn: [CONCLUDE],
    RecusalDecided: [CHANGE],
    OfficerReplaced: [CHANGE],
  },
  on: {
    InvestigationStarted: (event) => [openCase(event)],
    // An investigation that goes on: what is known of its case.
    ClueTakenOver: (event) => (event.data.caseId === undefined ? [] : [openCase(event)]),
    // Where the procedure knows no adjudication, the report is the end of the case.
    InvestigationReportSubmitted: (event) =>
      event.change?.to === 'reported' ? tellClues(event, 'recordInvestigationConcluded') : [],
    AdjudicationAccepted: (event) => tellClues(event, 'recordAdjudication'),
    ReturnedForReinvestigation: (event) => tellClues(event, 'recordCaseReturned'),
    ReturnedForSupplement: (event) => tellClues(event, 'recordCaseReturned'),
    // Where nothing is to be executed, the decision is the end of the case.
    DecisionMade: (event) =>
      tellClues(
        event,
        event.data.left === 'none' ? 'recordInvestigationConcluded' : 'recordDecision',
      ),
    DecisionExecuted: (event) =>
      event.data.left === 'none' ? tellClues(event, 'recordInvestigationConcluded') : [],
    CaseWithdrawn: (event) => tellClues(event, 'recordInvestigationConcluded'),
    RecusalDecided: ({ data }) =>
      data.granted === true ? changeOfficers(data, { leaving: data.officer, recused: true }) : [],
    OfficerReplaced: ({ data: { caseId, leaving, joining } }) =>
      changeOfficers({ caseId }, { leaving, joining, recused: false }),
  },
};

function openCase({ stream, data, organ, level }: Event): FollowUp {
  const { caseId, officers, ranks, ...named } = data as unknown as InvestigationStarted | Taken; // the type name says which
  const subjects = named.subjects.map((one) => (typeof one === 'string' ? one : one.personId));
  const clueIds = [stream.slice('clue-'.length)];
  return {
    step: 'open-case',
    kind: 'case',
    stream: `case-${caseId}`,
    command: 'fileCase',
    input: { clueIds, officers, subjects, ...(ranks && { ranks }), organ, level },
  };
}

interface Taken extends Pick<InvestigationStarted, 'caseId' | 'officers' | 'ranks'> {
  readonly subjects: readonly Subject[];
}

/** Nobody goes on investigating who was taken off the clue. */
function changeOfficers({ caseId }: Data, input: object): FollowUp[] {
  if (caseId === undefined) return [];
  return [
    {
      step: 'change-officers',
      kind: 'case',
      stream: `case-${String(caseId)}`,
      command: 'changeCaseOfficers',
      input,
    },
  ];
}

function tellClues({ data, stream }: Event, command: string): FollowUp[] {
  const { clueIds } = data as unknown as { readonly clueIds: readonly string[] }; // every event above names them
  return clueIds.map((clueId) => ({
    step: `answer-${clueId}`,
    kind: 'clue',
    stream: `clue-${clueId}`,
    command,
    input: { caseId: stream.slice('case-'.length) },
  }));
}
