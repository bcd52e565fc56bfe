import {
  type Attachment,
  type Effective,
  type Event,
  FACT_CORRECTED,
  kindOf,
  type FactCorrectedData,
} from '@cluetrail/event-sourcing';
import { type AccessRow, allows, masked } from '@cluetrail/access';
import { eventSummary, WORKFLOWS } from '@cluetrail/clues';
import { commandOf, stateTitle, type Procedure, type Table, type Words } from '@cluetrail/workflow';
import { isKeptFrom, linkedReportRow, raisedTo } from '../access-row.js';
import { withoutClues } from './other-clues.js';
import type { Asker } from './read-model.js';
import { shown } from './shown.js';
import type { ToldClue } from './told-clue.js';

/** One event as a person may read it: texts in clear, or told to be sealed, or gone for ever. */
export interface ToldEvent {
  readonly eventId: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly title: Words;
  /** What it says, in one line. */
  readonly summary: Words;
  readonly happenedAt: Event['happenedAt'];
  readonly effectiveAt: string;
  readonly recordedAt: string;
  readonly actor: Event['actor'];
  readonly onBehalfOf?: string;
  /** Responsible after it, by the name of that time. */
  readonly organ?: string;
  readonly organName?: Words;
  readonly change?: Event['change'];
  readonly basis?: Event['basis'];
  readonly reason?: unknown;
  readonly data: unknown;
  /** Files: `sha256`, name, level. */
  readonly attachments?: unknown;
  readonly imported?: true;
  readonly correctedBy?: readonly string[];
  /** What stood there before, and since when something else does. */
  readonly corrections?: readonly ToldCorrection[];
}

export interface ToldCorrection {
  readonly field: string;
  readonly old: unknown;
  readonly new: unknown;
  readonly recordedAt: string;
  readonly by: string;
}

/** A clue or a report, with the streams that it is linked with. */
type Told = Pick<ToldClue, 'events' | 'linked' | 'known' | 'axes' | 'inClear'> & {
  /** Of a clue: by which its linked streams are read with it. */
  readonly row?: ToldClue['row'];
  readonly now: Pick<ToldClue['now'], 'procedure'>;
  /** Clues that are named there, and that the caller may not see. */
  readonly unseen: ReadonlySet<string>;
};

/**
 * Every event known at K of T, in the order of folding, with those of its case and its reports; nothing of a report
 * that is part of another clue, too, of which the caller may know nothing, and no text of one that he is not cleared for.
 */
export async function toldHistory(
  reading: Asker,
  { events, linked, known: all, axes, inClear, now, unseen, row }: Told,
): Promise<readonly ToldEvent[]> {
  const { installation } = reading;
  const shows = await Promise.all([events, ...linked].map((one) => shownOf(reading, one, row)));
  const naming = new Set(shows.flatMap(({ naming: some }) => some));
  const hidden = new Set(shows.flatMap(({ hidden: stream }) => stream ?? []));
  const files = new Map(shows.map(({ stream, row: by }) => [stream, by]));
  const sealed = new Set(shows.flatMap(({ sealed: stream }) => stream ?? []));
  const procedure = installation.references.procedure(now.procedure.name, now.procedure.version);
  // A correction applies from when it is known, also to a moment before it was made.
  const known = [...events, ...linked.flat()].filter(
    ({ recordedAt }) => recordedAt <= axes.knownAt,
  );
  const originals = new Map(known.map((event) => [event.eventId, event]));
  const told = all.filter(({ stream }) => !hidden.has(stream));
  return told.map((event) => {
    // A corrected event's texts are sealed for the place where they were written: the original is opened.
    const original = originals.get(event.eventId) ?? event;
    const text = (value: unknown, path: string) =>
      shown(value, {
        ...{ event: original, path, installation },
        inClear: inClear && !sealed.has(event.stream),
      });
    const corrections = known.filter(
      (one) => one.type === FACT_CORRECTED && one.data['targetEventId'] === event.eventId,
    );
    const texts = {
      data: withoutClues(
        text(naming.has(original) ? event.data : withoutReporter(event.data), 'data'),
        unseen,
      ),
      ...(event.reason && { reason: text(event.reason, 'reason') }),
    };
    return {
      ...frameOf(event, reading),
      title: titleOf(event.type),
      summary: eventSummary({
        ...texts,
        change: event.change && inWords(event.stream, event.change, procedure),
      }),
      ...(corrections.length > 0 && {
        correctedBy: corrections.map((one) => one.eventId),
        corrections: corrections.map(toldCorrection),
      }),
      ...texts,
      ...(event.attachments && {
        attachments: event.attachments.map((file, index) =>
          shown(file, {
            ...{ event: original, path: `attachments.${index}`, installation },
            inClear: inClear && readsFile(reading, file, files.get(event.stream)),
          }),
        ),
      }),
    };
  });
}

