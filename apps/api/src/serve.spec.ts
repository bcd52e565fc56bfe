import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { get, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { serve } from './serve.js';
import { openSqliteLog } from '@cluetrail/stores';

describe('a served directory', () => {
  let office: TestOffice;
  beforeEach(async () => void (office = await openOffice()));
  afterEach(() => office.dispose());
  const socketPath = () => join(office.directory, 'admin.sock');

  it('has a socket for its owner alone, and takes it away at the end', async () => {
    expect(statSync(socketPath()).mode & 0o777).toBe(0o600);
    await office.server.close();
    expect(existsSync(socketPath())).toBe(false);
  });

  it('closes at once although live streams hang on the port and on the socket', async () => {
    const { port } = new URL(office.server.url);
    const authorization = `Bearer ${await office.tokenOf('admin-nn')}`;
    const streams = await Promise.all([
      answerOf({ host: '127.0.0.1', port, headers: { authorization } }),
      answerOf({ socketPath: socketPath(), headers: { 'cluetrail-as': 'admin-nn' } }),
    ]);
    const ended = streams.map((stream) => new Promise((done) => stream.resume().on('close', done)));
    await office.server.close();
    await Promise.all(ended);
    expect(streams.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  });

  it('does not wait for ever for one who sends nothing more', async () => {
    const headers = {
      'content-type': 'application/json',
      'content-length': 9,
      expect: '100-continue',
    };
    const where = { socketPath: socketPath(), method: 'POST', path: '/api/clues' };
    const stuck = request({ ...where, headers: { ...headers, 'cluetrail-as': 'admin-nn' } });
    const failed = once(stuck, 'error');
    stuck.flushHeaders();
    await once(stuck, 'continue');
    await office.server.close();
    expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' });
  });

  it.each(['port', 'socket'])('lets a command on the %s end with its receipt', async (way) => {
    const { port } = new URL(office.server.url);
    const named = { 'cluetrail-as': 'admin-nn' };
    const headers =
      way === 'port' ? { authorization: `Bearer ${await office.tokenOf('admin-nn')}` } : named;
    const where = way === 'port' ? { host: '127.0.0.1', port } : { socketPath: socketPath() };
    const body = JSON.stringify(DISCOVERY);
    const command = request({
      ...{ ...where, method: 'POST', path: '/api/clues' },
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        expect: '100-continue',
      },
    });
    const answered = once(command, 'response');
    command.flushHeaders();
    await once(command, 'continue');
    const closed = office.server.close();
    command.end(body);
    const [answer]: IncomingMessage[] = await answered;
    answer.resume();
    await closed;
    expect(answer.statusCode).toBe(201);
  });

  it('takes the place of a socket that a killed server left', async () => {
    await office.server.close();
    writeFileSync(socketPath(), '');
    const { directory, clock } = office;
    const again = await serve({ directory, clock, create: false, demo: true, listen: false });
    expect(again.url).toBeUndefined();
    expect((await office.admin('GET', '/admin/status', { as: 'auditor-gx' })).status).toBe(200);
    await again.close();
  });

  it('that finds its port taken leaves neither socket nor lock behind', async () => {
    const { port } = new URL(office.server.url);
    const root = mkdtempSync(join(tmpdir(), 'cluetrail-serve-'));
    const directory = join(root, 'data');
    const refused = async (create: boolean) => {
      const taken = serve({ directory, create, demo: true, port: Number(port) });
      await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' });
    };
    await refused(true);
    expect(readdirSync(root)).toEqual([]);
    await (await serve({ directory, create: true, demo: true, listen: false })).close();
    await refused(false);
    expect(existsSync(join(directory, 'admin.sock'))).toBe(false);
    const second = await serve({ directory, create: false, demo: true, listen: false });
    await second.close();
    rmSync(root, { recursive: true });
  });

  it('is not made by what refuses its key file, and one without keys may begin with new ones', async () => {
    const root = mkdtempSync(join(tmpdir(), 'cluetrail-serve-'));
    const directory = join(root, 'data');
    const inside = { directory, keyFile: join(directory, 'key'), create: true, listen: false };
    await expect(serve(inside)).rejects.toMatchObject({ code: 'key-file-inside' });
    expect(existsSync(directory)).toBe(false);
    const nowhere = {
      directory,
      keyFile: '/proc/cluetrail/master.key',
      create: true,
      listen: false,
    };
    await expect(serve(nowhere)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(existsSync(directory)).toBe(false);
    const malformed = join(root, 'malformed');
    writeFileSync(malformed, 'secret', { mode: 0o400 });
    await expect(serve({ ...nowhere, keyFile: malformed })).rejects.toMatchObject({
      code: 'key-file-malformed',
    });
    expect(existsSync(directory)).toBe(false);
    const made = { directory, keyFile: join(root, 'key'), listen: false };
    // As a stop between log and keys leaves it.
    const clock = { nowMicros: () => Date.now() * 1000 };
    await (await openSqliteLog({ directory, clock, create: true })).close();
    await expect(serve({ ...made, create: false })).rejects.toMatchObject({ code: 'log-missing' });
    await (await serve({ ...made, create: true })).close();
    rmSync(join(directory, 'keys.db'));
    // With events there is something that new keys could not open.
    await expect(serve({ ...made, create: true })).rejects.toMatchObject({ code: 'keys-missing' });
    rmSync(root, { recursive: true });
  });

  it('begins no log beside the keys of another, also where it may make one', async () => {
    const root = mkdtempSync(join(tmpdir(), 'cluetrail-serve-'));
    const [directory, empty, keyFile] = ['data', 'empty', 'key'].map((name) => join(root, name));
    const made = { directory, keyFile, demo: true, listen: false };
    await (await serve({ ...made, create: true })).close();
    for (const name of ['events.db', 'pin.json']) rmSync(join(directory, name));
    const clock = { nowMicros: () => Date.now() * 1000 };
    // As a copy leaves it that was killed before its first event, or "log prepare" on PostgreSQL.
    const left = await openSqliteLog({ directory: empty, clock, create: true });
    await left.close();
    const store = `sqlite:${empty}`;
    await expect(serve({ ...made, store, create: false })).rejects.toMatchObject({
      code: 'log-missing',
      message: `${store}: expected a log with its first event, found none`,
    });
    expect(existsSync(join(directory, 'store.json'))).toBe(false);
    await expect(serve({ ...made, store, create: true })).rejects.toMatchObject({
      code: 'log-missing',
      message: expect.stringMatching(/up to position [1-9][0-9]* or a later one, found none; put /),
    });
    rmSync(root, { recursive: true });
  });

  it('says of a log elsewhere whose keys it never had to look at the address first', async () => {
    const root = mkdtempSync(join(tmpdir(), 'cluetrail-serve-'));
    const [directory, keyFile] = ['data', 'key'].map((name) => join(root, name));
    await office.server.close();
    const store = `sqlite:${office.directory}`;
    const fresh = { directory, keyFile, store, demo: true, create: true, listen: false };
    const message = `${store}: expected an empty log, or one whose keys lie in ${directory}, found one with events and no keys.db there: look first whether this is the address that was meant`;
    await expect(serve(fresh)).rejects.toMatchObject({ code: 'keys-missing', message });
    // Keys that were there are missing for another reason.
    mkdirSync(directory);
    writeFileSync(join(directory, 'keys.db'), '');
    await expect(serve(fresh)).rejects.toMatchObject({
      code: 'keys-missing',
      message: expect.stringMatching(/^keys .*: expected the keys of this data directory/),
    });
    rmSync(root, { recursive: true });
  });

  it('makes nothing for read models that cannot be reached', async () => {
    const root = mkdtempSync(join(tmpdir(), 'cluetrail-serve-'));
    const where = { directory: join(root, 'a', 'data'), keyFile: join(root, 'b', 'key') };
    const read = 'postgres://clues:s3cretpw@127.0.0.1:1/nowhere';
    for (const make of [() => undefined, () => mkdirSync(where.directory, { recursive: true })]) {
      make();
      const before = readdirSync(root, { recursive: true });
      const refused = serve({ ...where, read, create: true, listen: false });
      await expect(refused).rejects.toMatchObject({
        code: 'read-models-unreadable',
        message: expect.stringMatching(/^PostgreSQL 127.0.0.1:1[/]nowhere, (?!.*s3cret)/),
      });
      expect(readdirSync(root, { recursive: true })).toEqual(before);
    }
    rmSync(root, { recursive: true });
  });

  it('in a folder too deep for a socket is refused by name', async () => {
    const root = mkdtempSync(join(tmpdir(), 'cluetrail-serve-'));
    const directory = join(root, 'd'.repeat(90));
    await expect(serve({ directory, create: true, listen: false })).rejects.toMatchObject({
      code: 'path-too-long',
    });
    expect(readdirSync(root)).toEqual([]);
    rmSync(root, { recursive: true });
  });
});

describe('the names of a server', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-names-'));
  afterAll(() => rmSync(root, { recursive: true }));

  const statusOf = async (hosts: readonly string[] | undefined, host: string, name: string) => {
    const directory = join(root, 'data');
    const where = { directory, create: true, demo: true, port: 0, host } as const;
    const server = await serve({ ...where, hosts });
    const { port } = new URL(server.url ?? '');
    const headers = { host: `${name}:${port}` };
    const answer = await answerOf({ host: '127.0.0.1', port, headers, path: '/health/live' });
    answer.resume();
    await server.close();
    return answer.statusCode;
  };

  it.each([
    ['on loopback', undefined, '127.0.0.1', 'localhost', 200],
    ['on loopback', undefined, '127.0.0.1', 'evil.example', 421],
    ['on loopback with a name of its own', ['clues.example'], '127.0.0.1', 'clues.example', 200],
    ['on every address', undefined, '0.0.0.0', 'clues.example', 200],
    ['on every address with a name of its own', ['clues.example'], '0.0.0.0', 'evil.example', 421],
  ])('%s (%j, %s): asked as %s it answers %i', async (_, hosts, host, name, status) => {
    expect(await statusOf(hosts, host, name)).toBe(status);
  });
});

function answerOf(options: object): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ path: '/api/live', ...options }, resolve).on('error', reject);
  });
}
