import type { Position } from '../event.js';

/** Those who wait until a position is reached. */
export class Waiters {
  private readonly waiting = new Set<{ position: Position; settle: (reached: boolean) => void }>();

  wait(position: Position, timeoutMillis: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (reached: boolean) => {
        clearTimeout(timer);
        this.waiting.delete(waiter);
        resolve(reached);
      };
      const waiter = { position, settle };
      const timer = setTimeout(() => settle(false), timeoutMillis);
      this.waiting.add(waiter);
    });
  }

  reached(position: Position): void {
    for (const waiter of [...this.waiting]) if (waiter.position <= position) waiter.settle(true);
  }

  giveUp(): void {
    for (const { settle } of [...this.waiting]) settle(false);
  }
}
