import { nextMicros, recordedAtOf } from '@cluetrail/event-sourcing';
import { CONSTRAINT, failureOf, primaryCodeOf } from './failure.js';
import type { LogFile, Standing } from './log-file.js';
import type { Answer, AppendRequest, Place } from './messages.js';
import { stampedInPlace } from '../shared/stamp.js';

/** Decides one append inside the group's transaction and inserts it if it stands. Errors of SQLite are thrown. */
export function decideAppend(log: LogFile, request: AppendRequest): Answer {
  const { stream, expected, ids } = request;
  const actual = log.versionOf(stream);
  if (actual !== expected)
    return standingAnswer(log, request) ?? { outcome: 'conflict', expected, actual };
  // New ids are the rule, and the index of ids refuses those that stand: nobody looks for them before.
  const insert = () => insertAll(log, request);
  try {
    // A single row stands or not; a new stream is a row of its own.
    const places = ids.length === 1 && expected > 0 ? insert() : log.whole(insert);
    return { outcome: 'appended', places };
  } catch (error) {
    const standing = primaryCodeOf(error) === CONSTRAINT && standingAnswer(log, request);
    if (!standing) throw error;
    return standing;
  }
}

/** Where some of the ids stand in the log, whatever version was expected. */
function standingAnswer(log: LogFile, { stream, ids }: AppendRequest): Answer | undefined {
  try {
    const standing = ids.map((id) => log.find(id));
    return standing.some((found) => found !== undefined) ? repeated(stream, standing) : undefined;
  } catch (error) {
    const failure = failureOf(error);
    // SQLite's own errors are thrown on: they end the group, and may end all writing.
    if (primaryCodeOf(error) !== undefined || failure.kind === 'mistake') throw error;
    return { outcome: 'failed', failure };
  }
}

function insertAll(log: LogFile, { stream, expected, ids, drafts, now }: AppendRequest): Place[] {
  const micros = nextMicros(log.end.micros, now);
  const recordedAt = recordedAtOf(micros);
  return drafts.map((draft, index) => {
    // The version is the one in the bytes: they were made for this one.
    const version = expected + index + 1;
    // The draft is this thread's own, and is not read again.
    const place = { stream, version, eventId: ids[index], micros };
    return [log.insert({ ...place, ...stampedInPlace(draft, recordedAt) }), version, recordedAt];
  });
}

/** The ids decide, whatever version was expected: all of them stand in this stream, or the program is wrong. */
function repeated(stream: string, standing: readonly (Standing | undefined)[]): Answer {
  const places: Place[] = [];
  for (const found of standing) {
    if (found?.stream !== stream) {
      const message = `append to ${stream}: some of these event ids stand elsewhere in the log`;
      return { outcome: 'failed', failure: { kind: 'mistake', message } };
    }
    places.push([found.position, found.version, found.recordedAt]);
  }
  return { outcome: 'appended', places };
}
