import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Address } from './address.js';
import type { End } from './decide-group.js';
import { connect, ended, GOODBYE_MILLIS, inTime } from './session.js';
import { endOfNews, type Statements } from './statements.js';

/** A notification can be lost with its connection; nobody waits longer than this for an event of another process. */
const LOOK_MILLIS = 5000;

/** Between two notifications of what this process wrote: within its transaction each would make its commit wait. */
const TELL_MILLIS = 10;

/**
 * Tells other processes of appends and hears of theirs: NOTIFY, LISTEN, and a look at the head now and then and after
 * each new connection. It brings news only; readers read in pages, so that a lost message costs time and never an event.
 */
export class Watch {
  private readonly life = new AbortController();
  private running: Promise<void> | undefined;
  private client: pg.Client | undefined;
  private untold: End | undefined;
  private telling: NodeJS.Timeout | undefined;
  /** The connection answers one question at a time. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly address: Address,
    private readonly statements: Statements,
    private readonly options: {
      timeoutMs: number;
      onEnd: (end: End) => void;
      /** Where it ended when the head was asked, also where that is not news. */
      onLook?: (end: End) => void;
    },
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    clearTimeout(this.telling);
    await inTime(this.news(), GOODBYE_MILLIS).catch(() => undefined);
    this.life.abort();
    await this.running;
  }

  /** What was written stands. At once after a while without news, else with what comes soon after. */
  tell(end: End): void {
    this.untold = end;
    if (this.telling) return;
    this.telling = setTimeout(() => {
      this.telling = undefined;
      if (this.untold) this.tell(this.untold);
    }, TELL_MILLIS);
    void this.news();
  }

  // What is written meanwhile is told with it. Where the connection breaks, whoever listens looks himself.
  private news(): Promise<unknown> {
    return (this.turn = this.turn
      .then(async () => {
        const { client, untold } = this;
        if (!client || !untold) return;
        this.untold = undefined;
        await inTime(this.statements.tell(client, untold), this.options.timeoutMs);
      })
      .catch(() => undefined));
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
    const { timeoutMs, onEnd, onLook } = this.options;
    const client = await connect(this.address, timeoutMs);
    const gone = new AbortController();
    client.on('end', () => gone.abort());
    client.on('error', () => gone.abort());
    client.on('notification', ({ payload = '' }) => onEnd(endOfNews(payload)));
    try {
      await inTime(client.query(`LISTEN ${this.statements.channel}`), timeoutMs);
      const over = AbortSignal.any([signal, gone.signal]);
      this.client = client;
      void this.news();
      while (!over.aborted) {
        const look = this.turn.then(() => inTime(this.statements.end(client), timeoutMs));
        this.turn = look.catch(() => undefined);
        const end = await look;
        onEnd(end);
        onLook?.(end);
        await delay(LOOK_MILLIS, undefined, { signal: over }).catch(() => undefined);
      }
    } finally {
      this.client = undefined;
      await ended(client);
    }
  }
}

const FIRST_REST_MILLIS = 200;
