import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';

describe('the edge of the server', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice()));
  afterAll(() => office.dispose());
  const body = JSON.stringify(DISCOVERY);

  it.each(['application/yaml', 'text/csv', 'text/plain', 'multipart/form-data; boundary=x', ''])(
    'takes commands as JSON alone, not as "%s"',
    async (type) => {
      for (const way of [office.ask, office.admin]) {
        const answer = await way('POST', '/api/clues', { as: 'admin-nn', body, type });
        expect([answer.status, answer.body.code]).toEqual([415, 'unsupported-media-type']);
      }
    },
  );

  it('takes JSON with a charset, and no other than UTF-8 bytes', async () => {
    const type = 'application/json; charset=utf-8';
    expect((await office.ask('POST', '/api/clues', { as: 'admin-nn', body, type })).status).toBe(
      201,
    );
    const bytes = Buffer.from('people:\n  - { id: xu, name: 徐某 }\n', 'utf16le');
    const answer = await office.admin('POST', '/admin/org', {
      as: 'sysadmin-gx',
      body: Buffer.concat([Uint8Array.of(0xff, 0xfe), bytes]),
      type: 'application/yaml',
    });
    expect([answer.status, answer.body.code]).toEqual([400, 'not-utf8']);
  });

  it.each([
    ['content-encoding', 'gzip'],
    ['content-encoding', 'identity, gzip'],
    ['content-type', 'application/json; charset=gbk'],
    ['content-type', 'application/json;charset="UTF-16"'],
    ['content-type', 'application/json; charset='],
  ])('takes no body that is packed or in another charset: %s: %s', async (name, value) => {
    for (const way of [office.ask, office.admin]) {
      const headers = { [name]: value };
      const answer = await way('POST', '/api/clues', { as: 'admin-nn', body, headers });
      expect([answer.status, answer.body.code]).toEqual([415, 'unsupported-media-type']);
    }
    const plain = {
      'content-encoding': 'identity',
      'content-type': 'application/json;charset=UTF8',
    };
    const { status } = await office.ask('POST', '/api/clues', {
      ...{ as: 'admin-nn', body, headers: plain },
    });
    expect(status).toBe(201);
  });

  it.each([
    ['PUT', '/api/clues', 'GET, HEAD, POST'],
    ['DELETE', '/api/clues?limit=1', 'GET, HEAD, POST'],
    ['PATCH', '/api/clues/some-id', 'GET, HEAD'],
    ['DELETE', '/api/clues/some-id/transfer', 'POST'],
    ['GET', '/api/clues/some-id/transfer', 'POST'],
    ['POST', '/api/clues/some-id/history', 'GET, HEAD'],
    ['POST', '/api/overdue', 'GET, HEAD'],
    ['GET', '/api/people', 'POST'],
    ['POST', '/api/openapi.json', 'GET, HEAD'],
    ['PUT', '/', 'GET, HEAD'],
  ])('names the methods of a path that has others: %s %s', async (method, path, allow) => {
    const answer = await office.ask(method, path, {
      ...{ as: 'admin-nn', headers: { 'if-match': '"1"' } },
      ...(method === 'POST' && { body: {} }),
    });
    expect([answer.status, answer.body.code, answer.headers['allow']]).toEqual([
      ...[405, 'method-not-allowed', allow],
    ]);
  });

  it('does not name methods where there is no path, or where nobody is to know of it', async () => {
    for (const path of ['/api/nonsense', '/nothing/here', '/admin/status']) {
      const answer = await office.ask('DELETE', path, { as: 'admin-nn' });
      expect([answer.status, answer.headers['allow']]).toEqual([404, undefined]);
    }
  });

  it('takes no file on the port, and does not tell that there is administration', async () => {
    const asked = await office.ask('GET', '/admin/status', { as: 'sysadmin-gx' });
    const none = await office.ask('GET', '/nothing/here', { as: 'sysadmin-gx' });
    const strip = ({ status, body: found }: typeof asked) => ({ status, ...found, instance: '' });
    expect(strip(asked)).toEqual(strip(none));
  });

  it.each(['nobody-here', 'Not An Id', ''])(
    'lets "%s" see and do nothing on the socket',
    async (as) => {
      for (const path of ['/api/overdue', '/api/clues', '/admin/export', '/admin/status']) {
        const { status, body: found } = await office.admin('GET', path, { as });
        expect([status, found.code, found.details]).toEqual([
          401,
          'no-such-person',
          { person: as },
        ]);
      }
    },
  );

  it('knows on the socket who was registered in the course of work', async () => {
    const named = { as: 'admin-nn', body: { name: '梁某' } };
    const { id } = (await office.ask('POST', '/api/people', named)).body;
    const { status, body: found } = await office.admin('GET', '/api/me', { as: id });
    expect([status, found.person, found.zone, found.items]).toEqual([200, id, 'Asia/Shanghai', []]);
  });

  it('answers with headers that let no page of another make use of it', async () => {
    for (const path of ['/', '/health/live', '/api/clues', '/nothing/here']) {
      const { headers } = await office.ask('GET', path, { as: 'admin-nn' });
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
    }
  });

  it('names each request in its answer, and says nothing of what went wrong inside', async () => {
    const answers = await Promise.all([1, 2].map(() => office.ask('GET', '/api/clues')));
    const instances = answers.map(({ body: found }) => found.instance);
    expect(new Set(instances).size).toBe(2);
    for (const instance of instances)
      expect(instance).toMatch(/^urn:cluetrail:request:[0-9a-f-]{36}$/);
    expect(answers[0].headers['www-authenticate']).toBe('Bearer');
  });

  it.each([
    ['an empty key', { 'idempotency-key': '' }, 'Idempotency-Key'],
    ['a key of 201 characters', { 'idempotency-key': 'k'.repeat(201) }, 'Idempotency-Key'],
  ])('refuses %s by name', async (_, headers, path) => {
    const answer = await office.ask('POST', '/api/clues', { as: 'admin-nn', body, headers });
    expect([answer.status, answer.body.errors]).toMatchObject([400, [{ path }]]);
  });

  it.each(['1', '*', 'W/"1"', '"one"', '"-1"', '"01"'])(
    'takes an If-Match as the ETag was, not as %s',
    async (ifMatch) => {
      const { id } = (await office.ask('POST', '/api/clues', { as: 'admin-nn', body })).body;
      const answer = await office.ask('POST', `/api/clues/${id}/transfer`, {
        as: 'admin-nn',
        body: { to: 'qx', direction: 'down' },
        headers: { 'if-match': ifMatch },
      });
      expect([answer.status, answer.body.errors]).toMatchObject([400, [{ path: 'If-Match' }]]);
    },
  );

  it('greets in both languages and says how the read side stands', async () => {
    await office.installation.runner.catchUp();
    const { status, text, headers } = await office.ask('GET', '/');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    for (const words of [
      'Cluetrail',
      '问题线索',
      'DEMO',
      '/api/openapi.json',
      'up to date',
      '已是最新',
    ])
      expect(text).toContain(words);
    expect(text).not.toMatch(/<script|https?:/);
  });
});
