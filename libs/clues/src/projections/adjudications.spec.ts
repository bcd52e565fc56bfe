import { caseWork } from '../case/case.js';
import { behaviour } from '../testing/behaviour.js';
import { CASE_SITUATIONS } from '../testing/case-situations.js';
import { given } from '../testing/given.js';
import { CN2 } from '../testing/office.js';
import { toldBy } from '../testing/played.js';
import type { Command } from '../testing/said.js';
import {
  CASE_STREAM,
  filed,
  idOfClue,
  investigationStarted,
  reported,
  upTo,
} from '../testing/told.js';
import { adjudications } from './adjudications.js';

const clueIn = [...upTo('VerificationConcluded'), investigationStarted()];
const inCase = (commands: readonly Command[]) =>
  toldBy({ workflow: caseWork, procedure: CN2, stream: CASE_STREAM }, commands);
const rows = [{ clue: idOfClue, organPath: '/bijie/nayong/' }];

behaviour('the clues that adjudicators see', {
  'are none that is investigated': given(...clueIn)
    .beside(...inCase(CASE_SITUATIONS.underInvestigation))
    .project(adjudications)
    .rows([]),
  'are those whose report was handed in': given(...clueIn)
    .beside(...inCase(CASE_SITUATIONS.awaitingAdjudication))
    .project(adjudications)
    .rows(rows),
  'also once it was returned': given(...clueIn)
    .beside(...inCase(CASE_SITUATIONS['awaitingAdjudication+twice']))
    .project(adjudications)
    .rows(rows),
  'but none where the procedure knows no adjudication': given(...clueIn)
    .beside(filed(), reported())
    .project(adjudications)
    .rows([]),
});
