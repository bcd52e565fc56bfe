/** How long commands may begin in one turn of the event loop. */
const TURN_MILLIS = 2;

/**
 * Lets commands begin few in a turn of the event loop: whoever asks something meanwhile waits for those, not for all that
 * came together.
 */
export class Turnstile {
  private readonly waiting: (() => void)[] = [];
  /** When this turn began; undefined where nobody has passed in it. */
  private began: number | undefined;

  /** Undefined where there is time left in this turn, and nobody waits. */
  pass(): Promise<void> | undefined {
    if (this.waiting.length > 0 || this.isOver())
      return new Promise((resolve) => this.waiting.push(resolve));
    if (this.began === undefined) this.begin();
    return undefined;
  }

  private begin(): void {
    this.began = performance.now();
    setImmediate(() => {
      this.began = undefined;
      if (this.waiting.length === 0) return;
      this.begin();
      this.next();
    });
  }

  private isOver(): boolean {
    return this.began !== undefined && performance.now() - this.began >= TURN_MILLIS;
  }

  private next(): void {
    if (this.isOver()) return;
    this.waiting.shift()?.();
    // A tick asked for by a microtask comes when all of them are done, and so all that a command does before it waits.
    if (this.waiting.length > 0) queueMicrotask(() => process.nextTick(() => this.next()));
  }
}
