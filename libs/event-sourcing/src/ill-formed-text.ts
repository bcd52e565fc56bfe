/**
 * What makes a text unfit to be kept, as it is told; undefined where nothing does. A lone surrogate has no bytes;
 * control characters but tab and line ends act on whoever shows them; overrides and isolates of the writing direction
 * make a text read as what it is not.
 */
export function illFormedText(text: string): string | undefined {
  if (!text.isWellFormed()) return 'half a character';
  if (CONTROL.test(text)) return 'a control character';
  if (DIRECTION.test(text)) return 'a character that turns the direction of writing';
  return undefined;
}

/** Pattern of a text that says something: blanks, and signs that are shown as nothing (U+200B, U+2800), say nothing. */
export const SAYS_SOMETHING = '[^\\s\\p{DI}\\u2800]';

export function saysSomething(text: string): boolean {
  return something.test(text);
}

const something = new RegExp(SAYS_SOMETHING, 'u');
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/;
