import { createHash } from 'node:crypto';
import {
  commandIdOf,
  type Data,
  type Event,
  eventIdOf,
  type EventStore,
  MemoryStore,
  type SealedText,
} from '@cluetrail/event-sourcing';

/** One thing that happens: `on` = the local day in Shanghai, or an instant in UTC with 3 decimals. */
export interface Happening {
  readonly type: string;
  readonly at: string;
  readonly to?: string;
  readonly reason?: SealedText;
  readonly data?: Data;
}

/** A log in memory under a clock that ticks one second per append: the same script gives the same bytes. */
export class ScriptedLog {
  readonly store: EventStore;
  private readonly versions = new Map<string, number>();
  private appends = 0;

  constructor(beginMicros = Date.parse('2021-10-01T00:00:00.000Z') * 1000) {
    const clock = { nowMicros: () => beginMicros + this.appends * 1_000_000 };
    this.store = new MemoryStore(clock, (bytes) => createHash('sha256').update(bytes).digest());
  }

  /** One append; answers the ids of its events. */
  async append(stream: string, ...happenings: readonly Happening[]): Promise<readonly string[]> {
    this.appends += 1;
    const commandId = commandIdOf({
      personId: 'li',
      key: `${this.appends}`,
      command: 'scripted',
      target: stream,
    });
    const version = this.versions.get(stream) ?? 0;
    const drafts = happenings.map((happening, index) => ({
      ...envelopeOf(happening),
      stream,
      eventId: eventIdOf(commandId, index),
      correlationId: commandId,
      causationId: commandId,
      commandId,
    }));
    const { outcome } = await this.store.append(stream, version, drafts);
    if (outcome !== 'appended') throw new Error(`scripted append to ${stream}: ${outcome}`);
    this.versions.set(stream, version + drafts.length);
    return drafts.map(({ eventId }) => eventId);
  }

  async events(stream: string): Promise<readonly Event[]> {
    return (await this.store.read(stream)).map(({ event }) => event);
  }
}

function envelopeOf({ type, at, to, reason, data = {} }: Happening) {
  return {
    type,
    schemaVersion: 1,
    happenedAt: { at, zone: 'Asia/Shanghai', precision: 'ms' as const },
    actor: { personId: 'li', role: 'officer', organId: 'gz' },
    ...(to ? { change: { from: 'any', to } } : {}),
    ...(reason ? { reason } : {}),
    data,
  };
}
