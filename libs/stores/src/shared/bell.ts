import type { Position } from '@cluetrail/event-sourcing';

/** Rung after appends, with the head as it then is. */
export class Bell {
  private readonly listeners = new Set<(head: Position) => void>();

  /** Answers how to stop it. */
  listen(listener: (head: Position) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  ring(head: Position): void {
    for (const listener of [...this.listeners]) listener(head);
  }
}
