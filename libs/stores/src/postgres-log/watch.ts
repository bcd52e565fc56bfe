import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from './address.js';
import type { End } from './decide-group.js';
import { connect, ended, inTime } from './session.js';
import { endOfNews, type Statements } from './statements.js';

/** A notification can be lost with its connection; nobody waits longer than this for an event of another process. */
const LOOK_MILLIS = 5000;

/**
 * Hears of appends, also of other processes: LISTEN, and a look at the head now and then and after each new
 * connection. It brings news only; readers read in pages, so that a lost message costs time and never an event.
 */
export class Watch {
  private readonly life = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly address: Address,
    private readonly statements: Statements,
    private readonly options: { timeoutMs: number; onEnd: (end: End) => void },
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.life.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.life;
    while (!signal.aborted) {
      // Whatever broke it: who reads or appends finds out for himself whether the server answers.
      await this.listen(signal).catch(() => undefined);
      await delay(FIRST_REST_MILLIS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async listen(signal: AbortSignal): Promise<void> {
    const { timeoutMs, onEnd } = this.options;
    const client = await connect(this.address, timeoutMs);
    const gone = new AbortController();
    client.on('end', () => gone.abort());
    client.on('error', () => gone.abort());
    client.on('notification', ({ payload = '' }) => onEnd(endOfNews(payload)));
    try {
      await inTime(client.query(`LISTEN ${this.statements.channel}`), timeoutMs);
      const over = AbortSignal.any([signal, gone.signal]);
      while (!over.aborted) {
        onEnd(await inTime(this.statements.end(client), timeoutMs));
        await delay(LOOK_MILLIS, undefined, { signal: over }).catch(() => undefined);
      }
    } finally {
      await ended(client);
    }
  }
}

const FIRST_REST_MILLIS = 200;
