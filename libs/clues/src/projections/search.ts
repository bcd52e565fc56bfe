import { derived, idOf, type Event, type Matter, type References } from '@cluetrail/event-sourcing';
import { searchWords } from '../words/search-words.js';
import { knownClue } from './known.js';
import { knownReport, levelOfReport } from './known-report.js';

export type SearchRow = { readonly clue: string; readonly words: string };

/**
 * What a clue can be found by: its own texts and the names of its subjects. With `people` the only place where
 * personal text stands in clear; a destroyed key empties it.
 */
export const search = derived<SearchRow>({
  name: 'search',
  version: 5,
  columns: { clue: 'text', words: 'text' },
  indexes: [['clue']],
  fullText: ['words'],
  inClear: true,
  of(matter, references, unseal) {
    const known = knownClue(matter, references);
    // What went up sealed leaves nothing to be found here, not even by what its reports say.
    if (!known || known.state.state === 'sealedUp') return [];
    // With its case's and its reports': a report of the investigation stands there, and what was written in. Corrected events keep the texts of the originals.
    // Not of a report that is more secret: whoever finds the clue is not cleared for what is written there.
    const secret = matter.linked
      .filter((one) => isAbove(known.state.level, one, references))
      .map(({ stream }) => stream);
    const own = known.all
      .filter(({ stream }) => !secret.includes(stream))
      .flatMap((event) => textsOf(event).map((path) => unseal(event, path)));
    const subjects = known.state.subjects.flatMap((person) =>
      references
        .events(`person-${person}`)
        .flatMap((event) => NAMES.map((path) => unseal(event, path))),
    );
    const words = [known.state.number, ...own, ...subjects]
      .filter((text) => text !== undefined)
      .map(searchWords);
    return words.length === 0 ? [] : [{ clue: idOf(matter.stream), words: words.join(' ') }];
  },
});

function isAbove(
  level: string,
  { stream, events }: Matter['linked'][number],
  references: References,
): boolean {
  const found = knownReport({ stream, events, linked: [] }, references);
  return found !== undefined && levelOfReport(found.state, references) > level;
}

function textsOf({ data: { findings } }: Event): readonly string[] {
  const count = Array.isArray(findings) ? findings.length : 0;
  return [...TEXTS, ...Array.from({ length: count }, (_, index) => `data.findings.${index}.note`)];
}

const TEXTS = ['data.summary', 'data.note', 'data.plan', 'data.report', 'data.text'] as const;
const NAMES = ['data.name', 'data.unit', 'data.post'] as const;
