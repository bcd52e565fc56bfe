import type { Position, Recorded } from '@cluetrail/event-sourcing';
import { damagedAt } from './places.js';
import { RecordingOrder } from './recording-order.js';

/** What leaves do not say of a log that is read from its beginning: its order, and where it ends. */
export class SourceCheck {
  private readonly versions = new Map<string, number>();
  private readonly order = new RecordingOrder();
  private last: Position = 0n;

  /** The next event. Throws StoreRefused `log-damaged` where it is not the next of its stream, or recorded too early. */
  next({ position, event }: Recorded): void {
    const { stream, version } = event;
    const expected = (this.versions.get(stream) ?? 0) + 1;
    this.versions.set(stream, version);
    if (version !== expected)
      throw damagedAt(position, `version in its stream: expected ${expected}, found ${version}`);
    const problem = this.order.problemOf(event, () => event);
    if (problem !== undefined) throw damagedAt(position, problem);
    this.last = position;
  }

  /** Throws StoreRefused `log-damaged` where the event at its head was not the last: a store whose positions have gaps does not miss it. */
  end(position: Position): void {
    if (this.last !== position)
      throw damagedAt(position, `end: expected an event there, found the last at ${this.last}`);
  }
}
