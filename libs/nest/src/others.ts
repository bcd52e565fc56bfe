import { kindOf } from '@cluetrail/event-sourcing';
import { stateOf, type Circumstances, type Standing } from '@cluetrail/workflow';
import type { Feature } from './feature.js';
import type { LoadedStreams } from './loaded-streams.js';
import { inherited, type EngineOptions } from './situation.js';

type Found = Standing & object;

/** Other instances, as rules ask about them. */
export type Others = Pick<Circumstances, 'other' | 'known'>;

/** Where no rule is asked that could need another instance. */
export const NO_OTHERS: Others = { other: () => undefined, known: () => undefined };

interface Looking {
  readonly options: Pick<EngineOptions, 'features' | 'references'>;
  readonly streams: LoadedStreams;
  sees(state: Found, feature: Feature): Promise<boolean>;
}

/**
 * The instances that the rules of a row ask about, and those that they ask about once they know these, as they stand
 * now; and which of them the giver may see.
 */
export async function othersFor(
  reads: (known: Circumstances['known']) => readonly string[],
  looking: Looking,
): Promise<Others> {
  const all = new Map<string, Found | undefined>();
  const seen = new Map<string, Found>();
  const others = {
    other: (stream: string) => seen.get(stream),
    known: (stream: string) => all.get(stream),
  };
  for (;;) {
    const asked = new Set(reads(others.known).filter((stream) => !all.has(stream)));
    if (asked.size === 0) return others;
    for (const stream of asked) {
      const found = await standing(stream, looking);
      all.set(stream, found?.state);
      if (found?.isSeen) seen.set(stream, found.state);
    }
  }
}

async function standing(
  stream: string,
  { options: { features, references }, streams, sees }: Looking,
): Promise<{ readonly state: Found; readonly isSeen: boolean } | undefined> {
  const feature = features.find(({ workflow }) => workflow.kind === kindOf(stream));
  const { version, events } = await streams.load(stream);
  if (!feature || version === 0) return undefined;
  const state = stateOf(feature.workflow, events);
  return { state: inherited(state, references), isSeen: await sees(state, feature) };
}
