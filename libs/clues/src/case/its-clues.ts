import type { Circumstances } from '@cluetrail/workflow';
import { streamOf, type ClueState } from '../clue/state.js';
import type { Case } from './state.js';

type Clues = Pick<Case, 'clueIds'>;

/** What a rule asks of the clues of a case: its row reads these. */
export function streamsOfClues({ clueIds }: Clues): readonly string[] {
  return clueIds.map(streamOf);
}

export function handlersIn(file: Clues, circumstances: Circumstances): readonly string[] {
  return cluesOf(file, circumstances).flatMap(({ officers, team }) => [...officers, ...team]);
}

/** Also before the case was filed, when nobody told it: as whom a part is not about, though the whole was. */
export function recusedIn(file: Clues, circumstances: Circumstances): readonly string[] {
  return cluesOf(file, circumstances).flatMap(({ recused }) => recused);
}

/** None that is not seen. */
function cluesOf(file: Clues, { other }: Circumstances): readonly ClueState[] {
  return streamsOfClues(file).flatMap((stream) => {
    const found = other(stream) as ClueState | undefined; // its stream's name says a clue
    return found ?? [];
  });
}
