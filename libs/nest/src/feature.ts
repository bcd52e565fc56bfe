import { type Event, type HappenedAt, type Json, kindOf } from '@cluetrail/event-sourcing';
import type { AccessRow } from '@cluetrail/access';
import type { Standing, Workflow } from '@cluetrail/workflow';

/** A kind of work as an app registers it. */
export interface Feature<S extends object = object> {
  readonly workflow: Workflow<S>;
  /** `clues` in `POST /api/clues/{id}/{command}`. */
  readonly path: string;
  /** What the access policy compares, by the other streams that rights hang on, too. */
  accessOf(state: S & Standing, around: Surroundings): AccessRow;
  /** Streams whose clocks count as this instance's own, named by one of its events. */
  links?(event: Event): readonly string[];
  /** Streams that link this instance, and tell how its clocks run: there its dues are put off, stopped or imposed. */
  linkedBy?(state: S & Standing): readonly string[];
}

/** The kind of work whose instance a stream is. */
export function featureOf(features: readonly Feature[], stream: string): Feature | undefined {
  return features.find(({ workflow }) => workflow.kind === kindOf(stream));
}

/** What stands around an instance. */
export interface Surroundings {
  pathOf(organId: string): string;
  events(stream: string): readonly Event[];
}

/** A command as it arrives, from whichever side. */
export interface CommandRequest {
  readonly kind: string;
  readonly command: string;
  /** Absent: the command opens a new instance. */
  readonly stream?: string;
  readonly by: Giver;
  readonly body: unknown;
  /** If-Match; absent only for automatic actors. */
  readonly expectedVersion?: number;
  /** Where that which it opens comes from, in place of what its row says: see `origin` there. */
  readonly origin?: readonly Json[];
  /** People who are registered with it, before anything is appended. */
  readonly registering?: readonly string[];
  /** Decide, and append nothing: `done` then has no receipts. */
  readonly dryRun?: true;
}

/** A person with his idempotency key, or a process that answers an event. */
export type Giver =
  | { readonly personId: string; readonly key: string }
  | { readonly process: string; readonly cause: Cause };

export interface Cause {
  readonly eventId: string;
  readonly correlationId: string;
  readonly commandId: string;
  readonly happenedAt: HappenedAt;
  /** What is opened in answer goes on under the procedure of the event that it answers. */
  readonly basis?: { readonly procedure: string; readonly version: number };
}
