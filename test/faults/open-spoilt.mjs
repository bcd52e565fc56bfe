// Opens spoilt copies of a grown log, one after the other, and tells what became of each in a line of JSON.
// Usage: open-spoilt.mjs BUILD_DIR DATA_DIR TAIL < lines of JSON, each a list of changes:
// ["cut", file, bytesLeft] ["xor", file, at, mask] ["remove", file] ["write", file, text] ["copy", from, to].
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [buildDir, template, tail] = process.argv.slice(2);
const { openSqliteLog } = await import(
  pathToFileURL(join(buildDir, 'libs/stores/src/index.js')).href
);

const clock = { nowMicros: () => Date.parse('2021-10-31T05:00:00.000Z') * 1000 };
const original = JSON.parse(readFileSync(`${template}.json`, 'utf8'));
const whole = original.map(String);
const streams = new Map();
for (const [position, leaf, bytes] of original) {
  const event = JSON.parse(Buffer.from(bytes, 'hex').toString('utf8'));
  const events = streams.get(event.stream) ?? [];
  streams.set(event.stream, [...events, { event, text: String([position, leaf, bytes]) }]);
}

for (const line of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const directory = mkdtempSync(`${template}-copy-`);
  cpSync(template, directory, { recursive: true });
  for (const change of JSON.parse(line)) spoil(directory, change);
  process.stdout.write(`${JSON.stringify(await outcomeOf(directory))}\n`);
  rmSync(directory, { recursive: true });
}

function spoil(directory, [how, name, ...rest]) {
  const file = join(directory, name);
  if (how === 'cut') truncateSync(file, rest[0]);
  else if (how === 'remove') rmSync(file);
  else if (how === 'write') writeFileSync(file, rest[0]);
  else if (how === 'copy') cpSync(file, join(directory, rest[0]));
  else {
    const bytes = readFileSync(file);
    bytes[rest[0]] ^= rest[1];
    writeFileSync(file, bytes);
  }
}

/** `traces`: errors without a name of ours. `wrong`: what was read and differs from what was written. */
async function outcomeOf(directory) {
  const before = contentsOf(directory);
  const told = { problems: 0, named: [], traces: [], wrong: [] };
  const log = await attempt(told, () =>
    openSqliteLog({ directory, clock, create: false, tail: Number(tail) }),
  );
  if (!log) return { ...told, opened: false, untouched: contentsOf(directory) === before };
  const { problems = [], firstBad } = (await attempt(told, () => log.verifyAll())) ?? {};
  await readEverything(log, told);
  const sound = problems.length + told.named.length + told.wrong.length === 0;
  if (sound) await writeOn(log, told);
  await attempt(told, () => log.close());
  if (sound) await readAgain(directory, told);
  return { ...told, opened: true, problems: problems.length, firstBad: String(firstBad ?? '') };
}

async function readEverything(log, told) {
  const all = await attempt(told, () => log.readAll());
  if (all) compare(told, 'the whole', all.slice(0, whole.length).map(textOf), whole);
  for (const [stream, events] of streams) {
    const read = await attempt(told, () => log.read(stream));
    const expected = events.map(({ text }) => text);
    if (read) compare(told, stream, read.slice(0, events.length).map(textOf), expected);
  }
}

/** Each event is found by its id: a retry is answered with its place. Then every stream takes one more event. */
async function writeOn(log, told) {
  await Promise.all(original.map(([position, , bytes]) => retry(log, told, { position, bytes })));
  for (const [stream, events] of streams) {
    const { version: _version, recordedAt: _recordedAt, ...draft } = events[0].event;
    const next = { ...draft, eventId: crypto.randomUUID() };
    const answer = await attempt(told, () => log.append(stream, events.length, [next]));
    if (answer && answer.outcome !== 'appended') told.named.push(JSON.stringify(answer));
  }
}

async function retry(log, told, { position, bytes }) {
  const event = JSON.parse(Buffer.from(bytes, 'hex').toString('utf8'));
  const { version: _version, recordedAt: _recordedAt, ...draft } = event;
  const answer = await attempt(told, () => log.append(event.stream, 0, [draft]));
  if (!answer) return;
  const found = Number(answer.receipts?.[0]?.position ?? Number.NaN);
  compare(told, `id ${event.eventId}`, [String(found)], [String(position)]);
}

/** Nothing that stood was hurt by what was written since. */
async function readAgain(directory, told) {
  const log = await attempt(told, () => openSqliteLog({ directory, clock, create: false }));
  if (!log) return;
  const { problems = [] } = (await attempt(told, () => log.verifyAll())) ?? {};
  for (const { position, problem } of problems) told.named.push(`${position}: ${problem}`);
  await readEverything(log, told);
  await log.close();
}

function compare(told, what, found, expected) {
  const at = expected.findIndex((text, index) => text !== found[index]);
  if (at >= 0 || found.length !== expected.length)
    told.wrong.push(`${what}: ${found[at] === undefined ? 'missing' : 'altered'} at ${at}`);
}

async function attempt(told, work) {
  try {
    return await work();
  } catch (error) {
    const named = ['StoreRefused', 'LogDamaged'].includes(error.constructor.name);
    if (named) told.named.push(`${error.code ?? 'log-damaged'}: ${error.message}`);
    else told.traces.push(String(error.stack));
    return undefined;
  }
}

function textOf({ position, leaf, bytes }) {
  return String([
    Number(position),
    Buffer.from(leaf).toString('hex'),
    Buffer.from(bytes).toString('hex'),
  ]);
}

function contentsOf(directory) {
  return JSON.stringify(
    readdirSync(directory)
      .sort()
      .map((name) => [name, readFileSync(join(directory, name), 'base64')]),
  );
}
