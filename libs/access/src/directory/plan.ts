import type { Data, HappenedAt } from '@cluetrail/event-sourcing';
import type { Directory } from './directory.js';
import type { FileError } from './organisation-file.js';

/** An event to be made: clear text at the `personal` paths, to be sealed before it is appended. */
export interface PlannedEvent {
  readonly stream: string;
  readonly type: string;
  readonly data: Data;
  readonly personal: readonly string[];
  /** When it took effect, if not at once. */
  readonly happenedAt?: HappenedAt;
}

export interface Count {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** What is over is not changed back: it was added once, and ended. */
export interface Ended {
  readonly added: number;
  readonly ended: number;
  readonly unchanged: number;
}

/** With any error nothing is to be applied: `events` is empty then. */
export interface OrganisationPlan {
  readonly events: readonly PlannedEvent[];
  readonly summary: {
    readonly organs: Count;
    readonly people: Count;
    readonly appointments: Count;
    readonly leaves: Ended;
    readonly delegations: Ended;
  };
  readonly errors: readonly FileError[];
}

/** The clear texts of a person as they stand now. */
export interface PersonTexts {
  readonly name?: string | undefined;
  readonly unit?: string | undefined;
  readonly post?: string | undefined;
  readonly contact?: string | undefined;
}

export interface PlanOptions {
  readonly directory: Directory;
  readonly fileName: string;
  /** An instant: each organ's today follows from it, as the first day of a new appointment that names none. */
  readonly now: string;
  /** For which an office can be lent. */
  readonly commands: readonly string[];
  /** Names of the published ones. */
  readonly procedures: readonly string[];
  /** What is known of a registered person, through `Keys`. */
  textsOf(personId: string): PersonTexts;
}

/** What becomes of one entry of the file. */
export type Planned =
  | { readonly change: 'added' | 'changed' | 'ended'; readonly events: readonly PlannedEvent[] }
  | { readonly change: 'unchanged' };

export interface PlanPart {
  readonly planned: readonly Planned[];
  readonly errors: readonly FileError[];
}
