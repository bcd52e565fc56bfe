import {
  CASE_ID,
  CASE_STREAM,
  filed,
  idOfClue,
  reported,
  stamped,
  STREAM,
  upTo,
} from '../testing/told.js';
import { investigation } from './investigation.js';

describe('the process of an investigation', () => {
  it('opens the case that the clue names, with its officers, subjects, organ and level', () => {
    const started = stamped(upTo('InvestigationStarted')).at(-1);
    expect(started && investigation.on['InvestigationStarted'](started)).toEqual([
      {
        step: 'open-case',
        kind: 'case',
        stream: CASE_STREAM,
        command: 'fileCase',
        input: {
          clueIds: [idOfClue],
          officers: ['li', 'fang'],
          subjects: ['zhao'],
          organ: 'nayong',
          level: 'L1',
        },
      },
    ]);
  });

  it('moves every clue of the case on when it has reported, each by a step of its own', () => {
    const other = '5e3b9a58-2021-5003-9a58-0d6f7b525c0f';
    const data = { finding: 'violation', clueIds: [idOfClue, other] };
    const report = stamped([filed(), reported({ data })])[1];
    expect(investigation.on['InvestigationReportSubmitted'](report)).toEqual(
      [STREAM, `clue-${other}`].map((stream) => ({
        step: `answer-${stream.slice('clue-'.length)}`,
        kind: 'clue',
        stream,
        command: 'recordInvestigationConcluded',
        input: { caseId: CASE_ID },
      })),
    );
  });

  it('answers nothing else', () => {
    expect(Object.keys(investigation.on)).toEqual([
      'InvestigationStarted',
      'InvestigationReportSubmitted',
    ]);
  });
});
