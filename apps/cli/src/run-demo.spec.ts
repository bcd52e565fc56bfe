import { exec } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { openDemo, type RunDemo } from './run-demo.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const DAY = '2021-11-10';

describe('the demo command', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-demo-'));
  const stderr = new PassThrough({ encoding: 'utf8' });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const opened = (name: string, options: Partial<RunDemo> = {}) =>
    openDemo({ data: join(root, name), port: 0, clues: 12, stderr, ...options });

  it('goes on by the real clock after its fill, so that what happens now is not of the future', async () => {
    const { server, told } = await opened('now');
    try {
      const [, token] = /officer +(\S+)/.exec(told) ?? [];
      const post = (path: string, body: object) =>
        fetch(`${server.url}${path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ ...body, happenedAt: new Date().toISOString() }),
        });
      const answer = await post('/api/people', { name: '张某' });
      expect([answer.status, await answer.text()]).toEqual([201, expect.any(String)]);
      expect(Math.abs(server.installation.clock.nowMicros() / 1000 - Date.now())).toBeLessThan(50);
    } finally {
      await server.close();
    }
  }, 180_000);

  it('shows on its start page a tour whose every command works as it stands', async () => {
    const { server } = await opened('now');
    try {
      const page = await (await fetch(String(server.url))).text();
      const commands = [...page.matchAll(/<pre>(.*?)<\/pre>/g)].map(([, command]) => command);
      expect(commands).toHaveLength(5);
      const clues = await server.installation.database.query
        .selectFrom('clues')
        .select('clue')
        .execute();
      for (const command of commands) {
        const { status, stdout } = await ran(command.replace('CLUE', clues[0].clue));
        expect({ command, status, empty: stdout === '' }).toEqual({
          command,
          status: 0,
          empty: false,
        });
      }
    } finally {
      await server.close();
    }
  }, 180_000);

  it('says without a terminal how far it is, in plain lines', () => {
    const lines = String(stderr.read()).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^filling the demo: 1 of \d+ commands$/);
    const [, done, total] = /: (\d+) of (\d+)/.exec(lines[lines.length - 1]) ?? [];
    expect(done).toBe(total);
  });

  it('sees before it fills that its port is taken', async () => {
    const taken = createServer();
    const port = await new Promise<number>((told) =>
      taken.listen(0, '127.0.0.1', () => told((taken.address() as { port: number }).port)),
    ); // a TCP server's address
    await expect(opened('busy', { port })).rejects.toThrow(
      `port ${port}: in use already; take another with --port N`,
    );
    expect([existsSync(join(root, 'busy')), existsSync(join(root, 'busy.filling'))]).toEqual([
      false,
      false,
    ]);
    taken.close();
  });

  it('prints commands that work as they stand, also when nothing serves the day', async () => {
    const { server, told } = await opened('then', { today: DAY, fillOnly: true });
    await server.close();
    expect(told).toContain(`its master key is ${join(root, 'then')}.key`);
    const commands = told.split('\n').filter((line) => line.startsWith('  npm run -s cluetrail'));
    expect(commands).toHaveLength(3);
    expect(commands[0]).toContain(`--as-of ${DAY}`);
    for (const command of commands) {
      const { status, stdout } = await ran(`${command} --json`);
      expect({ command, status }).toEqual({ command, status: 0 });
      expect(JSON.parse(stdout)).toBeTruthy();
    }
  }, 300_000);

  it('fills the file of read models in its directory, where that is named', async () => {
    const file = join(root, 'named', 'read.db');
    const { server } = await opened('named', { read: file, clues: 1, fillOnly: true });
    await server.close();
    expect([existsSync(file), existsSync(join(root, 'named.filling'))]).toEqual([true, false]);
  }, 180_000);

  it('stands at 17 o’clock of its day again, and goes on from what was recorded since', async () => {
    const { server } = await opened('then', { today: DAY });
    const { clock, store } = server.installation;
    const { event } = (await store.readAll()).at(-1)!; // a demo is never empty
    expect(event.recordedAt.slice(0, 16)).toBe(`${DAY}T09:00`);
    expect(new Date(clock.nowMicros() / 1000).toISOString() > event.recordedAt.slice(0, 23)).toBe(
      true,
    );
    await server.close();
  }, 180_000);

  it('says how to fill it anew when another day is asked for', async () => {
    const data = join(root, 'then');
    await expect(opened('then', { today: '2021-11-11' })).rejects.toThrow(
      `--today 2021-11-11: the demo is one of ${DAY}; to fill it anew, remove it first: rm -r ${data} ${data}.key`,
    );
  }, 180_000);

  it('says what its history ends on when it is served on a later day', async () => {
    const { server, told } = await opened('then');
    await server.close();
    expect(told).toContain(`Its history ends on ${DAY}. To fill it anew for another day, remove`);
    // From now on its log has been used today: there is no way back to that day.
    await expect(opened('then', { today: DAY })).rejects.toThrow('used until');
  }, 180_000);
});

/** In a shell, in the checkout, as a user pastes it. */
function ran(command: string): Promise<{ status: number; stdout: string }> {
  return new Promise((done) => {
    exec(command, { cwd: ROOT, timeout: 120_000 }, (error, stdout) =>
      done({ status: error ? Number(error.code ?? -1) : 0, stdout }),
    );
  });
}
