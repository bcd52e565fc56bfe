import type { Event, Position } from '../event.js';
import type { Derived, Matter, References, Unseal } from '../projection.js';
import type { Attempt, Entry, Handlers, Matters } from './entry.js';
import type { ReadTransaction } from './read-database.js';
import type { Lru, StreamCache } from './stream-cache.js';

/** What a derivation reads: the log as held, and (by `projection matter`) the streams that each matter watches. */
export interface Known {
  readonly streams: StreamCache;
  readonly watching: Lru<readonly string[]>;
}

/** What it takes to answer for the matters of one derived projection within one transaction. */
export interface Derivation {
  readonly tx: ReadTransaction;
  readonly entry: Entry & { readonly definition: Derived };
  readonly known: Known;
  readonly handlers: Handlers;
  readonly matters: Matters;
  /** Streams of which the caller knows that someone watches them; what a derivation adds is added here. */
  readonly watched: Set<string>;
}

/**
 * `of` over exactly the events with positions ≤ `upTo`. Afterwards the matter watches the streams it is linked with
 * and those that `of` looked up; after a failure it watches what it did.
 */
export async function derive<T>(
  derivation: Derivation,
  { stream, upTo }: { stream: string; upTo: Position },
  of: (matter: Matter, references: References, unseal: Unseal) => T,
): Promise<Attempt<T>> {
  const { known, handlers, matters } = derivation;
  const events = await known.streams.at(stream, upTo);
  const linked: Matter['linked'][number][] = [];
  for (const other of linksOf(stream, events, matters))
    linked.push({ stream: other, events: await known.streams.at(other, upTo) });
  const look = new LookUps(known.streams, upTo, [{ stream, events }, ...linked]);
  for (;;) {
    const result = handlers.attempt(() => of({ stream, events, linked }, look, handlers.unseal));
    // `of` is a pure function: it is simply asked again once the streams that it missed are at hand.
    if (await look.fetchMissing()) continue;
    if ('value' in result) {
      const watches = new Set([...linked.map((one) => one.stream), ...look.found]);
      watches.delete(stream);
      await saveWatches(derivation, stream, [...watches].sort());
    }
    return result;
  }
}

function linksOf(stream: string, events: readonly Event[], matters: Matters): Set<string> {
  const links = new Set(events.flatMap((event) => matters.links(event)));
  links.delete(stream);
  return links;
}

class LookUps implements References {
  /** The streams that the last run of `of` asked for. */
  found = new Set<string>();
  private missing = new Set<string>();
  private readonly held: Map<string, readonly Event[]>;

  constructor(
    private readonly streams: StreamCache,
    private readonly upTo: Position,
    own: readonly { stream: string; events: readonly Event[] }[],
  ) {
    this.held = new Map(own.map(({ stream, events }) => [stream, events]));
  }

  events(stream: string): readonly Event[] {
    const events = this.held.get(stream) ?? this.streams.peek(stream, this.upTo);
    if (!events) {
      this.missing.add(stream);
      throw new Error(`${stream} is not at hand yet`);
    }
    this.held.set(stream, events);
    this.found.add(stream);
    return events;
  }

  /** True = something was missing and is held now. */
  async fetchMissing(): Promise<boolean> {
    if (this.missing.size === 0) return false;
    for (const stream of this.missing)
      this.held.set(stream, await this.streams.at(stream, this.upTo));
    this.missing = new Set();
    this.found = new Set();
    return true;
  }
}

async function saveWatches(
  { tx, entry, known, watched }: Derivation,
  matter: string,
  streams: readonly string[],
): Promise<void> {
  const key = `${entry.name} ${matter}`;
  const before = known.watching.get(key) ?? (await tx.watching(entry.name, matter));
  const added = streams.filter((stream) => !before.includes(stream));
  const removed = before.filter((stream) => !streams.includes(stream));
  for (const stream of added) watched.add(stream);
  if (added.length + removed.length > 0) await tx.watch(entry.name, matter, { added, removed });
  known.watching.set(key, streams);
}
