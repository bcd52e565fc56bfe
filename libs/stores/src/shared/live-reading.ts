import type { Position, Recorded } from '@cluetrail/event-sourcing';

/** What a subscription needs of a store that hears of its own appends. */
export interface LiveSource {
  isClosed(): boolean;
  headPosition(): Position;
  page(after: Position): Promise<Recorded[]>;
  onAppended(listener: () => void): () => void;
}

/**
 * History, then live. History and live are one loop over pages behind the last position given, so there is no
 * hand-over that could lose or repeat an event; the bell only says when to look again.
 */
export async function* liveReading(
  source: LiveSource,
  start: Position,
  signal?: AbortSignal,
): AsyncGenerator<Recorded, void, void> {
  let after = start;
  while (!source.isClosed() && !signal?.aborted) {
    if (after >= source.headPosition()) await rung(source, signal);
    else {
      for (const event of await pageOrEnd(source, after)) {
        if (source.isClosed() || signal?.aborted) return;
        yield event;
        after = event.position;
      }
    }
  }
}

/** A page asked for while the store was closed is the end, not an error. */
async function pageOrEnd(source: LiveSource, after: Position): Promise<Recorded[]> {
  try {
    return await source.page(after);
  } catch (error) {
    if (source.isClosed()) return [];
    throw error;
  }
}

function rung(source: LiveSource, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      stop();
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const stop = source.onAppended(wake);
    signal?.addEventListener('abort', wake);
  });
}
