/**
 * The words of a text as the search index holds them, parted by spaces: Latin words in lower case without accents; of
 * Chinese text every character and every pair of neighbours, so that a name of two characters is one word.
 */
export function searchWords(text: string): string {
  return wordsOf(text, 1).join(' ');
}

/** The words that a question asks for, all of which must be found; a single character is looked up by itself. */
export function questionWords(question: string): readonly string[] {
  return wordsOf(question, 2);
}

const ACCENTS = /[\u0300-\u036f]/g;
const RUNS = /[\p{Script=Han}]+|[\p{Letter}\p{Number}]+/gu;

function wordsOf(text: string, shortest: 1 | 2): string[] {
  const plain = text.normalize('NFKD').replaceAll(ACCENTS, '').normalize('NFKC').toLowerCase();
  const runs = plain.match(RUNS) ?? [];
  return runs.flatMap((run) => (/\p{Script=Han}/u.test(run) ? grams([...run], shortest) : [run]));
}

function grams(characters: readonly string[], shortest: 1 | 2): string[] {
  const pairs = characters.slice(1).map((character, index) => characters[index] + character);
  return shortest === 2 && pairs.length > 0 ? pairs : [...characters, ...pairs];
}
