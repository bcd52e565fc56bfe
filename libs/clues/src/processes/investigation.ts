import type { Event } from '@cluetrail/event-sourcing';
import type { FollowUp, ProcessManager } from '@cluetrail/workflow';
import type { InvestigationReportSubmitted } from '../case/case.js';
import type { InvestigationStarted } from '../clue/investigated.js';

/** Opens the case when a clue is filed, and moves the clue on when its case has reported. */
export const investigation: ProcessManager = {
  name: 'investigation',
  on: {
    InvestigationStarted: (event) => [openCase(event)],
    InvestigationReportSubmitted: (event) => {
      const { clueIds } = event.data as unknown as InvestigationReportSubmitted; // the type name says the shape
      return clueIds.map((clueId) => answerClue(clueId, event));
    },
  },
};

function openCase({ stream, data, organ, level }: Event): FollowUp {
  const { caseId, officers, subjects } = data as unknown as InvestigationStarted; // the type name says the shape
  const clueIds = [stream.slice('clue-'.length)];
  return {
    step: 'open-case',
    kind: 'case',
    stream: `case-${caseId}`,
    command: 'fileCase',
    input: { clueIds, officers, subjects, organ, level },
  };
}

function answerClue(clueId: string, { stream }: Event): FollowUp {
  return {
    step: `answer-${clueId}`,
    kind: 'clue',
    stream: `clue-${clueId}`,
    command: 'recordInvestigationConcluded',
    input: { caseId: stream.slice('case-'.length) },
  };
}
