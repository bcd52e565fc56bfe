/** What may have been meant: names that it begins or that differ in no more than half of its letters, the nearest first. */
export function nearest(asked: string, names: readonly string[]): string[] {
  const lower = asked.toLowerCase();
  return [...new Set(names)]
    .map((name) => {
      const begins = lower.length > 1 && name.toLowerCase().startsWith(lower);
      return { name, distance: begins ? 0 : differing(lower, name.toLowerCase()) };
    })
    .filter(({ distance }) => distance <= asked.length / 2)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MOST)
    .map(({ name }) => name);
}

const MOST = 5;

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
