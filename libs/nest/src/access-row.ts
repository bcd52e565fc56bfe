import type { Event } from '@cluetrail/event-sourcing';
import type { AccessRow } from '@cluetrail/access';
import type { Standing } from '@cluetrail/workflow';
import type { Feature } from './feature.js';

export interface Around {
  pathOf(organId: string): string;
  load(stream: string): Promise<{ readonly events: readonly Event[] }>;
}

/** What rights on an instance are decided on; the streams that they hang on are loaded until none is missing. */
export async function accessRow<S extends object>(
  { accessOf }: Pick<Feature<S>, 'accessOf'>,
  state: S & Standing,
  { pathOf, load }: Around,
): Promise<AccessRow> {
  const loaded = new Map<string, readonly Event[]>();
  for (;;) {
    const missing: string[] = [];
    const events = (stream: string) => {
      const found = loaded.get(stream);
      if (!found) missing.push(stream);
      return found ?? [];
    };
    const row = accessOf(state, { pathOf, events });
    if (missing.length === 0) return row;
    for (const stream of missing) loaded.set(stream, (await load(stream)).events);
  }
}
