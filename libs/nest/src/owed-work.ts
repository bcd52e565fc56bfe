/** Does what stands in the read side as owed, one pass at a time; call `wake` after every commit of the read side. */
export abstract class OwedWork<T> {
  private running: Promise<void> | undefined;
  private again = false;
  private resting = false;

  protected abstract list(): Promise<readonly T[]>;

  /** Safe to repeat: what was stopped in between is listed again. */
  protected abstract carryOut(one: T): Promise<void>;

  /** Coalesces: at most one pass runs, and one more follows it. Rejects with what a pass threw. */
  wake(): Promise<void> {
    if (this.resting) return Promise.resolve();
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.pass().finally(() => (this.running = undefined));
    return this.running;
  }

  /** Ends after what is at hand; what is still owed is done after the next start. */
  async rest(): Promise<void> {
    this.resting = true;
    await this.running?.catch(() => undefined);
  }

  private async pass(): Promise<void> {
    do {
      this.again = false;
      for (const one of await this.list()) {
        if (this.resting) return;
        await this.carryOut(one);
      }
    } while (this.again);
  }
}
