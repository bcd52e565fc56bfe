import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { TestOffice } from './organisation.js';

/** One who listens to live events, and can stop reading. */
export class Listener {
  private readonly events: string[] = [];
  private id = '';
  /** The line that is not whole yet. */
  private rest = '';
  private taken = 0;
  private over = false;

  private constructor(private readonly answer: IncomingMessage) {
    answer.setEncoding('utf8').on('data', (chunk: string) => this.take(chunk));
    answer.on('close', () => (this.over = true)).on('error', () => undefined);
  }

  /** Over the port with a token, or over the socket by name. */
  static async open(
    office: TestOffice,
    { as, cursor, socket }: { as: string; cursor?: string; socket?: true },
  ): Promise<Listener> {
    const { port } = new URL(office.server.url);
    const last: Record<string, string> = cursor === undefined ? {} : { 'last-event-id': cursor };
    const path = '/api/live';
    const options = socket
      ? {
          socketPath: join(office.directory, 'admin.sock'),
          headers: { 'cluetrail-as': as, ...last },
        }
      : {
          ...{ host: '127.0.0.1', port },
          headers: { authorization: `Bearer ${await office.tokenOf(as)}`, ...last },
        };
    const asking = get({ ...options, path }).on('error', () => undefined);
    const [answer]: IncomingMessage[] = await once(asking, 'response');
    const listener = new Listener(answer);
    await listener.firstId();
    return listener;
  }

  async firstId(): Promise<string> {
    await this.until(() => this.id !== '');
    return this.id;
  }

  /** Undefined when the stream has ended. */
  async next(): Promise<unknown> {
    await this.until(() => this.heard() > this.taken || this.over);
    const data = this.events[this.taken];
    if (data !== undefined) this.taken += 1;
    return data && JSON.parse(data);
  }

  heard(): number {
    return this.events.length;
  }

  heardAtLeast(count: number): Promise<void> {
    return this.until(() => this.heard() >= count);
  }

  stopReading(): void {
    this.answer.pause();
  }

  /** Who does not read learns of it by writing. */
  cutOff(): Promise<void> {
    const { socket } = this.answer;
    return this.until(() => {
      if (!socket.destroyed) socket.write('\r\n');
      return socket.destroyed;
    });
  }

  close(): void {
    this.answer.destroy();
  }

  private take(chunk: string): void {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('data: ')) this.events.push(line.slice('data: '.length));
      if (this.id === '' && line.startsWith('id: ')) this.id = line.slice('id: '.length);
    }
  }

  private async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise((done) => setTimeout(done, 20));
  }
}
