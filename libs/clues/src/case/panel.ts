import { isAmong, type Circumstances, type Objection } from '@cluetrail/workflow';
import {
  countedAmong,
  countingAsOne,
  notCleared,
  oneOf,
  withoutOffice,
} from '../clue/entrusting.js';
import {
  handledIn,
  headsIn,
  investigatorsIn,
  recusedIn,
  streamsOfClues,
  streamsOfOrigins,
  subjectsIn,
} from './its-clues.js';
import type { CaseState } from './state.js';

/** Who adjudicates had no part in it, nor is it about him; the row reads `streamsOfHandled` and `streamsOfClueCases`. */
export function notToAdjudicate(
  file: CaseState,
  panel: readonly string[],
  circumstances: Circumstances,
): Objection {
  const { other, known } = circumstances;
  const recused = [...file.recused, ...recusedIn(file, other)];
  const handled = [
    ...handledBy(file, known),
    ...headsIn(file, known),
    ...investigatorsIn(file, known),
  ];
  const counted = (those: readonly string[]) => countedAmong(panel, those, circumstances);
  return (
    oneOf('officer-recused', { people: panel, among: counted(recused) }) ||
    (counted(recusedIn(file, known)).length > 0 && 'adjudicator-recused') ||
    (counted(handled).length > 0 && 'adjudicator-investigated') ||
    oneOf('officer-is-subject', {
      ...{ people: panel, among: counted(file.subjects) },
      hidden: counted(subjectsIn(file, known)),
    }) ||
    countingAsOne(panel, 2, circumstances) ||
    noneOfThePanel(file, panel, circumstances)
  );
}

/**
 * Separation of duties: who handled the clue or investigated the case neither adjudicates nor decides. Who headed them
 * is of no panel either, but decides: a leader who replaced an officer is the one who decides there. Its row reads
 * `streamsOfHandled`.
 */
export function anOfficer(file: CaseState, { who, known }: Circumstances): Objection {
  return isAmong(who, handledBy(file, known)) && 'adjudicator-investigated';
}

export function streamsOfHandled(
  file: CaseState,
  known: Circumstances['known'],
): readonly string[] {
  return [...streamsOfClues(file), ...streamsOfOrigins(file, known)];
}

function handledBy(file: CaseState, known: Circumstances['known']): readonly string[] {
  return [...file.officers, ...file.former, ...handledIn(file, known)];
}

/** Of those who adjudicate it too few are left. Where nobody was ever named, as in a case taken over, nobody is missed. */
export function panelGone({ panel, judges }: CaseState): Objection {
  return judges.length > 0 && panel.length < 2 && 'panel-too-small';
}

/** Whoever may accept a case may sit on its panel: others of the organ hold no office in which to adjudicate. */
function noneOfThePanel(
  { organ, level }: CaseState,
  panel: readonly string[],
  circumstances: Circumstances,
): Objection {
  const asked = { command: 'acceptForAdjudication', organ, code: 'no-adjudicator' };
  return (
    (panel.some((one) => !circumstances.worksAt(one, organ)) && 'works-elsewhere') ||
    notCleared(panel, { organId: organ, level }, circumstances) ||
    withoutOffice(panel, asked, circumstances)
  );
}
