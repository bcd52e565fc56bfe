/** Lets questions through side by side, and holds them back while it is closed. */
export class Gate {
  private inside = 0;
  private opened: Promise<void> | undefined;
  private reopen = () => {};
  private left = () => {};

  async pass<T>(ask: () => Promise<T>): Promise<T> {
    while (this.opened) await this.opened;
    this.inside += 1;
    try {
      return await ask();
    } finally {
      this.inside -= 1;
      if (this.inside === 0) this.left();
    }
  }

  /** Resolves once those inside have left. Safe to repeat. */
  async close(): Promise<void> {
    if (this.opened) return;
    this.opened = new Promise((resolve) => (this.reopen = resolve));
    if (this.inside > 0) await new Promise<void>((resolve) => (this.left = resolve));
  }

  open(): void {
    this.opened = undefined;
    this.reopen();
  }
}
