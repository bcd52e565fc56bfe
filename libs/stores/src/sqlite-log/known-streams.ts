/** A stream as the log has it: its row and the number of its events. */
export interface KnownStream {
  readonly id: number;
  readonly version: number;
}

/** Streams that appends touched last, so that the next one to the same stream asks the file for nothing. */
export class KnownStreams {
  private readonly streams = new Map<string, KnownStream>();

  constructor(private readonly limit = 4096) {}

  get(name: string): KnownStream | undefined {
    return this.streams.get(name);
  }

  set(name: string, stream: KnownStream): void {
    if (this.streams.size >= this.limit && !this.streams.has(name)) {
      const [oldest] = this.streams.keys();
      this.streams.delete(oldest);
    }
    this.streams.set(name, stream);
  }

  /** After a rollback nothing that was noted within it holds. */
  clear(): void {
    this.streams.clear();
  }
}
