import {
  derivedId,
  instantOf,
  placeOfNext,
  recordedAtOf,
  type Clock,
  type Effective,
  type Event,
  type EventStore,
  type HappenedAt,
} from '@cluetrail/event-sourcing';
import {
  allows,
  isOfTier,
  levelsUpTo,
  type AccessRow,
  type Keys,
  type Subject,
} from '@cluetrail/access';
import {
  NONE,
  ofSupposed,
  supposed,
  type Capacity,
  type Circumstances,
  type ItsClocks,
  type Procedure,
  type Situation,
  type Standing,
} from '@cluetrail/workflow';
import { accessRow } from './access-row.js';
import { clockActsOf, clocksOf, clocksTold, together } from './clocks.js';
import type { CommandRequest, Feature } from './feature.js';
import type { Links } from './links.js';
import type { Loaded, LoadedStreams } from './loaded-streams.js';
import type { ReferenceData } from './reference-data.js';

export interface EngineOptions {
  readonly store: EventStore;
  readonly keys: Keys;
  readonly logId: string;
  readonly clock: Clock;
  readonly references: ReferenceData;
  readonly features: readonly Feature[];
  readonly upcast: (event: Event) => Event;
  /** Files that events may name; absent = none. */
  readonly files?: { belongs(stream: string, sha256: string): Promise<boolean> };
  /** Of an instance that names none when it is opened. */
  readonly defaultProcedure: string;
}

export interface Scene {
  readonly feature: Feature;
  readonly stream: string;
  readonly loaded: Loaded;
  readonly links: Links;
  readonly state: Standing & object;
  /** What rights on it are decided on. */
  readonly row: AccessRow;
  readonly by: CommandRequest['by'];
  readonly happenedAt: HappenedAt;
  readonly commandId: string;
  readonly procedure?: string;
  /** Of the people whom the input names, those who are registered. */
  readonly people: ReadonlySet<string>;
  readonly others: Others;
}

/** Other instances, as rules ask about them. */
export interface Others extends Pick<Circumstances, 'other' | 'known'> {
  /** What is told of one that is known; of others nothing. */
  eventsOf(stream: string): readonly Event[];
}

/** Undefined where the procedure is not in the log. */
export function situationOf(options: EngineOptions, scene: Scene): Situation | undefined {
  const { feature, loaded, row, by, happenedAt, commandId, people } = scene;
  const { references, clock } = options;
  const { learns } = feature.workflow;
  const own = inherited(feature, scene.state, references);
  const state = learns?.learnt(own, scene.others.known) ?? own;
  const procedure =
    state.state === NONE
      ? opening(options, scene)
      : references.procedure(state.procedure.name, state.procedure.version);
  if (!procedure) return undefined;
  const { eventsOf: _, ...others } = scene.others;
  return {
    workflow: feature.workflow,
    procedure,
    state,
    capacities: capacitiesOf(options, { by, row: state.state === NONE ? undefined : row }),
    circumstances: {
      happenedAt,
      now: instantOf(clock.nowMicros()),
      rules: procedure.obligations,
      ...itsClocks(options, scene, { procedure, organ: state.organ }),
      history: () => loaded.events,
      self: scene.stream,
      above: (organId) => references.directory.ancestors(organId),
      heir: (organId) => references.directory.heir(organId),
      reaches: (organId, tier) => isOfTier(references.directory.organ(organId)?.tier, tier),
      published: ({ name, version }) => references.procedure(name, version),
      proceduresOf: (organId) => references.directory.proceduresOf(organId),
      ...others,
      knowsOrgan: (organId) => {
        const organ = references.directory.organ(organId);
        return organ !== undefined && organ.mergedInto === undefined;
      },
      knowsPerson: (personId) => people.has(personId),
      worksAt: (personId, organId) => officesAt(options, personId, organId).length > 0,
      holdsOffice: (personId, office) => holdsOffice(options, personId, office),
      isCleared: (personId, { organId, level }) =>
        isCleared({ appointments: officesAt(options, personId, organId) }, level),
      someoneReads: (office, fits) => someoneReads(options, office, fits),
      asOneWith: (personId) => references.directory.asOneWith(personId, momentOf(options)),
      mayRead: (level) =>
        'process' in by ||
        (state.state === NONE
          ? isCleared(subjectOf(options, by.personId), level)
          : allows(subjectOf(options, by.personId), 'list', { ...row, level })),
      derivedId: (name) => derivedId(commandId, name),
    },
  };
}

function itsClocks(
  options: EngineOptions,
  { stream: self, loaded, links: { linked, linking }, happenedAt, others }: Scene,
  { procedure, organ }: { readonly procedure: Procedure; readonly organ: string },
): ItsClocks {
  const known = once(() => together([loaded, ...linked].map(({ events }) => events)));
  const place = once(() => placeOfNext(loaded.events, happenedAt));
  const running = (asOf?: string, ...more: readonly Effective[]) =>
    clocksOf(options.references, { procedure, events: [...known(), ...more], asOf });
  const clocksAt = (asOf?: string) =>
    clocksTold(options.references, { procedure, own: loaded, linking, asOf }) ?? running(asOf);
  const here = new Map(
    [loaded, ...linked, ...linking.flat()].map(({ stream, events }) => [stream, events]),
  );
  return {
    clocks: once(() => clocksAt(place())),
    clocksNow: once(() => clocksAt()),
    clockActs: (of = self, told) =>
      clockActsOf(options, {
        stream: of,
        eventsOf: (stream) => [
          ...(here.get(stream) ?? others.eventsOf(stream)),
          ...(told?.stream === stream ? [told] : []),
        ],
      }),
    startedBy: (type) => ofSupposed(running(place(), supposed(type, { self, organ, happenedAt }))),
  };
}

