import type { Event } from '@cluetrail/event-sourcing';
import type { AccessRow } from '@cluetrail/access';
import { accessOf, heirsIn, type ClueState } from '@cluetrail/clues';
import type { Installation } from './installation.js';

/** What rights on a clue are decided on: whoever handles what it went on in reads it too. Holds as the row of `clues` does. */
export async function clueRow(
  { engine, references }: Pick<Installation, 'engine' | 'references'>,
  state: ClueState,
): Promise<AccessRow> {
  const loaded = new Map<string, readonly Event[]>();
  for (;;) {
    const missing: string[] = [];
    const events = (stream: string) => {
      const found = loaded.get(stream);
      if (!found) missing.push(stream);
      return found ?? [];
    };
    const heirs = heirsIn(state, { events });
    if (missing.length === 0) return accessOf(state, (organ) => references.pathOf(organ), heirs);
    for (const stream of missing) loaded.set(stream, (await engine.streams.load(stream)).events);
  }
}
