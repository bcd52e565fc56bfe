import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { clueDrafts } from './clue-drafts.mjs';
import { emptyLog, RawLog } from './raw-log.mjs';

const made = new Map();

/** A directory of its own with a log of so many events (rounded up to whole streams of 30). */
export async function logOf(place, events) {
  const directory = place.fresh();
  if (events === 0) await emptyLog(directory);
  else cpSync(await template(place, events), directory, { recursive: true });
  return directory;
}

/** The streams of the log that {@link logOf} copies. */
export async function streamsOf(place, events) {
  await template(place, events);
  return made.get(events).streams;
}

/** What a measure is called behind so many events. */
export function at(measure, standing) {
  return standing === 0 ? measure : `${measure}, behind ${standing.toLocaleString('en-US')} events`;
}

async function template(place, events) {
  if (!made.has(events)) made.set(events, await filled(place, events));
  return made.get(events).directory;
}

async function filled(place, events) {
  const directory = place.fresh();
  await emptyLog(directory);
  const log = new RawLog(directory);
  // Nobody waits for a power cut here.
  log.db.exec('pragma synchronous=off');
  const streams = [];
  for (let count = 0; count < events;) {
    const clues = Array.from({ length: 20 }, () => clueDrafts());
    // Turn about: a stream's events do not lie together in a log that many people write.
    log.append(clues[0].flatMap((_, index) => clues.map((drafts) => drafts[index])));
    streams.push(...clues.map(([first]) => first.stream));
    count += clues.flat().length;
  }
  log.pin();
  log.close();
  return { directory, streams };
}

/** The file of a log. */
export function fileOf(directory) {
  return join(directory, 'events.db');
}
