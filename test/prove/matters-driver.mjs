// Works on matters that cross streams, step by step, with ids that a restart gives again; killed by its parent at any
// moment. Usage: matters-driver.mjs DATA DONE STATE MATTERS SEED [MUTANT]. DONE has a line for each step that was
// answered, with the stream; STATE is written at the end: all streams without what differs from run to run, and the clocks.
import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { mattersScript, ORGANISATION } from './matters-script.mjs';

const [data, done, stateFile, matters, seed, mutant] = process.argv.slice(2);
const dist = (path) => import(new URL(`../../dist/${path}/src/index.js`, import.meta.url));
const { openInstallation, applyOrganisation } = await dist('apps/api');
const { PROCESSES } = await dist('libs/clues');
if (mutant === 'random-children') randomChildren();

const STEP = 3_600_000_000;
const START = Date.parse('2021-03-01T01:00:00.000Z') * 1000;
const answered = readFileSync(done, 'utf8').split('\n').slice(0, -1);
let step = answered.length;
const clock = { nowMicros: () => START + step * STEP };

const started = performance.now();
const installation = await openInstallation({ directory: data, create: true, demo: true, clock });
const { engine, runner, followUps, database, store } = installation;
await settled();
const owed = await database.query.selectFrom('follow_ups').selectAll().execute();
process.stdout.write(`ready ${Math.round(performance.now() - started)} ${owed.length}\n`);
// Whole again also after a kill in the midst of it.
if (step === 0) await applyOrganisation(installation, ORGANISATION, { dryRun: false });

/** Streams by the key that opened them. The step that was under way is given again under the same key. */
const opened = new Map(answered.map((line) => line.split('\t')));
const script = mattersScript(Number(matters), Number(seed));
for (; step < script.length; step++) {
  const { key } = script[step];
  opened.set(key, await give(script[step]));
  await settled();
  appendFileSync(done, `${key}\t${opened.get(key)}\n`);
}
writeFileSync(stateFile, JSON.stringify(await state()));
await installation.close();
process.exit(0);

async function settled() {
  await runner.catchUp();
  await followUps.wake();
  await runner.catchUp();
}

async function give({ key, by, kind = 'clue', command, on, input = {} }) {
  const stream = on && opened.get(on);
  const answer = await engine.give({
    ...{ kind, command, by: { personId: by, key } },
    body: JSON.parse(JSON.stringify(input), (_, value) => idFor(value)),
    ...(stream && { stream, expectedVersion: (await engine.streams.load(stream)).version }),
  });
  if (answer.outcome !== 'done') throw new Error(`${key} ${command}: ${JSON.stringify(answer)}`);
  return answer.receipts[0].stream;
}

function idFor(value) {
  if (typeof value !== 'string' || !value.startsWith('@')) return value;
  return opened.get(value.slice(1)).replace(/^[a-z]+-/, '');
}

/** Sealed texts and the times of recording are others in every run; all else is the same, or something went wrong. */
async function state() {
  const all = (await store.readAll({ limit: 1_000_000 })).map(({ event }) => event);
  const ours = all.filter(({ stream }) => /^(clue|case|report|numbers)-/.test(stream));
  const streams = [...Map.groupBy(ours, ({ stream }) => stream)].map(([name, events]) => ({
    name,
    events: events.map(({ type, version, eventId, change, organ, level, happenedAt, data }) => ({
      ...{ type, version, eventId, change, organ, level, happenedAt, data: masked(data) },
    })),
  }));
  const clocks = await database.query
    .selectFrom('obligationSpells')
    .select([
      'clue',
      'obligation',
      'state',
      'startedAt',
      'due',
      'endedAt',
      'happenedFrom',
      'happenedTo',
    ])
    .where('knownTo', '=', '~')
    .orderBy('clue')
    .orderBy('obligation')
    .orderBy('happenedFrom')
    .execute();
  const begun = ours.filter(({ type }) =>
    ['ClueSplit', 'ClueMergedAway', 'ClueMarkedDuplicate', 'ClueTransferred'].includes(type),
  ).length;
  return { begun, streams: [...streams, { name: 'clocks', events: clocks }] };
}

function masked(value) {
  return JSON.parse(JSON.stringify(value), (_, one) =>
    one?.k && one?.n && one?.c ? 'sealed' : one,
  );
}

/** The mutant: what a clue is split into gets other ids after every restart. */
function randomChildren() {
  const splitting = PROCESSES.find(({ on }) => on.ClueSplit);
  const { ClueSplit } = splitting.on;
  const ids = new Map();
  splitting.on.ClueSplit = (event) =>
    ClueSplit(event).map((followUp) => {
      const id = ids.get(followUp.stream) ?? `clue-${randomUUID()}`;
      ids.set(followUp.stream, id);
      return { ...followUp, stream: id };
    });
}
