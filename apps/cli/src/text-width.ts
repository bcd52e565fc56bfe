// Blocks that terminals draw two columns wide. Source: Unicode UAX #11, W and F, of the scripts that occur here.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const MARK = /\p{Mn}|\p{Me}|\u200d/u;

/** How many columns of a terminal a line of text takes: Chinese characters take two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) if (!MARK.test(letter)) width += WIDE.test(letter) ? 2 : 1;
  return width;
}

/** Lines of at most `width` columns, broken at spaces where there are any; what is left after `most` lines ends in …. */
export function wrapped(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (widthOf(rest) > width && lines.length < most - 1) {
    const line = beginning(rest, width);
    lines.push(line.trimEnd());
    rest = rest.slice(line.length).trimStart();
  }
  return [...lines, cut(rest, width)];
}

function cut(text: string, width: number): string {
  return widthOf(text) <= width ? text : `${fitting(text, width - 1)}…`;
}

/** Up to the last space that fits; a word that is longer than a line is broken. */
function beginning(text: string, width: number): string {
  const most = fitting(text, width);
  if (text[most.length] === ' ') return most;
  const space = most.lastIndexOf(' ');
  return space > 0 ? most.slice(0, space + 1) : most;
}

/** At least one letter, however narrow the column. */
function fitting(text: string, width: number): string {
  let taken = '';
  for (const letter of text) {
    if (taken !== '' && widthOf(taken + letter) > width) break;
    taken += letter;
  }
  return taken;
}
