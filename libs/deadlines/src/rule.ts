import type { Words } from './year-days.js';

/** How well a limit is known: read in a source, from a secondary one, from memory, unsure, or our own design. */
export type Confidence = 'quoted' | 'secondary' | 'memory' | 'unsure' | 'design';

/** An act that is owed once something has happened: one line of a procedure. Periods as parsePeriod reads them. */
export interface ObligationRule {
  readonly code: string;
  readonly title: Words;
  /** The kind of stream whose events start and meet it. */
  readonly watch: string;
  /** Event types. */
  readonly starts: readonly string[];
  readonly meets: readonly string[];
  /** Event types that end it without meeting it. */
  readonly cancels: readonly string[];
  /** Absent = imposed from outside by `DeadlineImposed {obligation, at}`. */
  readonly length?: string;
  /** Who owes: the organ responsible after the start event, or the one named in its `data.to`. */
  readonly owner: 'responsible' | 'receiver';
  /** A period in days or months that ends on a day off ends on the next working day. Default true. */
  readonly roll?: boolean;
  readonly extension?: {
    readonly length: string;
    readonly max: number;
    readonly by: readonly string[];
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
