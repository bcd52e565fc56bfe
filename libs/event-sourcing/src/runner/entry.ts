import type { Event, Position } from '../event.js';
import type { Unseal } from '../projection.js';
import type { ReadTransaction } from './read-database.js';
import { type Definition, type Layout, layoutOf } from './table.js';

/** A projection at work: its definition, its table, and the streams that wait for a retry. */
export interface Entry {
  readonly definition: Definition;
  readonly layout: Layout;
  /** The projection's own name, or that of the table being built beside it. */
  readonly name: string;
  readonly parked: Set<string>;
  /** Being built beside the table of this name, which it will replace. */
  readonly replaces?: string;
}

/** What one event of a matter says about the streams that belong to it. */
export interface Matters {
  /** Kinds of stream that are matters, as `clue`. */
  readonly kinds: readonly string[];
  /** Streams that this event of a matter links to it, as `case-…`. */
  links(event: Event): readonly string[];
}

export function entryOf(definition: Definition, parked: Iterable<string> = []): Entry {
  const { name } = definition;
  return { definition, layout: layoutOf(definition), name, parked: new Set(parked) };
}

/** The same projection, to be built from the first event on in a table beside the one in use. */
export function besideOf({ definition }: Entry): Entry {
  const name = `${definition.name}__rebuilt`;
  const layout = layoutOf(definition, name);
  return { definition, layout, name, parked: new Set(), replaces: definition.name };
}

/** The rows stay as they are; later events of the stream wait behind this one. */
export async function park(
  tx: ReadTransaction,
  entry: Entry,
  at: { stream: string; position: Position; error: unknown },
): Promise<void> {
  entry.parked.add(at.stream);
  const { stream, position } = at;
  await tx.park({ projection: entry.name, stream, position, error: textOf(at.error) });
}

export type Attempt<T> = { readonly value: T } | { readonly failed: unknown };

/**
 * Runs handlers. What a handler throws is an answer (its stream is parked); what `unseal` throws is a fault of the
 * keys, no handler's, and goes on up, even if the handler caught it.
 */
export class Handlers {
  readonly unseal: Unseal;
  private fault?: { readonly error: unknown };

  constructor(unseal: Unseal) {
    this.unseal = (event, path) => {
      try {
        return unseal(event, path);
      } catch (error) {
        this.fault = { error };
        throw error;
      }
    };
  }

  attempt<T>(work: () => T): Attempt<T> {
    const result = attempt(work);
    const { fault } = this;
    this.fault = undefined;
    if (fault) throw fault.error;
    return result;
  }
}

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { value: work() };
  } catch (error) {
    return { failed: error };
  }
}

const ERROR_LENGTH = 500;

function textOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : 'threw no Error';
  return text.slice(0, ERROR_LENGTH);
}
