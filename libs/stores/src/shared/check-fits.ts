import type { Event } from '@cluetrail/event-sourcing';

/** What a log that takes an event of another in has of it. */
export interface Fitting {
  /** Events of its stream that stand. */
  readonly version: number;
  stands(eventId: string): boolean;
}

/** Throws where an event of another log does not fit in behind what stands, and names why. */
export function checkFits({ stream, version, eventId }: Event, fitting: Fitting): void {
  const next = fitting.version + 1;
  if (version !== next)
    throw new Error(`load of ${stream}: expected version ${next}, found ${version}`);
  if (fitting.stands(eventId))
    throw new Error(`load of ${stream}: event ${eventId} stands in the log already`);
}
