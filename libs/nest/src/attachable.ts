import type { Refusal } from '@cluetrail/event-sourcing';
import type { Loaded } from './loaded-streams.js';
import type { ReadOccasion } from './occasion.js';
import type { EngineOptions } from './situation.js';

/** Of one instance, all its life. */
const MOST_ATTACHMENTS = 500;

/** A file is whole on disk, under the key of this very stream, before an event names it. */
export async function notAttachable(
  { files }: Pick<EngineOptions, 'files'>,
  { stream, events }: Loaded,
  { attachments = [] }: ReadOccasion,
): Promise<Refusal | undefined> {
  if (attachments.length === 0) return undefined;
  const before = events.reduce((sum, event) => sum + (event.attachments?.length ?? 0), 0);
  if (before + attachments.length > MOST_ATTACHMENTS)
    return { code: 'too-many-attachments', detail: { expected: MOST_ATTACHMENTS } };
  for (const [index, { sha256 }] of attachments.entries())
    if (!(await files?.belongs(stream, sha256)))
      return { code: 'no-such-attachment', detail: { field: `attachments[${index}]` } };
  return undefined;
}
