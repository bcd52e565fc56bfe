import type { Event } from '@cluetrail/event-sourcing';
import { stateOf, type Circumstances, type Standing } from '@cluetrail/workflow';
import { type Feature, featureOf } from './feature.js';
import type { LoadedStreams } from './loaded-streams.js';
import { inherited, type EngineOptions, type Others } from './situation.js';

type Found = Standing & object;
type Known = Circumstances['known'];

/** Where no rule is asked that could need another instance. */
export const NO_OTHERS: Others = {
  other: () => undefined,
  known: () => undefined,
  eventsOf: () => [],
};

interface Asking {
  /** Streams that the rules of a row ask about, by those that are known already. */
  reads(known: Known): readonly string[];
  /** Those that are asked whatever the row. */
  always(known: Known): readonly string[];
}

interface Looking {
  readonly options: Pick<EngineOptions, 'features' | 'references'>;
  readonly streams: Pick<LoadedStreams, 'load'>;
  sees(state: Found, feature: Feature): Promise<boolean>;
}

/**
 * The instances that rules ask about, and those that they ask about once they know these, as they stand now; of what a
 * row reads also whether the giver may see it.
 */
export async function othersFor({ reads, always }: Asking, looking: Looking): Promise<Others> {
  const all = new Map<string, Instance | undefined>();
  const seen = new Map<string, boolean>();
  const known = (stream: string) => all.get(stream)?.state;
  const other = (stream: string) => (seen.get(stream) ? known(stream) : undefined);
  const eventsOf = (stream: string) => all.get(stream)?.events ?? [];
  for (;;) {
    const read = new Set(reads(known).filter((stream) => !seen.has(stream)));
    const more = new Set(always(known).filter((stream) => !all.has(stream)));
    if (read.size + more.size === 0) return { known, other, eventsOf };
    for (const stream of new Set([...read, ...more]))
      if (!all.has(stream)) all.set(stream, await standing(stream, looking));
    for (const stream of read) seen.set(stream, (await all.get(stream)?.isSeen()) === true);
  }
}

/** Those from which an instance learns. */
export function ofTeachers({ workflow }: Feature, state: Found): Asking['always'] {
  return () => workflow.learns?.reads(state) ?? [];
}

/** Those, and others by which its kind bars people. */
export function ofKind(feature: Feature, state: Found): Asking['always'] {
  const taught = ofTeachers(feature, state);
  return (known) => [...taught(known), ...(feature.workflow.barsBy?.(state, known) ?? [])];
}

interface Instance {
  readonly state: Found;
  readonly events: readonly Event[];
  isSeen(): Promise<boolean>;
}

async function standing(
  stream: string,
  { options: { features, references }, streams, sees }: Looking,
): Promise<Instance | undefined> {
  const feature = featureOf(features, stream);
  const { version, events } = await streams.load(stream);
  if (!feature || version === 0) return undefined;
  const state = stateOf(feature.workflow, events);
  const isSeen = () => sees(state, feature);
  return { state: inherited(feature, state, references), events, isSeen };
}
