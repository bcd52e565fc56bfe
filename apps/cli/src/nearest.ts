/** Names by how many letters differ from what was asked for; alike ones as they stand. */
export function nearestFirst(asked: string, names: readonly string[]): string[] {
  const distance = new Map(names.map((name) => [name, differing(asked, name)]));
  return names.toSorted((a, b) => (distance.get(a) ?? 0) - (distance.get(b) ?? 0));
}

/** Letters to add, drop or change. Source: Wagner and Fischer 1974. */
function differing(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1];
    for (let column = 1; column <= to.length; column++)
      next.push(
        Math.min(
          row[column] + 1,
          next[column - 1] + 1,
          row[column - 1] + (to[column - 1] === letter ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[to.length];
}
