import type { Circumstances } from '@cluetrail/workflow';
import { casesOf, streamsOfCases } from '../clue/entrusting.js';
import { streamOf, type ClueState } from '../clue/state.js';
import { ranksOfBoth } from '../clue/subjects.js';
import type { Case, CaseState } from './state.js';

type Clues = Pick<Case, 'clueIds'>;

/** What a rule asks of the clues of a case: its row reads these. */
export function streamsOfClues({ clueIds }: Clues): readonly string[] {
  return clueIds.map(streamOf);
}

/** And of the other cases of these clues, where they are known by now. */
export function streamsOfClueCases(file: Clues, other: Circumstances['other']): readonly string[] {
  return cluesOf(file, { other }).flatMap(streamsOfCases);
}

/** Who investigated any case of these clues. */
export function investigatorsIn(
  file: Clues,
  circumstances: Pick<Circumstances, 'other'>,
): readonly string[] {
  return cluesOf(file, circumstances)
    .flatMap((clue) => casesOf(clue, circumstances))
    .flatMap(({ officers, former }) => [...officers, ...former]);
}

export function handlersIn(file: Clues, circumstances: Circumstances): readonly string[] {
  return cluesOf(file, circumstances).flatMap(({ officers, team }) => [...officers, ...team]);
}

/** Also before the case was filed, when nobody told it: as whom a part is not about, though the whole was. */
export function recusedIn(file: Clues, circumstances: Circumstances): readonly string[] {
  return cluesOf(file, circumstances).flatMap(({ recused }) => recused);
}

/**
 * Ranks are corrected on the clue, of whomever they were told and wherever: by what it knows of them its case is decided.
 * Of one added to the case that is no more than what was corrected.
 */
export const ranksOfClues = {
  reads: streamsOfClues,
  learnt(file: CaseState, other: Circumstances['other']): CaseState {
    const clues = cluesOf(file, { other });
    const theirs = clues.flatMap(({ subjects }) => subjects);
    const added = Object.entries(file.ranks).filter(([one]) => !theirs.includes(one));
    const corrected = clues.flatMap(({ ranksInCase = {} }) => Object.entries(ranksInCase));
    const known = Object.fromEntries([...added, ...corrected]);
    return { ...file, ranks: clues.map(({ ranks }) => ranks).reduce(ranksOfBoth, known) };
  },
};

/** None that is not seen. */
function cluesOf(file: Clues, { other }: Pick<Circumstances, 'other'>): readonly ClueState[] {
  return streamsOfClues(file).flatMap((stream) => {
    const found = other(stream) as ClueState | undefined; // its stream's name says a clue
    return found ?? [];
  });
}