/** An office that was lent to him makes nobody one of the house. */
function officesAt(options: EngineOptions, personId: string, organId: string) {
  return subjectOf(options, personId).appointments.filter(
    (office) => office.organId === organId && office.onBehalfOf === undefined,
  );
}

type Office = Parameters<Circumstances['holdsOffice']>[1];

function holdsOffice(options: EngineOptions, personId: string, office: Office): boolean {
  const { roles, organId, level } = office;
  return officesAt(options, personId, organId)
    .filter(({ role }) => roles.includes(role))
    .some((one) => level === undefined || isCleared({ appointments: [one] }, level));
}

function someoneReads(
  options: EngineOptions,
  office: Office,
  fits: (personId: string) => boolean = () => true,
): boolean {
  const { directory } = options.references;
  const place = directory.path(office.organId);
  return directory
    .holders({ on: momentOf(options), at: (path) => path === place })
    .some((personId) => holdsOffice(options, personId, office) && fits(personId));
}

/** In some office; the set-up is for all. */
function isCleared(
  { setup, appointments }: Pick<Subject, 'setup' | 'appointments'>,
  level: string,
): boolean {
  return (
    setup === true ||
    appointments.some(({ clearance }) => levelsUpTo(clearance).some((one) => one === level))
  );
}

/**
 * The procedure of an instance that is being opened: that of the cause, the one asked for, the only one that the giver's
 * organ uses, or the installation's.
 */
function opening(options: EngineOptions, { by, procedure }: Scene) {
  const { references, defaultProcedure } = options;
  if ('process' in by) {
    const { basis } = by.cause;
    return basis
      ? references.procedure(basis.procedure, basis.version)
      : references.newest(procedure ?? defaultProcedure);
  }
  return references.newest(procedureNamed(options, { by, procedure }));
}

/** Of an instance that a person opens: the procedure that he names, or would have named. */
export function procedureNamed(
  options: Pick<EngineOptions, 'references' | 'defaultProcedure' | 'clock'>,
  { by, procedure }: Pick<Scene, 'by' | 'procedure'>,
): string {
  const { references, defaultProcedure } = options;
  if (procedure !== undefined || 'process' in by) return procedure ?? defaultProcedure;
  const [first] = subjectOf(options, by.personId).appointments;
  return references.directory.onlyProcedureOf(first?.organId ?? '') ?? defaultProcedure;
}

/**
 * The offices in which a giver may act on an instance, when he is back where he is on leave: each that sees it by itself.
 * What one office shows is nothing that another of his could act on; before the opening there is nothing to be seen.
 */
function capacitiesOf(options: EngineOptions, { by, row }: Acting): Capacity[] {
  if ('process' in by) return [{ personId: `system:${by.process}`, role: 'system' }];
  const { personId } = by;
  const asOneWith = options.references.directory.asOneWith(personId, momentOf(options));
  return subjectOf(options, personId)
    .appointments.filter(
      (office) => !row || allows({ personId, appointments: [office] }, 'list', row),
    )
    .map(({ role, organId, onBehalfOf, commands, onLeave }) => ({
      ...{ personId, role, organId },
      ...(onLeave && { onLeave }),
      ...(onBehalfOf !== undefined && { onBehalfOf }),
      ...(asOneWith.length > 0 && { asOneWith }),
      ...(commands && { commands }),
    }));
}

interface Acting {
  readonly by: CommandRequest['by'];
  readonly row: AccessRow | undefined;
}

/** What a merged organ had to handle is its heir's, and so is what it decided, from the day of the merger on. */
export function inherited(
  { workflow }: Feature,
  state: Scene['state'],
  { directory }: ReferenceData,
): Scene['state'] {
  const heir = (organId: string) => directory.heir(organId);
  const here = { ...state, organ: heir(state.organ) };
  return workflow.atHeirs?.(here, heir) ?? here;
}

export function subjectOf(
  options: Pick<EngineOptions, 'references' | 'clock'>,
  personId: string,
): Subject {
  return options.references.directory.subject(personId, momentOf(options));
}

function momentOf({ clock }: Pick<EngineOptions, 'clock'>): string {
  return recordedAtOf(clock.nowMicros());
}

export function rowOf(
  { references }: Pick<EngineOptions, 'references'>,
  streams: LoadedStreams,
  { feature, state }: Pick<Scene, 'feature' | 'state'>,
): Promise<AccessRow> {
  const pathOf = (organ: string) => references.pathOf(organ);
  return accessRow(feature, state, { pathOf, load: (stream) => streams.load(stream) });
}

/** Of these people those who have a record. It is looked up in the log: there are too many to be held. */
export async function registered(
  streams: LoadedStreams,
  people: readonly string[],
): Promise<ReadonlySet<string>> {
  const asked = [...new Set(people)];
  const loaded = await Promise.all(asked.map((id) => streams.load(`person-${id}`)));
  return new Set(asked.filter((_, index) => loaded[index].version > 0));
}

export function nowOf(clock: Clock, zone: string): HappenedAt {
  return { at: instantOf(clock.nowMicros()), zone, precision: 'ms' };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
