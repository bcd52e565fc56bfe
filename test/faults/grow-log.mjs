// Grows a log, the same each time, and writes what stands in it to DATA_DIR.json: [position, leaf, bytes] of each event.
// Usage: grow-log.mjs BUILD_DIR DATA_DIR CLOSED KILLED: CLOSED events in a log that was closed, then KILLED more whose
// process died by SIGKILL, so that they stand in the WAL alone (0: it stays closed).
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [buildDir, directory, closed, killed] = process.argv.slice(2);
const { openSqliteLog } = await import(
  pathToFileURL(join(buildDir, 'libs/stores/src/index.js')).href
);

const STREAMS = 40;
const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };
const versions = new Map();

let log = await openSqliteLog({ directory, clock, create: true });
await grow(0, Number(closed));
await log.close();
if (Number(killed) === 0) {
  log = await openSqliteLog({ directory, clock, create: false });
  await tell();
  await log.close();
} else {
  log = await openSqliteLog({ directory, clock, create: false });
  await grow(Number(closed), Number(killed));
  await tell();
  process.kill(process.pid, 'SIGKILL');
}

async function grow(start, count) {
  for (let index = start; index < start + count; index += 5) {
    const stream = `clue-${(index * 7) % STREAMS}`;
    const version = versions.get(stream) ?? 0;
    const drafts = Array.from({ length: 5 }, (_, at) => draft(stream, index + at));
    const answer = await log.append(stream, version, drafts);
    if (answer.outcome !== 'appended') throw new Error(JSON.stringify(answer));
    versions.set(stream, version + 5);
  }
}

async function tell() {
  const events = await log.readAll();
  const lines = events.map(({ position, leaf, bytes }) => [
    Number(position),
    hex(leaf),
    hex(bytes),
  ]);
  writeFileSync(`${directory}.json`, JSON.stringify(lines));
}

function draft(stream, index) {
  const eventId = createHash('sha256')
    .update(String(index))
    .digest('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return {
    eventId,
    stream,
    type: 'OfficersAssigned',
    schemaVersion: 1,
    happenedAt: { at: '2021-10-31T01:30:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' },
    actor: { personId: 'person-li', role: 'unit-head', organId: 'organ-3301' },
    correlationId: eventId,
    causationId: eventId,
    commandId: eventId,
    data: { officers: ['person-li', 'person-wang'], index, note: '线索'.repeat(index % 40) },
  };
}

function hex(bytes) {
  return Buffer.from(bytes).toString('hex');
}
