import { setTimeout as delay } from 'node:timers/promises';
import type { AllRecord, Connection, Place } from './connection.js';

const FIRST_REST_MILLIS = 50;
const LONGEST_REST_MILLIS = 2000;

/**
 * One subscription for the whole process, begun anew behind what it last saw whenever it breaks: the client does not
 * do that. It brings news of other processes' events; readers then read in pages, so that a lost message costs time
 * and never an event.
 */
export class Watch {
  private readonly life = new AbortController();
  private running: Promise<void> | undefined;
  private from: Place;

  constructor(
    private readonly connection: Connection,
    from: bigint,
    private readonly onEvent: (record: AllRecord) => void,
  ) {
    this.from = from === 0n ? 'start' : from;
  }

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.life.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.life;
    for (let pause = FIRST_REST_MILLIS; !signal.aborted;) {
      const before = this.from;
      // Whatever broke it: readers find out for themselves whether the server answers.
      await this.follow(signal).catch(() => undefined);
      pause = this.from === before ? Math.min(pause * 2, LONGEST_REST_MILLIS) : FIRST_REST_MILLIS;
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  private follow(signal: AbortSignal): Promise<void> {
    const moveTo = (position: bigint) => {
      if (typeof this.from !== 'bigint' || position > this.from) this.from = position;
    };
    const onEvent = (record: AllRecord) => {
      moveTo(record.position);
      this.onEvent(record);
    };
    return this.connection.follow(this.from, { onEvent, onLooked: moveTo }, signal);
  }
}
