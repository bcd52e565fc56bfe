import { recordAccess } from '../access-record.js';
import type { Reading } from './read-model.js';
import type { ToldEvent } from './told-history.js';

/** Who is told who sent these reports, by their streams: recorded on each before he is. */
export async function recordReporter(
  { installation, subject }: Reading,
  streams: Iterable<string>,
): Promise<void> {
  const data = { what: 'reporter' };
  for (const stream of new Set(streams))
    await recordAccess(installation, { subject, stream, data });
}

/** Those of which a history names the reporter; not where that is masked. */
export function namingReporter(told: readonly ToldEvent[]): readonly string[] {
  return told.flatMap(({ stream, data }) => {
    const { reporterId } = Object(data) as { reporterId?: unknown }; // events of other rows have none
    return typeof reporterId === 'string' ? [stream] : [];
  });
}
