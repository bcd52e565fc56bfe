import { derived, idOf } from '@cluetrail/event-sourcing';
import { searchWords } from '../words/search-words.js';
import { knownClue } from './known.js';

export type SearchRow = { readonly clue: string; readonly words: string };

/**
 * What a clue can be found by: its own texts and the names of its subjects. With `people` the only place where
 * personal text stands in clear; a destroyed key empties it.
 */
export const search = derived<SearchRow>({
  name: 'search',
  version: 1,
  columns: { clue: 'text', words: 'text' },
  indexes: [['clue']],
  fullText: ['words'],
  of(matter, references, unseal) {
    const known = knownClue(matter, references);
    if (!known) return [];
    const own = known.events.flatMap((event) => TEXTS.map((path) => unseal(event, path)));
    const subjects = known.state.subjects.flatMap((person) =>
      references
        .events(`person-${person}`)
        .flatMap((event) => NAMES.map((path) => unseal(event, path))),
    );
    const words = [...own, ...subjects].filter((text) => text !== undefined).map(searchWords);
    return words.length === 0 ? [] : [{ clue: idOf(matter.stream), words: words.join(' ') }];
  },
});

const TEXTS = ['data.summary', 'data.note', 'data.plan', 'data.report'] as const;
const NAMES = ['data.name', 'data.unit', 'data.post'] as const;
