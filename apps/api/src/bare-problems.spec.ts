import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { openOffice, type TestOffice } from '../../../test/support/organisation.js';

const LONG = 'x'.repeat(3000);
const HOST = 'host: localhost\r\n';

/** What is sent, the status and the code of its answer. */
const REFUSED: readonly [title: string, bytes: string, status: number, code: string][] = [
  ['a byte that is no UTF-8', `GET /api/clues/%ff HTTP/1.1\r\n${HOST}\r\n`, 400, 'malformed'],
  ['half an escape', `GET /api/clues/% HTTP/1.1\r\n${HOST}\r\n`, 400, 'malformed'],
  ['half a character', `GET /api/people/%c3 HTTP/1.1\r\n${HOST}\r\n`, 400, 'malformed'],
  ['an escape of none', `POST /api/clues/%zz HTTP/1.1\r\n${HOST}\r\n`, 400, 'malformed'],
  [
    'a long id',
    `GET /api/clues/${LONG.slice(-200)} HTTP/1.1\r\n${HOST}\r\n`,
    414,
    'address-too-long',
  ],
  ['a longer one', `GET /api/clues/${LONG} HTTP/1.1\r\n${HOST}\r\n`, 414, 'address-too-long'],
  [
    'a long address',
    `GET /${`${LONG}/`.repeat(6)} HTTP/1.1\r\n${HOST}\r\n`,
    431,
    'headers-too-large',
  ],
  [
    'a long header',
    `GET / HTTP/1.1\r\n${HOST}a: ${LONG.repeat(6)}\r\n\r\n`,
    431,
    'headers-too-large',
  ],
  ['a header without a name', `GET / HTTP/1.1\r\n${HOST}: x\r\n\r\n`, 400, 'malformed'],
  ['a method that is none', `CLUE / HTTP/1.1\r\n${HOST}\r\n`, 400, 'malformed'],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'malformed'],
  ['TLS', '\x16\x03\x01\x02\x00\x01\x00', 400, 'malformed'],
  ['a tunnel', 'CONNECT example.org:443 HTTP/1.1\r\nhost: example.org\r\n\r\n', 400, 'malformed'],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', 400, 'malformed'],
  [
    'two lengths',
    `POST /api/clues HTTP/1.1\r\n${HOST}content-length: 1\r\ncontent-length: 2\r\n\r\n`,
    400,
    'malformed',
  ],
  [
    'a length that is none',
    `POST /api/clues HTTP/1.1\r\n${HOST}content-length: x\r\n\r\n`,
    400,
    'malformed',
  ],
  ['another expectation', `GET / HTTP/1.1\r\n${HOST}expect: tea\r\n\r\n`, 417, 'expectation'],
  ['a method of WebDAV', `PROPFIND /api/clues HTTP/1.1\r\n${HOST}\r\n`, 405, 'method-not-allowed'],
  ['one at no address', `PROPFIND /nothing HTTP/1.1\r\n${HOST}\r\n`, 404, 'not-found'],
  ['TRACE', `TRACE / HTTP/1.1\r\n${HOST}\r\n`, 405, 'method-not-allowed'],
  ['the options of all', `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`, 404, 'not-found'],
  [
    'a body that is too large',
    `POST /api/clues HTTP/1.1\r\n${HOST}content-type: application/json\r\ncontent-length: 999999\r\n\r\n`,
    413,
    'too-large',
  ],
];

describe('what is no request', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice({ empty: true })));
  afterAll(() => office.dispose());
  const port = () => connect(Number(new URL(office.server.url).port), '127.0.0.1');
  const socket = () => connect(join(office.directory, 'admin.sock'));

  it.each(REFUSED)('is answered as a problem: %s', async (_, bytes, status, code) => {
    for (const way of [port, socket]) {
      const { head, body } = await answered(way(), bytes);
      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} .*\r\n`));
      expect(head).toMatch(/^content-type: application\/problem\+json; charset=utf-8\r$/im);
      expect(head).toMatch(/^cache-control: no-store\r$/im);
      const found = JSON.parse(body);
      expect([found.status, found.code]).toEqual([status, code]);
      expect(found.instance).toMatch(/^urn:cluetrail:request:[0-9a-f-]{36}$/);
      expect([found.detail.en, found.detail.zh]).not.toContain(undefined);
      expect(found.detail.en).not.toContain('Refused: ');
      expect(body).not.toMatch(/FST_ERR|HPE_|xxx|%/);
    }
  });

  it('does not cut into an answer that has begun', async () => {
    const live = socket();
    const text = received(live);
    live.write(`GET /api/live HTTP/1.1\r\n${HOST}\r\n`);
    await once(live, 'data');
    live.write('NONSENSE\r\n\r\n');
    expect((await text).match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200']);
  });

  it.each([port, socket])('is what comes while the server ends', async (way) => {
    const connection = way();
    const text = received(connection);
    const length = 'content-type: application/json\r\ncontent-length: 2\r\n';
    connection.write(`POST /api/clues HTTP/1.1\r\n${HOST}${length}expect: 100-continue\r\n\r\n`);
    await once(connection, 'data');
    const closed = office.server.close();
    connection.write(`{}GET / HTTP/1.1\r\n${HOST}\r\n`);
    await closed;
    expect(await text).toMatch(/HTTP\/1.1 503 [^]*problem\+json[^]*"code":"closing"/);
    await office.dispose();
    office = await openOffice({ empty: true });
  });
});

async function answered(connection: Socket, bytes: string) {
  const text = received(connection);
  connection.write(bytes, 'latin1');
  // Whatever is kept alive would not end.
  if (!bytes.includes('content-length')) connection.end();
  else setTimeout(() => connection.end(), 300);
  const [head, ...body] = (await text).split('\r\n\r\n');
  return { head: `${head}\r\n`, body: body.join('') };
}

function received(connection: Socket): Promise<string> {
  let text = '';
  connection.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return new Promise((resolve) => connection.on('close', () => resolve(text)));
}
