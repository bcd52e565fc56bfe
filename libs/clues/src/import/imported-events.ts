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
  readonly actor: Draft['actor'];
}

/** An event to be, and the place in the file that it comes from. */
export interface ImportedEvent {
  readonly draft: Draft;
  readonly line: number;
  readonly column: string;
}

/** The events of one case, in the order of the file; the same ids at every import. */
export function importedEvents(
  importing: Importing,
  one: ImportedCase,
): { readonly stream: string; readonly events: readonly ImportedEvent[] } {
  const { mapping: name } = importing.mapping;
  const id = (...parts: Json[]) => derivedId(IMPORT_NAMESPACE, name, one.caseId, ...parts);
  const stream = `clue-${id('case')}`;
  const events = partsOf(importing.mapping, one).map(({ part, line, column, ...fields }) => {
    const ids = { stream, correlationId: id('case'), commandId: id(...part) };
    return { line, column, draft: draftOf(importing, { ...ids, ...fields }) };
  });
  return { stream, events };
}

interface Fact {
  readonly type: string;
  /** RFC 3339 UTC, 3 decimals. */
  readonly at: string;
  readonly data: Data;
  readonly change?: Draft['change'];
}

interface Part extends Fact {
  /** What the id derives from, besides mapping and case. */
  readonly part: readonly Json[];
  readonly line: number;
  readonly column: string;
}

function partsOf({ columns, obligation }: Mapping, one: ImportedCase): Part[] {
  const { line, start, end, deadline } = one;
  const parts: Part[] = [
    {
      part: ['start'],
      line,
      column: columns.start,
      type: 'ClueDiscovered',
      at: start,
      data: { source: 'other', subjects: [] },
      change: { from: 'none', to: 'registered' },
    },
  ];
  if (deadline && obligation)
    parts.push({
      part: ['deadline'],
      line,
      column: columns.deadline ?? '',
      type: 'DeadlineImposed',
      at: start,
      data: { obligation, at: deadline },
    });
  for (const { line: own, at, ...data } of one.rows)
    parts.push({
      part: ['row', data.rowId],
      line: own,
      column: columns.row,
      type: 'ActivityImported',
      at,
      data,
    });
  if (end)
    parts.push({
      part: ['end'],
      line,
      column: columns.end ?? '',
      type: 'ClueSettled',
      at: end,
      data: {},
      change: { from: 'registered', to: 'settled' },
    });
  return parts;
}

type Ids = Pick<Draft, 'stream' | 'correlationId' | 'commandId'>;

function draftOf(
  { mapping, procedureVersion, actor }: Importing,
  { commandId, stream, correlationId, type, at, data, change }: Ids & Fact,
): Draft {
  const happenedAt: HappenedAt = { at, zone: mapping.zone, precision: 'ms' };
  return {
    eventId: eventIdOf(commandId, 0),
    stream,
    type,
    schemaVersion: 1,
    happenedAt,
    actor,
    basis: { procedure: mapping.procedure, version: procedureVersion },
    organ: mapping.organ,
    level: 'L1',
    ...(change && { change }),
    imported: true,
    correlationId,
    causationId: commandId,
    commandId,
    data,
  };
}
