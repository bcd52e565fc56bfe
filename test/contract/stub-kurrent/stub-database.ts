/** What the server keeps of one event. `position`: where its record begins in the transaction log. */
export interface StubRecord {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  data: Uint8Array;
  readonly metadata: Uint8Array;
}

export type Proposed = Pick<StubRecord, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

export type StubAppend =
  | { readonly result: 'success'; readonly revision: bigint; readonly position: bigint }
  | { readonly result: 'wrong-expected-version'; readonly current: bigint }
  | { readonly result: 'stream-deleted' | 'too-large' };

/** The server's default limit of one append, which counts the type twice. */
export const MAX_APPEND_BYTES = 1024 * 1024;

const NO_STREAM = -1n;
const TOMBSTONE = 2n ** 63n - 1n;

/** The rules of a KurrentDB node in memory, as its source and documentation have them: never the real thing. */
export class StubDatabase {
  readonly records: StubRecord[] = [];
  private readonly streams = new Map<string, StubRecord[]>();
  private readonly hidden = new Map<string, { truncateBefore?: bigint; maxCount?: number }>();
  private readonly listeners = new Set<() => void>();
  private next = 0n;

  constructor() {
    // A fresh server is not empty: what it writes at its first start stands before everything of ours.
    for (const stream of ['$epoch-information', '$settings', '$$$settings'])
      this.put(stream, [foreign('$system')]);
  }

  append(stream: string, expected: bigint, events: readonly Proposed[]): StubAppend {
    if (events.reduce((sum, event) => sum + sizeOf(event), 0) > MAX_APPEND_BYTES)
      return { result: 'too-large' };
    const standing = this.streams.get(stream) ?? [];
    const current = standing.at(-1)?.revision ?? NO_STREAM;
    if (current === TOMBSTONE) return { result: 'stream-deleted' };
    if (expected < current) {
      const again = events.map(({ id }, index) => {
        const found = standing[Number(expected) + 1 + index];
        return found?.id === id ? found : undefined;
      });
      const last = again.at(-1);
      // The same ids right behind the revision expected: the server takes it for a retry and says that it succeeded.
      if (last && again.every((one) => one !== undefined))
        return { result: 'success', revision: last.revision, position: last.position };
      const softDeleted = this.visible(stream).length === 0;
      if (!(expected === NO_STREAM && softDeleted && again[0] === undefined))
        return { result: 'wrong-expected-version', current };
    } else if (expected > current) return { result: 'wrong-expected-version', current };
    const written = this.put(stream, events);
    return { result: 'success', revision: written.revision, position: written.position };
  }

  /** Another application on the same server. */
  appendForeign(stream = 'orders-17'): void {
    this.put(stream, [foreign('OrderPlaced')]);
  }

  /** A soft delete: the stream reads as missing, and goes on behind its last revision. */
  softDelete(stream: string): void {
    this.truncate(stream, { truncateBefore: TOMBSTONE });
  }

  truncate(stream: string, rule: { truncateBefore?: bigint; maxCount?: number }): void {
    this.hidden.set(stream, rule);
    const json = { ...(rule.maxCount !== undefined && { $maxCount: rule.maxCount }) };
    const before = rule.truncateBefore;
    const text = before === undefined ? JSON.stringify(json) : `{"$tb":${before}}`;
    this.put(`$$${stream}`, [{ ...foreign('$metadata'), data: Buffer.from(text) }]);
  }

  tombstone(stream: string): void {
    this.put(stream, [foreign('$streamDeleted')], TOMBSTONE);
  }

  /** Takes what is hidden or deleted out of the log for good. */
  scavenge(): void {
    const kept = this.records.filter(
      (record) =>
        record.stream.startsWith('$') ||
        record.revision === TOMBSTONE ||
        this.visible(record.stream).includes(record),
    );
    this.records.splice(0, this.records.length, ...kept);
  }

  isTombstoned(stream: string): boolean {
    return this.streams.get(stream)?.at(-1)?.revision === TOMBSTONE;
  }

  /** What a read of the stream sees. */
  visible(stream: string): readonly StubRecord[] {
    const all = this.streams.get(stream) ?? [];
    const { truncateBefore = 0n, maxCount = all.length } = this.hidden.get(stream) ?? {};
    const first = all.length > maxCount ? all.length - maxCount : 0;
    return all.slice(first).filter(({ revision }) => revision >= truncateBefore);
  }

  /** Whether a record begins here, or none ever did so far: the server refuses to read from elsewhere. */
  isPlace(position: bigint): boolean {
    return position >= this.next || this.records.some((record) => record.position === position);
  }

  onAppended(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private put(stream: string, events: readonly Proposed[], revision?: bigint): StubRecord {
    const standing = this.streams.get(stream) ?? [];
    this.streams.set(stream, standing);
    let record: StubRecord | undefined;
    for (const event of events) {
      const number = revision ?? (standing.at(-1)?.revision ?? NO_STREAM) + 1n;
      record = { ...event, stream, revision: number, position: this.next };
      this.next += BigInt(sizeOf(event) + stream.length + 70);
      standing.push(record);
      this.records.push(record);
    }
    if (!record) throw new Error(`append to ${stream}: expected events, found none`);
    for (const listener of [...this.listeners]) listener();
    return record;
  }
}

function sizeOf({ type, data, metadata }: Proposed): number {
  return data.length + metadata.length + 2 * type.length;
}

function foreign(type: string): Proposed {
  return {
    id: crypto.randomUUID(),
    type,
    contentType: 'application/json',
    data: Buffer.from('{"theirs":true}'),
    metadata: new Uint8Array(),
  };
}
