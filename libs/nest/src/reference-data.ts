import { type Axes, kindOf, type Event, type EventStore } from '@cluetrail/event-sourcing';
import { calendarOf, type Place } from '@cluetrail/deadlines';
import { Directory, type Subject } from '@cluetrail/access';
import { publishedBy, type Procedure } from '@cluetrail/workflow';

/** So many streams are asked for at once: enough to hide the way to the store, few enough to hold. */
const SIDE_BY_SIDE = 64;

/** Who is who and which procedures there are, now. Folded from the log; what it holds is small beside the clues. */
export class ReferenceData {
  constructor(
    private readonly store: EventStore,
    private readonly upcast: (event: Event) => Event,
    readonly directory = new Directory(),
    private readonly procedures = new Map<string, Procedure[]>(),
  ) {}

  /** Who was who at T, as known at K; procedures never change. Not to be refreshed. */
  at(axes: Axes): ReferenceData {
    return new ReferenceData(this.store, this.upcast, this.directory.at(axes), this.procedures);
  }

  /** Reads streams again from the start, some side by side, and takes them in their order; what is known already changes nothing. */
  async refresh(streams: Iterable<string>): Promise<void> {
    const names = [...streams];
    for (let from = 0; from < names.length; from += SIDE_BY_SIDE) {
      const part = names.slice(from, from + SIDE_BY_SIDE);
      const read = await Promise.all(part.map((stream) => this.store.read(stream)));
      for (const { event } of read.flat()) this.apply(this.upcast(event));
    }
  }

  apply(event: Event): void {
    if (kindOf(event.stream) !== 'procedure') return this.directory.apply(event);
    const published = publishedBy(event);
    if (!published) return;
    const versions = this.procedures.get(published.name) ?? [];
    versions[published.version - 1] = published.content;
    this.procedures.set(published.name, versions);
  }

  procedure(name: string, version: number): Procedure | undefined {
    return this.procedures.get(name)?.[version - 1];
  }

  newest(name: string): Procedure | undefined {
    return this.procedures.get(name)?.at(-1);
  }

  all(): readonly Procedure[] {
    return [...this.procedures.values()].flat();
  }

  /** Of the procedures that are published. */
  procedureNames(): readonly string[] {
    return [...this.procedures.keys()].sort();
  }

  /** Calendar and zone of an organ; an unknown one has weekends alone. */
  places(zone: string): (organId: string | undefined) => Place {
    return (organId) => {
      const organ = organId === undefined ? undefined : this.directory.organ(organId);
      return { calendar: calendarOf(organ?.region ?? 'none'), zone: organ?.zone ?? zone };
    };
  }

  /** In which a date without a time is read: where the person's first office is, else the highest organ; else of the procedure. */
  zoneFor({ appointments: [first] }: Pick<Subject, 'appointments'>, procedure: string): string {
    const organId = first?.organId ?? this.directory.roots()[0] ?? '';
    return this.directory.organ(organId)?.zone ?? this.newest(procedure)?.zone ?? 'UTC';
  }

  pathOf(organId: string): string {
    return this.directory.path(organId) ?? `/${organId}/`;
  }
}
