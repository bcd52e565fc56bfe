import {
  derivedId,
  eventIdOf,
  type Data,
  type Draft,
  type HappenedAt,
  type Json,
} from '@cluetrail/event-sourcing';
import type { ImportedCase } from './imported-cases.js';
import type { Mapping } from './mapping.js';

/** Fixed for ever: ids of imported events derive from it, so that importing twice adds nothing. */
const IMPORT_NAMESPACE = '6a0f6a3c-8a0e-5b0d-9c39-0f6f0b6d2a55';

export interface Importing {
  readonly mapping: Mapping;
  /** Of the procedure that imported clues are pinned to. */
  readonly procedureVersion: number;
  /** Who runs the import. */
  readonly personId: string;
}

/** The events of one case, in the order of the file; the same ids at every import. */
export function importedEvents(
  { mapping, procedureVersion, personId }: Importing,
  one: ImportedCase,
): { stream: string; drafts: Draft[] } {
  const { mapping: name, procedure, obligation, organ, zone } = mapping;
  const id = (...parts: Json[]) => derivedId(IMPORT_NAMESPACE, name, one.caseId, ...parts);
  const stream = `clue-${id('case')}`;
  const correlationId = id('case');
  const draft = ({ part, type, at, data, change }: Part): Draft => {
    const commandId = id(...part);
    const happenedAt: HappenedAt = { at, zone, precision: 'ms' };
    return {
      eventId: eventIdOf(commandId, 0),
      stream,
      type,
      schemaVersion: 1,
      happenedAt,
      actor: { personId, role: 'system' },
      basis: { procedure, version: procedureVersion },
      organ,
      level: 'L1',
      ...(change && { change }),
      imported: true,
      correlationId,
      causationId: commandId,
      commandId,
      data,
    };
  };
  const opening: Part = {
    part: ['start'],
    type: 'ClueDiscovered',
    at: one.start,
    data: { source: 'other', subjects: [] },
    change: { from: 'none', to: 'registered' },
  };
  const drafts = [draft(opening)];
  if (one.deadline && obligation) {
    const data = { obligation, at: one.deadline };
    drafts.push(draft({ part: ['deadline'], type: 'DeadlineImposed', at: one.start, data }));
  }
  for (const { at, ...row } of one.rows)
    drafts.push(draft({ part: ['row', row.rowId], type: 'ActivityImported', at, data: row }));
  if (one.end) {
    const change = { from: 'registered', to: 'settled' };
    drafts.push(draft({ part: ['end'], type: 'ClueSettled', at: one.end, data: {}, change }));
  }
  return { stream, drafts };
}

interface Part {
  /** What the id derives from, besides mapping and case. */
  readonly part: readonly Json[];
  readonly type: string;
  readonly at: string;
  readonly data: Data;
  readonly change?: Draft['change'];
}
