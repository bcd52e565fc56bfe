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
  const draft = (
    part: Json[],
    type: string,
    at: string,
    data: Data,
    change?: Draft['change'],
  ): Draft => {
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
  const drafts = [
    draft(
      ['start'],
      'ClueDiscovered',
      one.start,
      { source: 'other', subjects: [] },
      { from: 'none', to: 'registered' },
    ),
    ...(one.deadline && obligation
      ? [draft(['deadline'], 'DeadlineImposed', one.start, { obligation, at: one.deadline })]
      : []),
    ...one.rows.map(({ at, ...row }) => draft(['row', row.rowId], 'ActivityImported', at, row)),
    ...(one.end
      ? [draft(['end'], 'ClueSettled', one.end, {}, { from: 'registered', to: 'settled' })]
      : []),
  ];
  return { stream, drafts };
}
