// A server stripped to its store: 16 writers on one log, killed by its parent at any moment.
// Usage: driver.mjs BUILD_DIR DATA_DIR JOURNAL. The journal, outside the data directory, is the writers' memory:
// `try <key> <stream> <eventIds>` before a command is sent, `ack <key>` once it is acknowledged.
import { openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomUUID } from 'node:crypto';

const [buildDir, directory, journalFile] = process.argv.slice(2);
const stores = pathToFileURL(join(buildDir, 'libs/stores/src/index.js')).href;
const { openSqliteLog } = await import(stores);

const WRITERS = 16;
const STREAMS = 24;
const clock = { nowMicros: () => Date.now() * 1000 };

const unanswered = unansweredIn(readFileSync(journalFile, 'utf8'));
const journal = openSync(journalFile, 'a');
const started = performance.now();
const log = await openSqliteLog({ directory, clock, create: true });
process.stdout.write(`ready ${(performance.now() - started).toFixed(1)}\n`);
await Promise.all(Array.from({ length: WRITERS }, () => write()));

/** First the commands that a killed driver never got an answer to, with their first ids; then new ones, for ever. */
async function write() {
  for (;;) {
    const command = unanswered.pop() ?? newCommand();
    await send(command);
    writeSync(journal, `ack ${command.key}\n`);
  }
}

function newCommand() {
  const stream = `clue-${Math.floor(Math.random() * STREAMS)}`;
  const ids = Array.from({ length: 1 + Math.floor(Math.random() * 3) }, () => randomUUID());
  const command = { key: randomUUID(), stream, ids };
  writeSync(journal, `try ${command.key} ${stream} ${ids.join(',')}\n`);
  return command;
}

async function send({ key, stream, ids }) {
  const drafts = ids.map((eventId) => draft({ key, stream, eventId }));
  for (let version = 0; ;) {
    const answer = await log.append(stream, version, drafts);
    if (answer.outcome === 'appended') return;
    if (answer.outcome !== 'conflict') throw new Error(JSON.stringify(answer));
    version = answer.actual;
  }
}

function draft({ key, stream, eventId }) {
  return {
    eventId,
    stream,
    type: 'OfficersAssigned',
    schemaVersion: 1,
    happenedAt: { at: '2021-10-31T01:30:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' },
    actor: { personId: 'person-li', role: 'unit-head', organId: 'organ-3301' },
    correlationId: key,
    causationId: key,
    commandId: key,
    data: { officers: ['person-li', 'person-wang'] },
  };
}

function unansweredIn(text) {
  const open = new Map();
  for (const line of text.split('\n').slice(0, -1)) {
    const [kind, key, stream, ids] = line.split(' ');
    if (kind === 'try') open.set(key, { key, stream, ids: ids.split(',') });
    else open.delete(key);
  }
  return [...open.values()];
}
