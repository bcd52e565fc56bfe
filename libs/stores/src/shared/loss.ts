import { join } from 'node:path';
import type { Event } from '@cluetrail/event-sourcing';
import type { Loss } from './log.js';
import { type Pinned, readPin } from './pin.js';
import { StoreRefused } from './store-refused.js';

/** What the keys beside a log tell, in positions, 0 = nothing: how far it had come, and its newest accepted loss that they know. */
export interface KeysTell {
  readonly reached: number;
  readonly lossAt: number;
}

export interface AcceptedBefore extends Loss {
  /** Of the event that says so. */
  readonly position: number;
}

export interface Ending {
  readonly pinned: Pinned | undefined;
  /** Default: nothing. */
  readonly keys?: KeysTell;
  /** The newest loss that the log tells was accepted; asked of one that {@link isBehind}. */
  readonly before?: AcceptedBefore;
  /** Position and leaf of the last event that stands. */
  readonly found: Pinned;
  /** The leaf of the last event, as whoever accepts a loss names it. */
  readonly acceptLoss?: string;
  /** This directory has served the log before: it had a pin. */
  readonly expectsPin: boolean;
}

const UNTOLD: KeysTell = { reached: 0, lossAt: 0 };

/** What a pin tells that is gone: nothing can be said of what was lost. */
const UNKNOWN: Pinned = { position: 0, leaf: '' };

/**
 * Whether a log ends before its pin or before what its keys tell, whichever is further, or has lost its pin. A loss is
 * accepted only by whoever says which event is now the last, by its leaf; answers that loss. Of what stood where keys alone
 * tell of it no leaf is known. Throws StoreRefused `pin-missing`, `behind-pin`, `log-behind-keys` or `other-leaf`, and
 * `pin-damaged` where it names the last event at another place: nothing is lost. Undefined: the pin names an event that
 * stands, if it is the right one.
 */
export function lossOf({
  pinned: told,
  keys: { reached, lossAt } = UNTOLD,
  before,
  found,
  acceptLoss,
  expectsPin,
}: Ending): Loss | undefined {
  const isMisplaced = told?.leaf === found.leaf && told.position !== found.position;
  if (isMisplaced && acceptLoss === undefined) throw misplaced(told, found);
  const pinned = isMisplaced ? undefined : told;
  // A kill between them, or a copy that is put back, leaves pin or keys of before a loss that is accepted and recorded.
  const news = before && before.position > lossAt ? before.expected.position : 0;
  const isBehindKeys = found.position > 0 && found.position < reached;
  if (isBehindKeys && reached > news && reached > (pinned?.position ?? 0)) {
    if (acceptLoss === undefined) throw behindKeys(reached, found);
    return accepted({ expected: { position: reached, leaf: '' }, found }, acceptLoss);
  }
  if (pinned && found.position >= pinned.position) return undefined;
  if (pinned && before && isGivenUp(pinned, { ...before.expected, news })) return undefined;
  if (!pinned && acceptLoss === undefined && (found.position === 0 || !expectsPin))
    return undefined;
  if (acceptLoss === undefined) throw pinned ? behind(pinned, found) : missing(found);
  return accepted({ expected: pinned ?? UNKNOWN, found }, acceptLoss);
}

/** The end that was accepted as lost; where of that no leaf is known, any before it, until keys know of the loss. */
function isGivenUp(
  { position, leaf }: Pinned,
  { news, ...lost }: Pinned & { readonly news: number },
): boolean {
  if (lost.leaf === '') return position <= news;
  return position === lost.position && leaf === lost.leaf;
}

/** Whether pin or keys tell of more than stands. */
export function isBehind(
  { pinned, keys }: Pick<Ending, 'pinned' | 'keys'>,
  position: number,
): boolean {
  return position < Math.max(pinned?.position ?? 0, keys?.reached ?? 0);
}

/** Of the events of the stream `log`, in their order. */
export function newestAccepted(
  events: readonly { readonly position: number | bigint; readonly event: Event }[],
): AcceptedBefore | undefined {
  const told = events.findLast(({ event }) => event.type === 'LossAccepted');
  if (!told) return undefined;
  const { expected, found } = told.event.data as unknown as Loss; // as recorded
  return { position: Number(told.position), expected, found };
}

/** Of an acceptance of a loss where none is: position and keys tell why. */
export function notBehind(reached: number, found: number): StoreRefused {
  return new StoreRefused(
    'not-behind-pin',
    `no loss to accept: expected a log behind its pin or its keys, found position ${found}, and ${reached} in the keys`,
    { expected: `before ${reached}`, found: String(found) },
  );
}

function accepted(loss: Loss, leaf: string): Loss {
  const { position, leaf: expected } = loss.found;
  if (leaf === expected) return loss;
  throw new StoreRefused(
    'other-leaf',
    `the loss of events behind position ${position} is not accepted: expected the leaf ${expected} of the last event, found ${leaf}`,
    { position: String(position), expected, found: leaf },
  );
}

/** Undefined where none stands, and where a damaged one is given up with its loss. Throws as {@link readPin} does. */
export function pinIn(file: string, acceptLoss: string | undefined): Pinned | undefined {
  try {
    return readPin(file);
  } catch (error) {
    const damaged = error instanceof StoreRefused && error.code === 'pin-damaged';
    if (acceptLoss !== undefined && damaged) return undefined;
    throw error;
  }
}

function behind({ position: expected }: Pinned, { position: found, leaf }: Pinned): StoreRefused {
  return new StoreRefused(
    'behind-pin',
    `the log is behind its pin: expected position ${expected}, found ${found}; the leaf of its last event is ${leaf}`,
    { expected: String(expected), found: String(found), leaf },
  );
}

function behindKeys(expected: number, { position: found, leaf }: Pinned): StoreRefused {
  return new StoreRefused(
    'log-behind-keys',
    `the log is behind keys.db: expected position ${expected}, found ${found}; the leaf of its last event is ${leaf}`,
    { expected: String(expected), found: String(found), leaf },
  );
}

/** Of a log that would begin beside keys that tell of another. */
export function logGone(directory: string, reached: number | bigint): StoreRefused {
  const keys = join(directory, 'keys.db');
  return new StoreRefused(
    'log-missing',
    `keys ${keys}: expected beside them the log that they were written for, up to position ${reached} or a later one, found none; put its events.db and pin.json back from a backup, or say with --store where it lies; another log begins in a directory of its own`,
    { expected: String(reached), found: 'none', keys },
  );
}

function misplaced({ position }: Pinned, { position: expected }: Pinned): StoreRefused {
  return new StoreRefused(
    'pin-damaged',
    `pin.json: expected position ${expected} of the event that it names, found ${position}`,
    { expected: String(expected), found: String(position) },
  );
}

/** The problem of a log that is served and does not reach as far as its server knows. */
export function endsBefore(expected: bigint, found: bigint): string {
  return `behind-pin: expected position ${expected}, found ${found}`;
}

function missing({ position, leaf }: Pinned): StoreRefused {
  return new StoreRefused(
    'pin-missing',
    `pin.json: expected beside a log of ${position} events, found none; the leaf of its last event is ${leaf}`,
    { expected: String(position), found: 'none', leaf },
  );
}
