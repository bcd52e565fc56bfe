// How the product compares with raw SQLite doing the same work, in the same run. See docs/benchmarks.md.
import { argumentsOf, fail, wholeNumber } from '../support/arguments.mjs';
import { appendEight, appendMany, appendOne } from './append.mjs';
import { commandMany, commandOne } from './commands.mjs';
import { machineFacts } from './facts.mjs';
import { overdue } from './overdue.mjs';
import { postgresMeasures } from './postgres.mjs';
import { printFacts, printResult } from './print.mjs';
import { load, readAll } from './reading.mjs';
import { rebuild } from './rebuild.mjs';
import { start, verifyAll } from './whole-log.mjs';
import { Workplace } from './workplace.mjs';

const MEASURES = [
  ...[appendOne, appendMany, appendEight, load, readAll, verifyAll, start],
  ...postgresMeasures,
  ...[rebuild, overdue, commandOne, commandMany],
];

const { values } = argumentsOf({
  usage:
    'npm run bench -- [--quick] [--json] [--only WORD] [--dir DIRECTORY] [--rounds N] [--events N] [--standing N] [--clues N]',
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    dir: { type: 'string' },
    rounds: { type: 'string' },
    events: { type: 'string' },
    standing: { type: 'string' },
    clues: { type: 'string' },
  },
});

const given = (name, least) => wholeNumber(name, values[name], least);
const size = {
  rounds: given('rounds', 1) ?? (values.quick ? 1 : 9),
  syncs: values.quick ? 10 : 500,
  appends: values.quick ? 20 : 2000,
  batches: values.quick ? 20 : 400,
  grouped: values.quick ? 128 : 64 * 64,
  loaded: values.quick ? 300 : 6000,
  commands: values.quick ? 4 : 192,
  questions: values.quick ? 4 : 200,
  standing: given('standing') ?? 0,
  events: given('events', 1) ?? (values.quick ? 600 : 50_000),
  clues: given('clues', 1) ?? (values.quick ? 6 : 500),
};
const chosen = MEASURES.filter(({ name }) => name.includes(values.only));
if (chosen.length === 0)
  fail(
    `--only: expected part of ${MEASURES.map(({ name }) => name).join(', ')}, found ${values.only}`,
  );

const place = new Workplace(values.dir);
try {
  const facts = machineFacts(place.root, size.syncs);
  if (!values.json) printFacts(facts, size);
  const results = [];
  for (const measure of chosen) {
    const result = await measure({ place, size });
    results.push(result);
    if (!values.json) printResult(result);
  }
  if (values.json) console.log(JSON.stringify({ facts, size, results }, null, 2));
} finally {
  await place.close();
}
