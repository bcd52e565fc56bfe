/**
 * Runs contenders in turn (A B C, A B C …) and times their `run` alone. The first round warms up and does not count.
 * A contender is `{ name, peer?, before?, run, after? }`; the one called `raw` is what the others are measured against.
 * @returns `{ measure, operations, contenders: [{ name, millis, perSecond, ratio?, productOver? }] }`: medians; `ratio` =
 * time over raw's time of the same round, as `{ median, min, max }`; beside a peer `productOver` = product's time over its.
 */
export async function compare({ measure, operations, contenders, rounds }) {
  const times = new Map(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++)
    for (const contender of contenders) {
      const millis = await timed(contender);
      if (round > 0) times.get(contender.name).push(millis);
    }
  const raw = times.get('raw');
  return {
    measure,
    operations,
    contenders: contenders.map(({ name, peer }) => {
      const own = times.get(name);
      const millis = median(own);
      const figures = { name, millis, perSecond: (operations / millis) * 1000 };
      if (name === 'raw') return figures;
      const productOver = peer && spread(times.get('product'), own);
      return { ...figures, ratio: spread(own, raw), productOver };
    }),
  };
}

async function timed({ before, run, after }) {
  await before?.();
  const start = performance.now();
  await run();
  const millis = performance.now() - start;
  await after?.();
  return millis;
}

function spread(own, other) {
  const ratios = own.map((millis, round) => millis / other[round]);
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
