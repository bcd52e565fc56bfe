import type { Words } from './year-days.js';

/** How well a limit is known: read in a source, from a secondary one, from memory, unsure, or our own design. */
export type Confidence = 'quoted' | 'secondary' | 'memory' | 'unsure' | 'design';

/** An event type; or one only where its data has these values. */
export type Trigger =
  | string
  | {
      readonly event: string;
      /** Of a list (`inherits`): that one of it has this code. */
      readonly where: { readonly [field: string]: string | number | boolean };
    };

export interface Further {
  readonly length: string;
  readonly by: readonly string[];
  readonly at?: 'responsible' | 'above';
}

export function typeOf(trigger: Trigger): string {
  return typeof trigger === 'string' ? trigger : trigger.event;
}

/** True when one of these triggers means this event. */
export function triggers(
  list: readonly Trigger[],
  { type, data }: { readonly type: string; readonly data: { readonly [field: string]: unknown } },
): boolean {
  return list.some(
    (one) =>
      typeOf(one) === type &&
      (typeof one === 'string' ||
        Object.entries(one.where).every(([field, value]) => says(data[field], value))),
  );
}

function says(found: unknown, value: unknown): boolean {
  if (!Array.isArray(found)) return found === value;
  return found.some((one) => Object(one).code === value);
}

/** How the n-th extension (from 1) is granted; undefined = no further one is. */
export function extensionOf({ extension }: ObligationRule, ordinal: number): Further | undefined {
  if (!extension) return undefined;
  if (ordinal <= extension.max) return { length: extension.length, by: extension.by };
  return extension.further?.[ordinal - extension.max - 1];
}

/** An act that is owed once something has happened: one line of a procedure. Periods as parsePeriod reads them. */
export interface ObligationRule {
  readonly code: string;
  readonly title: Words;
  /** The kind of stream whose events start and meet it. */
  readonly watch: string;
  readonly starts: readonly Trigger[];
  readonly meets: readonly Trigger[];
  /**
   * A field of their data: each start begins a clock of its own, and what meets one meets the first that runs for the
   * same value. Absent = while one runs, none begins beside it.
   */
  readonly each?: string;
  /** What ends it without meeting it. */
  readonly cancels: readonly Trigger[];
  /** Absent = imposed from outside by `DeadlineImposed {obligation, at}`. */
  readonly length?: string;
  /**
   * The period counts from one of these events; where none has come `within` so long after the start, from there. So
   * an act that is left out wins no time.
   */
  readonly from?: { readonly events: readonly Trigger[]; readonly within: string };
  /** Who owes: the organ responsible after the start event, or the one named in its `data.to`, if any. */
  readonly owner: 'responsible' | 'receiver';
  /** A period in days or months that ends on a day off ends on the next working day. Default true. */
  readonly roll?: boolean;
  readonly extension?: {
    readonly length: string;
    readonly max: number;
    readonly by: readonly string[];
    /** The second, third … where they differ from the first: how long, and by whom (`above` = at an organ above). */
    readonly further?: readonly Further[];
  };
  readonly suspendable?: boolean;
  /** Periods after the start. Absent: blue when due within 5 working days, red when overdue. */
  readonly alerts?: { readonly blue?: string; readonly yellow?: string; readonly red?: string };
  readonly basis: {
    readonly source: string;
    readonly article?: string;
    readonly confidence: Confidence;
  };
}
