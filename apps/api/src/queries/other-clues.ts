import { stateOf } from '@cluetrail/workflow';
import type { Event } from '@cluetrail/event-sourcing';
import { allows } from '@cluetrail/access';
import { clue } from '@cluetrail/clues';
import { clueRow } from '../access-row.js';
import type { Asker } from './read-model.js';

/** Fields of events that name clues: one, or many. */
const NAMING = ['clueId', 'parent', 'survivor', 'via', 'candidates', 'clueIds', 'insteadOf'];

/** Of clues that these events name, those that the caller may not see, or that there are none of. */
export async function unseenClues(
  reading: Asker,
  events: readonly Pick<Event, 'data'>[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(events.flatMap(({ data }) => cluesIn(data)))];
  const seen = await Promise.all(ids.map((id) => sees(reading, id)));
  return new Set(ids.filter((_, index) => !seen[index]));
}

/** Whether he may see the clue with this id. */
async function sees({ installation, subject }: Asker, id: string): Promise<boolean> {
  const { events, version } = await installation.engine.streams.load(`clue-${id}`);
  if (version === 0) return false;
  return allows(subject, 'list', await clueRow(installation, stateOf(clue, events)));
}

function cluesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(cluesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, item]) =>
    NAMING.includes(field) ? [item].flat().map(String) : cluesIn(item),
  );
}

/**
 * What an event says without the clues that its reader may not see, and without whom they kept from what came of them:
 * that there are others is told, not which.
 */
export function withoutClues(value: unknown, unseen: ReadonlySet<string>): unknown {
  if (unseen.size === 0) return value;
  if (Array.isArray(value)) return value.map((item) => withoutClues(item, unseen));
  if (typeof value !== 'object' || value === null) return value;
  const all = value as Readonly<Record<string, unknown>>; // an object and no array
  const comes = [all.parent, all.clueId].some((id) => unseen.has(String(id)));
  return Object.fromEntries(
    Object.entries(all).map(([field, item]) => {
      if (NAMING.includes(field)) return [field, named(item, unseen)];
      return [field, comes && field === 'recused' ? SEALED : withoutClues(item, unseen)];
    }),
  );
}

function named(ids: unknown, unseen: ReadonlySet<string>): unknown {
  if (Array.isArray(ids)) return ids.map((id) => named(id, unseen));
  return unseen.has(String(ids)) ? SEALED : ids;
}

const SEALED = { sealed: true };
