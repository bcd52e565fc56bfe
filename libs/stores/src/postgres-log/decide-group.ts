import {
  nextMicros,
  type Position,
  recordedAtOf,
  type SealedEvent,
} from '@cluetrail/event-sourcing';
import type { Append, Receipt } from '@cluetrail/event-sourcing';
import { stamped } from '../shared/stamp.js';

/** An append on its way: drafts sealed under the versions expected and a blank time; `now` in microseconds. */
export interface Asked {
  readonly stream: string;
  readonly expected: number;
  readonly drafts: readonly SealedEvent[];
  readonly now: number;
}

/** Where the log ends; `micros`: the latest recordedAt. */
export interface End {
  readonly position: Position;
  readonly leaf: Uint8Array;
  readonly micros: number;
}

/** What stands in the log of the ids and streams that a group names. */
export interface Standing {
  readonly ids: ReadonlyMap<string, Receipt>;
  readonly versions: ReadonlyMap<string, number>;
}

/** A row to insert. */
export interface NewEvent extends Receipt {
  readonly leaf: Uint8Array;
  readonly bytes: Uint8Array;
}

/** `mistake` is thrown at its caller and harms no other append of the group. */
export type Decided = Append | { readonly outcome: 'mistake'; readonly message: string };

/** Decides each append on its own; later ones see earlier ones. Pure. */
export function decideGroup(
  group: readonly Asked[],
  end: End,
  standing: Standing,
): { readonly decided: Decided[]; readonly events: NewEvent[]; readonly end: End } {
  const deciding = new Deciding(end, standing);
  const decided = group.map((asked) => deciding.one(asked));
  return { decided, events: deciding.events, end: deciding.end };
}

class Deciding {
  readonly events: NewEvent[] = [];
  private readonly ids: Map<string, Receipt>;
  private readonly versions: Map<string, number>;

  constructor(
    public end: End,
    standing: Standing,
  ) {
    this.ids = new Map(standing.ids);
    this.versions = new Map(standing.versions);
  }

  one({ stream, expected, drafts, now }: Asked): Decided {
    const standing = drafts.map(({ event }) => this.ids.get(event.eventId));
    if (standing.some((found) => found !== undefined)) return repeated(stream, standing);
    const actual = this.versions.get(stream) ?? 0;
    if (actual !== expected) return { outcome: 'conflict', expected, actual };
    const micros = nextMicros(this.end.micros, now);
    const recordedAt = recordedAtOf(micros);
    const receipts = drafts.map((draft) => this.put(draft, recordedAt, micros));
    this.versions.set(stream, expected + drafts.length);
    return { outcome: 'appended', receipts };
  }

  private put({ event, bytes: blank }: SealedEvent, recordedAt: string, micros: number): Receipt {
    const { eventId, stream, version } = event;
    const position = this.end.position + 1n;
    const { bytes, leaf } = stamped(blank, recordedAt);
    const receipt = { eventId, stream, version, position, recordedAt };
    this.events.push({ ...receipt, bytes, leaf });
    this.ids.set(eventId, receipt);
    this.end = { position, leaf, micros };
    return receipt;
  }
}

/** The ids decide, whatever version was expected: all of them stand in this stream, or the program is wrong. */
function repeated(stream: string, standing: readonly (Receipt | undefined)[]): Decided {
  const receipts = standing.filter((found) => found?.stream === stream) as Receipt[]; // none of them undefined
  if (receipts.length === standing.length) return { outcome: 'appended', receipts };
  const message = `append to ${stream}: some of these event ids stand elsewhere in the log`;
  return { outcome: 'mistake', message };
}
