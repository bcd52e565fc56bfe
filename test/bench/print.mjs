const WIDTHS = [40, 12, 14, 8, 16];

export function printFacts(facts, { rounds }) {
  for (const [name, value] of Object.entries(facts)) {
    const shown = typeof value === 'number' && !Number.isInteger(value) ? rounded(value) : value;
    console.log(`${name.padEnd(18)} ${shown}`);
  }
  console.log(
    `\nMedians of ${rounds} rounds, all sides in turn. Ratio = time / raw's time of the same round.\n`,
  );
  row(['', 'ms each', 'per second', 'ratio', 'from – to']);
}

export function printResult({ measure, operations, contenders, notes }) {
  const note = Object.entries(notes ?? {}).map(([name, value]) => `, ${name} ${rounded(value)}`);
  row([`${measure} (${operations}${note.join('')})`]);
  for (const { name, millis, perSecond, ratio } of contenders)
    row([
      `  ${name}`,
      rounded(millis / operations),
      rounded(perSecond),
      ...(ratio ? spread(ratio) : ['1']),
    ]);
  for (const { name, productOver } of contenders)
    if (productOver) row([`  product ÷ ${name}`, '', '', ...spread(productOver)]);
}

function spread({ median, min, max }) {
  return [rounded(median), `${rounded(min)} – ${rounded(max)}`];
}

function row(cells) {
  const [first, ...rest] = cells;
  const padded = rest.map((cell, index) => String(cell).padStart(WIDTHS[index + 1]));
  console.log([first.padEnd(WIDTHS[0]), ...padded].join(' ').trimEnd());
}

/** Three significant digits: more would be noise. */
function rounded(value) {
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en-US')
    : String(Number(value.toPrecision(3)));
}
