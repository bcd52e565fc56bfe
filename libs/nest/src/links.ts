import type { Event } from '@cluetrail/event-sourcing';
import type { Standing } from '@cluetrail/workflow';
import { type Feature, featureOf } from './feature.js';
import type { Loaded, LoadedStreams } from './loaded-streams.js';

/** The streams by which the clocks of an instance are told. */
export interface Links {
  /** Those whose clocks count as its own. */
  readonly linked: readonly Loaded[];
  /** Each that links it, first, with all that this one links. */
  readonly linking: readonly (readonly Loaded[])[];
}

interface Linked {
  readonly feature: Feature;
  readonly state: Standing & object;
  readonly loaded: Loaded;
}

export async function loadLinks(
  { features }: { readonly features: readonly Feature[] },
  streams: Pick<LoadedStreams, 'load'>,
  { feature, state, loaded }: Linked,
): Promise<Links> {
  const linking = (feature.linkedBy?.(state) ?? []).map(async (name) => {
    const other = featureOf(features, name);
    const one = await streams.load(name);
    return [one, ...(other ? await loadLinked(streams, other, one) : [])];
  });
  return {
    linked: await loadLinked(streams, feature, loaded),
    linking: await Promise.all(linking),
  };
}

function loadLinked(
  streams: Pick<LoadedStreams, 'load'>,
  feature: Feature,
  { events }: Loaded,
): Promise<readonly Loaded[]> {
  return Promise.all(linkedIn(feature, events).map((name) => streams.load(name)));
}

/** The streams that these events of an instance link, each once. */
export function linkedIn(
  feature: Pick<Feature, 'links'>,
  events: readonly Event[],
): readonly string[] {
  return [...new Set(events.flatMap((event) => feature.links?.(event) ?? []))];
}
