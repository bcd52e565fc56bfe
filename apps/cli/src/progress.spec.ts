import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { followed, linesOf } from './progress.js';

describe('progress that nobody watches', () => {
  it('is a line every few seconds', () => {
    let now = 0;
    const lines: string[] = [];
    const progress = linesOf('rebuild', { now: () => now, write: (line) => void lines.push(line) });
    for (now = 500; now <= 7000; now += 500) progress.at(now, 10_000);
    expect(lines).toEqual(['rebuild: 30 %, 3000 of 10000\n', 'rebuild: 60 %, 6000 of 10000\n']);
  });

  it('ends in the result, or in what went wrong', async () => {
    const lines = (...all: object[]) => Readable.from(all.map((one) => `${JSON.stringify(one)}\n`));
    const how = { title: 'verify', quiet: true };
    const progress = { done: 1, total: 2 };
    expect(await followed(lines({ progress }, { result: { ok: true } }), how)).toEqual({
      ok: true,
    });
    await expect(followed(lines({ progress }), how)).rejects.toThrow(
      'verify: expected a result, found the end of the answer',
    );
  });

  describe('where the server ends before its answer does', () => {
    const how = { title: 'backup', quiet: true };
    let server: Server;
    let sockets: Socket[];
    let told: string;
    beforeEach(async () => {
      sockets = [];
      server = createServer((_, answer) => void answer.write(told));
      server.on('connection', (socket) => sockets.push(socket));
      await once(server.listen(0, '127.0.0.1'), 'listening');
    });
    afterEach(() => server.close());
    const asked = async (): Promise<IncomingMessage> => {
      const { port } = server.address() as AddressInfo; // a TCP server's
      const [answer] = await once(get({ port, host: '127.0.0.1' }), 'response');
      return answer;
    };
    const end = () => sockets.forEach((socket) => socket.destroy());

    it('says so', async () => {
      told = '{"progress":{"done":1,"total":2}}\n';
      const following = followed(await asked(), how);
      end();
      await expect(following).rejects.toThrow('server: expected the whole answer, found its end');
    });

    it('goes on to nothing worse after it was told what went wrong', async () => {
      told = '{"problem":{"code":"backup-exists","detail":{"en":"There is one."}}}\n';
      await expect(followed(await asked(), how)).rejects.toThrow('backup-exists');
      const thrown: unknown[] = [];
      const take = (error: unknown) => void thrown.push(error);
      process.on('uncaughtException', take);
      end();
      await new Promise((later) => setTimeout(later, 100));
      process.off('uncaughtException', take);
      expect(thrown).toEqual([]);
    });
  });
});
