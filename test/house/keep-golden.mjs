import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';

/**
 * Keeps what is new for ever, beside what is kept already: the hash of every shipped procedure and, where a command
 * and its input are named, the event that it leaves and what the state takes from it. Writes over nothing.
 *
 *     node test/house/keep-golden.mjs [COMMAND INPUT [KIND]]
 */
const lib = (name) => import(`../../dist/libs/${name}/src/index.js`);
const { canonical, commandIdOf, eventIdOf, hex, leafOf, seal } = await lib('event-sourcing');
const { memoryKeys, personalPaths, sealData } = await lib('access');
const { edgeOf, evolve, initial, readInput, targetOf } = await lib('workflow');
const { DEFAULT_PROCEDURE, procedureBytes, shippedProcedures, WORKFLOWS } = await lib('clues');

const ORGAN = 'nayong';
const PERSON = 'li-nayong';
const INSTANT = '2021-10-11T01:00:00.000Z';
const STANDING = [
  'state',
  'organ',
  'level',
  'procedure',
  'acts',
  'actsFor',
  'actsAt',
  'done',
  'lastChange',
];

const [command, input = '{}', kind] = process.argv.slice(2);
for (const procedure of shippedProcedures())
  keep(
    `procedures/${procedure.name}@${procedure.version}.sha256`,
    `${hex(sha256(procedureBytes(procedure)))}\n`,
  );
if (command !== undefined) keepEvent(command, JSON.parse(input));

function keepEvent(name, body) {
  const workflow = Object.values(WORKFLOWS).find(
    (one) => name in one.transitions && (kind === undefined || one.kind === kind),
  );
  // Of the procedure that new clues get; else of the last one that knows the command.
  const procedure = shippedProcedures()
    .filter((one) => workflow && edgeOf(one, workflow.kind, name))
    .sort((a, b) => Number(a.name === DEFAULT_PROCEDURE) - Number(b.name === DEFAULT_PROCEDURE))
    .at(-1);
  const edge = procedure && edgeOf(procedure, workflow.kind, name);
  if (!edge) throw new Error(`${name}: expected a command of a shipped procedure, found none`);
  const event = eventOf(name, body, { workflow, procedure, edge });
  const { bytes } = seal(event, event, sha256);
  const file = `events/${event.type}@${event.schemaVersion}`;
  keep(`${file}.json`, bytes);
  keep(`${file}.sha256`, `${hex(leafOf(bytes, sha256))}\n`);
  keep(`${file}.state`, `${canonical(JSON.parse(JSON.stringify(taken(workflow, event))))}\n`);
}

function eventOf(name, body, { workflow, procedure, edge }) {
  const row = workflow.transitions[name];
  const read = readInput(row.input, body);
  if ('faults' in read) throw new Error(`${name}: ${JSON.stringify(read.faults)}`);
  const from = edge.from[0];
  const commandId = commandIdOf({ personId: PERSON, key: 'golden', command: name, target: from });
  const stream = `${workflow.kind}-${commandId}`;
  const eventId = eventIdOf(commandId, 0);
  const data = JSON.parse(JSON.stringify(row.data?.(...occasion(workflow, read.input)) ?? body));
  const to = targetOf(edge, from, data);
  const paths = personalPaths(row.input);
  return {
    ...{ eventId, stream, version: 2, type: row.event, schemaVersion: row.schemaVersion ?? 1 },
    happenedAt: { at: INSTANT, zone: procedure.zone, precision: 'ms' },
    recordedAt: INSTANT.replace('Z', '000Z'),
    actor: { personId: PERSON, role: edge.by[0], organId: ORGAN },
    basis: {
      ...{ procedure: procedure.name, version: procedure.version },
      ...(edge.basis.article && { article: edge.basis.article }),
    },
    ...{ organ: ORGAN, level: 'L1', ...(to !== from && { change: { from, to } }) },
    ...{ correlationId: commandId, causationId: commandId, commandId },
    data: sealData({ logId: 'golden', stream, eventId, keys: memoryKeys(), data, paths }),
  };
}

/** What `data()` of a row may ask for. A row that asks for more is given its event by hand. */
function occasion(workflow, body) {
  const eventId = eventIdOf('6f7b525c-0f5e-5001-9a58-5a1f3a2d7c11', 0);
  const circumstances = {
    ...{ who: { personId: PERSON, role: '', organId: ORGAN }, now: INSTANT, rules: [] },
    happenedAt: { at: INSTANT, zone: 'UTC', precision: 'ms' },
    ...{
      clocks: () => [],
      startedBy: () => [],
      knowsOrgan: () => true,
      worksAt: () => true,
      holdsOffice: () => true,
    },
    history: () => [{ type: 'ClueMergedAway', eventId, change: { from: 'withUnit' } }],
    ...{ self: 'golden', above: () => [], other: () => undefined },
    knowsPerson: () => true,
    derivedId: (what) => eventIdOf('6f7b525c-0f5e-5001-9a58-5a1f3a2d7c11', what.length),
  };
  return [initial(workflow), body, circumstances];
}

/** What the state knows after the event and did not know before, without what every event leaves. */
function taken(workflow, event) {
  const before = initial(workflow);
  const news = Object.entries(evolve(workflow, before, event)).filter(
    ([field, value]) =>
      !STANDING.includes(field) && JSON.stringify(value) !== JSON.stringify(before[field]),
  );
  return Object.fromEntries(news);
}

function keep(name, content) {
  const file = new URL(`../golden/${name}`, import.meta.url);
  if (existsSync(file)) return;
  writeFileSync(file, content);
  process.stdout.write(`kept test/golden/${name}\n`);
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest();
}
