import {
  type Axes,
  FACT_CORRECTED,
  inEffect,
  recordedAtOf,
  type Event,
} from '@cluetrail/event-sourcing';
import { allows, type Standing as Office, type Subject } from '@cluetrail/access';
import { NONE, open, stateOf, type OpenCommand } from '@cluetrail/workflow';
import { accessRow } from './access-row.js';
import type { Feature } from './feature.js';
import { loadLinks } from './links.js';
import type { Loaded, LoadedStreams } from './loaded-streams.js';
import { ofTeachers, othersFor } from './others.js';
import type { ReferenceData } from './reference-data.js';
import { situationOf, type EngineOptions } from './situation.js';

/** Of one instance, in one office, at one moment. */
export interface Could {
  readonly sees: 'content' | 'header' | 'nothing';
  readonly commands: readonly OpenCommand[];
}

/** Who was who and what could be done at (T, K): the rules of commands, asked about another moment. */
export class Past {
  readonly references: ReferenceData;
  private readonly options: EngineOptions;
  private readonly micros: number;

  constructor(
    options: EngineOptions,
    private readonly streams: LoadedStreams,
    private readonly axes: Required<Axes>,
  ) {
    this.micros = Date.parse(axes.asOf) * 1000;
    this.references = options.references.at(axes);
    const clock = { nowMicros: () => this.micros };
    this.options = { ...options, references: this.references, clock };
  }

  subject(personId: string): Subject {
    return this.references.directory.subject(personId, recordedAtOf(this.micros));
  }

  /** Undefined where the instance was not known to be open then. */
  async could(
    feature: Feature,
    stream: string,
    { personId, office }: { readonly personId: string; readonly office: Office },
  ): Promise<Could | undefined> {
    const loaded = await this.streams.load(stream);
    const state = stateOf(feature.workflow, loaded.events, this.axes);
    if (state.state === NONE) return undefined;
    const subject = { personId, appointments: [office] };
    const load = async (other: string) => this.then(await this.streams.load(other));
    const pathOf = (organ: string) => this.references.pathOf(organ);
    const row = await accessRow(feature, state, { pathOf, load });
    if (!allows(subject, 'list', row)) return { sees: 'nothing', commands: [] };
    const links = await loadLinks(
      this.options,
      { load },
      { feature, state, loaded: this.then(loaded) },
    );
    const situation = situationOf(this.options, {
      ...{ feature, stream, state, row, loaded: this.then(loaded), links },
      by: { personId, key: '' },
      happenedAt: { at: this.axes.asOf, zone: 'UTC', precision: 'ms' },
      ...{ commandId: NO_ID, people: new Set<string>() },
      // By whom he is barred is told to him alone.
      others: await othersFor(
        { reads: () => [], always: ofTeachers(feature, state) },
        { options: this.options, streams: { load }, sees: async () => false },
      ),
    });
    const capacities = situation?.capacities.filter(
      ({ role, organId, onBehalfOf, commands }) =>
        role === office.role &&
        organId === office.organId &&
        onBehalfOf === office.onBehalfOf &&
        commands?.join() === office.commands?.join(),
    );
    return {
      sees: allows(subject, 'content', row) ? 'content' : 'header',
      commands: situation && capacities ? open({ ...situation, capacities }) : [],
    };
  }

  /** What was in effect of it, with every correction that was known. */
  private then(loaded: Loaded): Loaded {
    const known = loaded.events.filter(({ recordedAt }) => recordedAt <= this.axes.knownAt);
    const ids = new Set(inEffect(known, this.axes).map(({ eventId }) => eventId));
    const isThen = ({ eventId, type }: Event) => ids.has(eventId) || type === FACT_CORRECTED;
    return { ...loaded, events: known.filter(isThen) };
  }
}

const NO_ID = '00000000-0000-0000-0000-000000000000';
