import { doersOf, peopleOf, type Circumstances } from '@cluetrail/workflow';
import { casesOf, inItsCases, streamsOfCases } from '../clue/entrusting.js';
import { originsOf, wholeOf } from '../clue/origins.js';
import { streamOf, verifiersOf, type ClueState } from '../clue/state.js';
import { ranksOfBoth } from '../clue/subjects.js';
import { streamOfReport } from '../report/state.js';
import type { Case, CaseState } from './state.js';

type Clues = Pick<Case, 'clueIds'>;
/** Those that the giver may see, or all that are known. */
type Find = Circumstances['known'];

/** What a rule asks of the clues of a case: its row reads these. */
export function streamsOfClues({ clueIds }: Clues): readonly string[] {
  return clueIds.map(streamOf);
}

/** And of the other cases of these clues, where they are known by now. */
export function streamsOfClueCases(file: Clues, find: Find): readonly string[] {
  return cluesOf(file, find).flatMap(streamsOfCases);
}

/** What the clocks of these clues are told by: the clues, their cases and their reports. */
export function streamsOfClocks(file: Clues, find: Find): readonly string[] {
  const reports = cluesOf(file, find).flatMap(({ reports: all }) => all);
  return [
    ...streamsOfClues(file),
    ...streamsOfClueCases(file, find),
    ...reports.map(({ reportId }) => streamOfReport(reportId)),
  ];
}

/** Who investigated any case of these clues. */
export function investigatorsIn(file: Clues, find: Find): readonly string[] {
  return cluesOf(file, find)
    .flatMap((clue) => casesOf(clue, find))
    .flatMap(({ officers, former }) => [...officers, ...former]);
}

/** Who handled these clues, or what they come from, as officer or in a team. */
export function handledIn(file: Clues, find: Find): readonly string[] {
  return cluesOf(file, find)
    .flatMap((clue) => wholeOf(clue, find))
    .flatMap((one) => [...one.officers, ...(one.formerOfficers ?? []), ...verifiersOf(one)]);
}

/** By one of these whoever gives it has a matter handled, and a say in how. */
const HEADING = ['assignOfficers', 'replaceOfficer', 'proposeDisposal', 'startVerification'];

/** Who headed those who handled these clues, or what they come from, without being one of them. */
export function headsIn(file: Clues, find: Find): readonly string[] {
  return cluesOf(file, find)
    .flatMap((clue) => wholeOf(clue, find))
    .flatMap((one) => HEADING.flatMap((command) => doersOf(one, command)))
    .flatMap(peopleOf);
}

export function streamsOfOrigins(file: Clues, find: Find): readonly string[] {
  return cluesOf(file, find)
    .flatMap((clue) => wholeOf(clue, find))
    .flatMap(originsOf);
}

export function handlersIn(file: Clues, find: Find): readonly string[] {
  return cluesOf(file, find).flatMap(({ officers, team }) => [...officers, ...team]);
}

/** Whom another case of these clues was about: he decides on none. */
export function subjectsIn(file: Clues, find: Find): readonly string[] {
  return cluesOf(file, find).flatMap((clue) => inItsCases(clue, find));
}

/** Also before the case was filed, when nobody told it: as whom a part is not about, though the whole was. */
export function recusedIn(file: Clues, find: Find): readonly string[] {
  return cluesOf(file, find).flatMap(({ recused }) => recused);
}

/**
 * Ranks are corrected on the clue, of whomever they were told and wherever: by what it knows of them its case is decided.
 * Of one added to the case that is no more than what was corrected.
 */
export const ranksOfClues = {
  reads: streamsOfClues,
  learnt(file: CaseState, known: Find): CaseState {
    const clues = cluesOf(file, known);
    const theirs = clues.flatMap(({ subjects }) => subjects);
    const added = Object.entries(file.ranks).filter(([one]) => !theirs.includes(one));
    const corrected = clues.flatMap(({ ranksInCase = {} }) => Object.entries(ranksInCase));
    const ranks = Object.fromEntries([...added, ...corrected]);
    return { ...file, ranks: clues.map((clue) => clue.ranks).reduce(ranksOfBoth, ranks) };
  },
};

export function cluesOf(file: Clues, find: Find): readonly ClueState[] {
  return streamsOfClues(file).flatMap((stream) => {
    const found = find(stream) as ClueState | undefined; // its stream's name says a clue
    return found ?? [];
  });
}
