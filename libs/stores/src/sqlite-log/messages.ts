import type { Unwritten } from '@cluetrail/event-sourcing';
import type { BackedUp, Loss, Problem, Verification } from '../shared/log.js';
import type { KeysTell } from '../shared/loss.js';
import type { Tip } from '../shared/pin.js';
import type { RefusedCode, RefusedDetail } from '../shared/store-refused.js';

/** What the writer thread is started with. */
export interface WriterOptions {
  readonly directory: string;
  readonly create: boolean;
  readonly requireDurable: boolean;
  /** Events at the end of the log whose leaves are checked before the log opens. */
  readonly tail: number;
  /** How long the scrubber takes for the whole log, at most. */
  readonly scrubCycleMs: number;
  /** Open an unfinished copy, too. */
  readonly copying: boolean;
  /** Make room for what is going to be written before it opens. */
  readonly room: boolean;
  /** Of the keys beside it. */
  readonly keys?: KeysTell;
  /** The leaf of the last event of a log that is behind its pin or its keys, in hexadecimal: open it nevertheless. */
  readonly acceptLoss?: string;
}

/** With a count of the messages sent: on it the writer can wait for the next one, in the middle of a transaction. */
export interface WriterData extends WriterOptions {
  readonly sent: Int32Array<SharedArrayBuffer>;
}

/**
 * What goes to the writer at once. `drafts`: of the appends, end to end. `more`: the next one is being made at this
 * moment.
 */
export type ToWriter = readonly [
  appends: readonly SentAppend[],
  drafts: ArrayBufferLike,
  others: readonly OtherRequest[],
  more: boolean,
];

/** `lengths`: bytes of its drafts. */
export type SentAppend = readonly [
  id: number,
  stream: string,
  expected: number,
  now: number,
  ids: readonly string[],
  lengths: readonly number[],
];

/** Positions cross the thread as numbers: a log has fewer than 2^53 events. */
export interface Requests {
  append: AppendRequest;
  read: { stream: string; from: number; limit: number };
  readAll: { after: number; limit: number };
  load: { events: readonly { bytes: Uint8Array; leaf: Uint8Array }[] };
  beginCopy: object;
  endCopy: object;
  verify: object;
  backup: { to: string };
  close: object;
}

/** `drafts`: canonical bytes under the versions expected and a blank time, `ids` their event ids; `now`: microseconds of the Clock port. */
export interface AppendRequest {
  readonly stream: string;
  readonly expected: number;
  readonly ids: readonly string[];
  readonly drafts: readonly Uint8Array[];
  readonly now: number;
}

export interface Replies {
  append: Answer;
  read: Page;
  readAll: Page;
  load: null;
  beginCopy: null;
  endCopy: null;
  verify: Verification;
  backup: BackedUp;
  close: null;
}

export type Op = keyof Requests;
export type Request = { [O in Op]: { op: O; id: number; body: Requests[O] } }[Op];
export type OtherRequest = Exclude<Request, { op: 'append' }>;

/** Where an event of an append stands: position, version, recordedAt. Tuples cross the thread twice as fast as receipts. */
export type Place = readonly [position: number, version: number, recordedAt: string];

/** How one append of a group ended; `failed` is thrown at the caller. */
export type Answer =
  | { readonly outcome: 'appended'; readonly places: readonly Place[] }
  | { readonly outcome: 'conflict'; readonly expected: number; readonly actual: number }
  | ({ readonly outcome: 'unknown' } & Pick<Unwritten, 'cause' | 'stopped'>)
  | ({ readonly outcome: 'unavailable' } & Unwritten)
  | { readonly outcome: 'failed'; readonly failure: Failure };

/** A page ends with the rows that reach this many bytes: a row may hold up to 1 MiB. */
export const PAGE_BYTES = 1024 * 1024;

/** Events end to end in one buffer, to cross the thread in one piece. Leaves are 32 bytes each. */
export interface Page {
  readonly positions: Float64Array;
  readonly leaves: Uint8Array;
  readonly lengths: Uint32Array;
  readonly bytes: Uint8Array;
}

/** Appended: where its events stand, or where the first of so many stands that came together. */
export type SentAnswer = SentRun | readonly Place[] | Exclude<Answer, { outcome: 'appended' }>;
export type SentRun = readonly [...Place, count: number];

/** The answers to a group, and its end; the leaf in hexadecimal. */
export type SentGroup = readonly [
  ids: readonly number[],
  answers: readonly SentAnswer[],
  position: number,
  leaf: string,
];

/** An error in a form that crosses the thread. */
export type Failure =
  | { readonly kind: 'damaged'; position: bigint; expectedLeaf: string; foundLeaf: string }
  | { readonly kind: 'refused'; code: RefusedCode; message: string; detail: RefusedDetail }
  | { readonly kind: 'mistake'; readonly message: string };

export type FromWriter = SentGroup | Told;

export type Told =
  | { readonly kind: 'ready'; readonly tip: Tip; readonly pinned: number; readonly loss?: Loss }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'reply'; readonly id: number; readonly value: Replies[Op]; readonly tip: Tip }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: Failure }
  | { readonly kind: 'damage'; readonly problems: readonly Problem[] }
  | { readonly kind: 'progress'; readonly id: number; checked: number; total: number };
