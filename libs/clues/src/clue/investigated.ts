import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsUUID } from 'class-validator';
import { IsPersonId } from '@cluetrail/access';
import { transition } from '@cluetrail/workflow';
import type { Clue } from './state.js';
import {
  approverAmong,
  countingAsOne,
  decidesOnOwn,
  judgeAmong,
  noCaseOfficer,
  notToBeEntrusted,
  streamsOfCases,
} from './entrusting.js';

export class StartInvestigation {
  @IsPersonId({ each: true }) @ArrayUnique() @ArrayMinSize(2) @ArrayMaxSize(20) officers!: string[];
}

/** What the process `investigation` tells the clue about its case. */
export class OfCase {
  @IsUUID() caseId!: string;
}

/** The data of InvestigationStarted: the process opens the case from it alone. */
export interface InvestigationStarted extends StartInvestigation {
  readonly caseId: string;
  readonly subjects: readonly string[];
  readonly ranks?: Clue['ranks'];
}

const row = transition<Clue>();

export const investigated = {
  startInvestigation: row({
    title: { en: 'Start the investigation', zh: '立案审查调查' },
    input: StartInvestigation,
    event: 'InvestigationStarted',
    into: ['investigating'],
    says: { caseId: [], subjects: [], ranks: [] },
    together: () => [['concludeVerification', 'concludeTalk', 'takeOver']],
    after: ['concludeVerification'],
    reads: (_, clue) => streamsOfCases(clue),
    blocked: (clue) => clue.outcome !== 'file' && 'filing-not-approved',
    // Whoever files the case decides on it, as those do who approved what led to it: none of them investigates.
    unless: (clue, { officers }, circumstances) =>
      notToBeEntrusted(clue, officers, circumstances) ||
      decidesOnOwn(circumstances, officers) ||
      judgeAmong(clue, officers, circumstances) ||
      approverAmong(clue, officers, circumstances) ||
      countingAsOne(officers, 2, circumstances) ||
      noCaseOfficer(clue, officers, circumstances),
    data: ({ subjects, ranks }, { officers }, { derivedId }): InvestigationStarted => ({
      caseId: derivedId('case'),
      officers,
      subjects,
      ...(Object.keys(ranks).length > 0 && { ranks }),
    }),
    // What was corrected was told of people of another case.
    evolve: ({ ranksInCase: _, ...clue }, data, event) => ({
      ...clue,
      caseId: String(event.data['caseId']),
      ...(clue.caseId && { earlierCases: [...(clue.earlierCases ?? []), clue.caseId] }),
      officers: [...new Set([...clue.officers, ...data.officers])],
    }),
  }),
  recordAdjudication: row({
    title: { en: 'Record that the case is adjudicated', zh: '记录案件受理审理' },
    input: OfCase,
    event: 'AdjudicationBegun',
    into: ['adjudicating'],
    unless: (clue, { caseId }) => clue.caseId !== caseId && 'another-case',
    evolve: (clue) => clue,
  }),
  recordCaseReturned: row({
    title: { en: 'Record that the case was returned', zh: '记录案件退回' },
    input: OfCase,
    event: 'InvestigationResumed',
    into: ['investigating'],
    unless: (clue, { caseId }) => clue.caseId !== caseId && 'another-case',
    evolve: (clue) => clue,
  }),
  /** Told only of a decision that leaves something to be executed. */
  recordDecision: row({
    title: { en: 'Record the decision', zh: '记录处分决定' },
    input: OfCase,
    event: 'CaseDecided',
    into: ['decided'],
    unless: (clue, { caseId }) => clue.caseId !== caseId && 'another-case',
    evolve: (clue) => ({ ...clue, sanctioned: true }),
  }),
  recordInvestigationConcluded: row({
    title: { en: 'Record that the investigation is concluded', zh: '记录审查调查终结' },
    input: OfCase,
    event: 'InvestigationConcluded',
    unless: (clue, { caseId }) => clue.caseId !== caseId && 'another-case',
    evolve: (clue) => clue,
  }),
};
