import { kindOf } from '@cluetrail/event-sourcing';
import { stateOf, type Circumstances, type Standing } from '@cluetrail/workflow';
import type { Feature } from './feature.js';
import type { LoadedStreams } from './loaded-streams.js';
import { inherited, type EngineOptions } from './situation.js';

type Found = Standing & object;

interface Looking {
  readonly options: Pick<EngineOptions, 'features' | 'references'>;
  readonly streams: Pick<LoadedStreams, 'load'>;
  sees(state: Found, feature: Feature): Promise<boolean>;
}

/**
 * The instances that the rules of a row ask about, and those that they ask about once they know these, as they stand
 * now; who may not see one finds none.
 */
export async function othersFor(
  reads: (other: Circumstances['other']) => readonly string[],
  looking: Looking,
): Promise<Circumstances['other']> {
  const found = new Map<string, Found | undefined>();
  const other = (stream: string) => found.get(stream);
  for (;;) {
    const asked = new Set(reads(other).filter((stream) => !found.has(stream)));
    if (asked.size === 0) return other;
    for (const stream of asked) found.set(stream, await standing(stream, looking));
  }
}

/** Those from which an instance learns, whatever is asked about it. */
export function teachersOf(
  { workflow }: Feature,
  state: Found,
  looking: Looking,
): Promise<Circumstances['other']> {
  return othersFor(() => workflow.learns?.reads(state) ?? [], looking);
}

async function standing(
  stream: string,
  { options: { features, references }, streams, sees }: Looking,
): Promise<Found | undefined> {
  const feature = features.find(({ workflow }) => workflow.kind === kindOf(stream));
  const { version, events } = await streams.load(stream);
  if (!feature || version === 0) return undefined;
  const state = stateOf(feature.workflow, events);
  return (await sees(state, feature)) ? inherited(state, references) : undefined;
}