/** What of an event is no text. The organ has the name that it had then. */
function frameOf(event: Effective, { installation }: Asker) {
  const { eventId, stream, version, type, happenedAt, effectiveAt, recordedAt, actor } = event;
  const { onBehalfOf, organ = '', change, basis, imported } = event;
  const name = installation.references.directory.organAt(organ, effectiveAt)?.name;
  return {
    ...{ eventId, stream, version, type, happenedAt, effectiveAt, recordedAt, actor },
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    ...(organ !== '' && { organ, ...(name && { organName: name }) }),
    ...(change && { change }),
    ...(basis && { basis }),
    ...(imported && { imported }),
  };
}

interface Shows {
  /** Events that may tell who sent a report. */
  readonly naming: readonly Event[];
  readonly stream: string;
  /** By which its files are read. */
  readonly row?: AccessRow;
  /** The stream, where nothing of it is told. */
  readonly hidden?: string;
  /** The stream, where none of its texts is. */
  readonly sealed?: string;
}

/** Who sent a report is for those who may read the report itself, not for all who read of what came of it. */
async function shownOf(
  { installation, subject }: Asker,
  events: readonly Event[],
  ofClue: Told['row'],
): Promise<Shows> {
  const row = await linkedReportRow(installation, events);
  const [{ stream } = { stream: '' }] = events;
  if (!row) return { stream, naming: events, row: ofClue };
  if (isKeptFrom(subject.personId, row)) return { stream, naming: [], hidden: stream };
  const names = allows(subject, 'content', row) && !masked(subject, 'content', row);
  const read = ofClue ? raisedTo(row.level, ofClue) : row;
  const cleared = !ofClue || allows(subject, 'content', read);
  return {
    ...{ stream, naming: names ? events : [], row: read },
    ...(!cleared && { sealed: stream }),
  };
}

/** A file keeps the level at which it was named; its name is for those who may read the file. */
function readsFile({ subject }: Asker, { level }: Attachment, row: AccessRow | undefined): boolean {
  const at = row && raisedTo(level, row);
  return at !== undefined && allows(subject, 'content', at) && !masked(subject, 'content', at);
}

function withoutReporter(data: Event['data']): Event['data'] {
  return data['reporterId'] === undefined ? data : { ...data, reporterId: { sealed: true } };
}

function toldCorrection({ data, recordedAt, eventId }: Event): ToldCorrection {
  const { field, old, new: next } = data as unknown as FactCorrectedData; // the type name says the shape
  return { field, old, new: next, recordedAt, by: eventId };
}

function inWords(
  stream: string,
  { from, to }: { readonly from: string; readonly to: string },
  procedure: Procedure | undefined,
) {
  const table = Object.values<Table>(WORKFLOWS).find(({ kind }) => kind === kindOf(stream));
  const named = (state: string) => (table && stateTitle(procedure, table, state)) ?? NOTHING_YET;
  return { from: named(from), to: named(to) };
}

const NOTHING_YET: Words = { en: 'New', zh: '新' };

function titleOf(type: string): Words {
  for (const workflow of Object.values(WORKFLOWS)) {
    const command = commandOf(workflow as Table, type);
    if (command)
      return (workflow.transitions as Readonly<Record<string, { title: Words }>>)[command].title;
  }
  return OTHERS[type] ?? { en: type, zh: type };
}

/** Events that no row of a table leaves. */
const OTHERS: Readonly<Record<string, Words | undefined>> = {
  ActivityImported: { en: 'Activity of an imported log', zh: '导入的活动' },
  DeadlineImposed: { en: 'Deadline from outside', zh: '外部确定的期限' },
  KeyDestructionRequested: { en: 'Destruction of the key requested', zh: '申请销毁密钥' },
  KeyDestroyed: { en: 'Key destroyed', zh: '密钥已销毁' },
};
