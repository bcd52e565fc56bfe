import type { ClueTables } from '@cluetrail/clues';
import type { FollowUpRow, ReferenceStreamRow } from '@cluetrail/nest';

/** The read database as queries see it: a table per projection, in camelCase. */
export interface Tables extends ClueTables {
  readonly followUps: FollowUpRow;
  readonly referenceStreams: ReferenceStreamRow;
}
