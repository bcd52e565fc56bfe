import { type Draft, nextMicros, recordedAtOf, seal } from '@cluetrail/event-sourcing';
import { failureOf, primaryCodeOf } from './failure.js';
import type { LogFile, Standing } from './log-file.js';
import type { Answer, Place, Requests } from './messages.js';
import { eventOf } from './row.js';
import { sha256 } from './sha256.js';

/** Decides one append inside the group's transaction and inserts it if it stands. Errors of SQLite are thrown. */
export function decideAppend(log: LogFile, request: Requests['append']): Answer {
  const drafts: Draft[] = request.drafts.map((bytes) => draftOf(bytes));
  try {
    const standing = drafts.map(({ eventId }) => log.find(eventId));
    if (standing.some((found) => found !== undefined)) return repeated(request.stream, standing);
  } catch (error) {
    const failure = failureOf(error);
    // SQLite's own errors are thrown on: they end the group, and may end all writing.
    if (primaryCodeOf(error) !== undefined || failure.kind === 'mistake') throw error;
    return { outcome: 'failed', failure };
  }
  const { stream, expected } = request;
  const actual = log.versionOf(stream);
  if (actual !== expected) return { outcome: 'conflict', expected, actual };
  return { outcome: 'appended', places: insertAll(log, drafts, request) };
}

function insertAll(log: LogFile, drafts: Draft[], { expected, now }: Requests['append']): Place[] {
  const recordedAt = recordedAtOf(nextMicros(log.end.micros, now));
  return drafts.map((draft, index) => {
    const version = expected + index + 1;
    return [log.insert(seal(draft, { version, recordedAt }, sha256)), version, recordedAt];
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

/** The stamp is the writer's: what stood in its place was only a measure of the size. */
function draftOf(bytes: Uint8Array): Draft {
  const { version: _version, recordedAt: _recordedAt, ...draft } = eventOf({ bytes });
  return draft;
}
