import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { tokenHash } from '@cluetrail/access';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { record } from './administration.js';
import { BY_SETUP } from './system-draft.js';

describe('live events', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice()));
  afterAll(() => office.dispose());

  const discover = (body: object = DISCOVERY) =>
    office.ask('POST', '/api/clues', { as: 'admin-nn', body });

  it('can be resumed by one who had heard nothing yet', async () => {
    const first = await Listener.open(office, { as: 'admin-nn' });
    const cursor = await first.firstId();
    first.close();
    const { id } = (await discover()).body;
    const second = await Listener.open(office, { as: 'admin-nn', cursor });
    expect(await second.next()).toMatchObject({ id, type: 'ClueDiscovered', version: 1 });
    second.close();
  });

  it('end with the token that asked for them', async () => {
    const listener = await Listener.open(office, { as: 'leader-nn' });
    await discover();
    expect(await listener.next()).toMatchObject({ type: 'ClueDiscovered' });
    const act = {
      stream: 'person-leader-nn',
      type: 'TokenRevoked',
      data: { hash: tokenHash(await office.tokenOf('leader-nn')) },
      personal: [],
    };
    await record(office.installation, act, BY_SETUP);
    await discover();
    expect(await listener.next()).toBeUndefined();
  });

  it('stop reaching one whose office has ended, from that very day', async () => {
    const listener = await Listener.open(office, { as: 'head-nn' });
    await discover();
    expect(await listener.next()).toMatchObject({ type: 'ClueDiscovered' });
    const [appointment] = office.installation.references.directory.appointmentsOf('head-nn');
    const act = {
      stream: `appointment-${appointment.id}`,
      type: 'AppointmentEnded',
      data: { on: '2021-10-08' },
      personal: [],
    };
    await record(office.installation, act, BY_SETUP);
    await discover();
    const witness = await Listener.open(office, { as: 'admin-nn' });
    await discover();
    expect(await witness.next()).toMatchObject({ type: 'ClueDiscovered' });
    expect(listener.heard()).toBe(1);
    listener.close();
    witness.close();
  });

  it('cut off one who does not read, while others go on; he resumes where he was', async () => {
    const idle = await Listener.open(office, { as: 'admin-nn', socket: true });
    const cursor = await idle.firstId();
    idle.stopReading();
    const attentive = await Listener.open(office, { as: 'admin-nn', socket: true });
    // More than the server's buffer and those of the system together can hold.
    for (let batch = 0; batch < 36; batch++)
      await Promise.all(Array.from({ length: 100 }, () => given(office)));
    await attentive.heardAtLeast(3600);
    await idle.cutOff();
    const again = await Listener.open(office, { as: 'admin-nn', cursor, socket: true });
    await again.heardAtLeast(3600);
    expect(again.heard()).toBe(attentive.heard());
    again.close();
    attentive.close();
  }, 300_000);

  it('refuse a cursor that is not theirs', async () => {
    await discover();
    await discover();
    await office.installation.runner.catchUp();
    const list = await office.ask('GET', '/api/clues?limit=1', { as: 'admin-nn' });
    for (const cursor of [list.body.next, 'x', list.body.next.slice(1)]) {
      const answer = await office.ask('GET', `/api/live?cursor=${cursor}`, { as: 'admin-nn' });
      expect([answer.status, answer.body.code]).toEqual([400, 'bad-cursor']);
    }
  });
});

/** One who listens, and can stop reading. */
class Listener {
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

/** A command without the way through HTTP. */
async function given({ installation }: TestOffice): Promise<void> {
  const by = { personId: 'admin-nn', key: randomUUID() };
  const request = { kind: 'clue', command: 'discover', by, body: DISCOVERY };
  const { outcome } = await installation.engine.give(request);
  if (outcome !== 'done') throw new Error(`discover: expected done, found ${outcome}`);
}
