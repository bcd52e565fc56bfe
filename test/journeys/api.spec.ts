import { openInstallation, serve } from '../../apps/api/src/index.js';
import { FIRST_VERSION } from '../support/first-version.js';
import {
  DISCOVERY,
  openOffice,
  type TestAnswer,
  type TestOffice,
} from '../support/organisation.js';

describe('the API', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice({ shipped: FIRST_VERSION })));
  afterAll(() => office.dispose());

  const discover = (headers = {}, body: unknown = DISCOVERY) =>
    office.ask('POST', '/api/clues', { as: 'admin-nn', body, headers });
  const move = (
    id: string,
    version: number | undefined,
    command: string,
    asking: { as: string; body?: unknown; headers?: object },
  ) =>
    office.ask('POST', `/api/clues/${id}/${command}`, {
      as: asking.as,
      body: asking.body ?? {},
      headers: { ...(version !== undefined && { 'if-match': `"${version}"` }), ...asking.headers },
    });
  const events = async () => Number((await office.installation.store.head()).position);

  describe('a command', () => {
    it('opens a clue and says where it is', async () => {
      const made = await discover();
      expect(made.status).toBe(201);
      expect(made.headers['location']).toBe(`/api/clues/${made.body.id}`);
      expect(made.headers['etag']).toBe('"1"');
    });

    it('sent twice with the same key answers the same receipt and adds nothing', async () => {
      const first = await discover({ 'idempotency-key': 'twice' });
      const before = await events();
      const second = await discover({ 'idempotency-key': 'twice' });
      expect(second.headers['cluetrail-repeated']).toBe('true');
      expect(second.body.eventId).toBe(first.body.eventId);
      expect(await events()).toBe(before);
    });

    it('with the same key and another body is refused', async () => {
      await discover({ 'idempotency-key': 'other' });
      const answer = await discover(
        { 'idempotency-key': 'other' },
        { ...DISCOVERY, source: 'audit' },
      );
      expect([answer.status, answer.body.code]).toEqual([422, 'key-reused']);
    });

    it('needs the version that was seen, and is refused when that is stale; a retry comes first', async () => {
      const { id } = (await discover()).body;
      const transfer = { as: 'admin-nn', body: { to: 'qx', direction: 'down' } };
      expect((await move(id, undefined, 'transfer', transfer)).status).toBe(428);
      const done = await move(id, 1, 'transfer', {
        ...transfer,
        headers: { 'idempotency-key': 'k' },
      });
      expect(done.status).toBe(200);
      const stale = await move(id, 1, 'transfer', transfer);
      expect([stale.status, stale.body.code, stale.body.details]).toEqual([
        412,
        'stale',
        { expected: 1, actual: 2 },
      ]);
      const retried = await move(id, 1, 'transfer', {
        ...transfer,
        headers: { 'idempotency-key': 'k' },
      });
      expect([retried.status, retried.body.eventId]).toEqual([200, done.body.eventId]);
    });

    it('is refused with a sentence in both languages', async () => {
      const { id } = (await discover()).body;
      const answer = await move(id, 1, 'settle', {
        as: 'admin-nn',
        body: { outcome: 'clarified' },
      });
      expect(answer.status).toBe(409);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.body).toMatchObject({
        code: 'wrong-state',
        detail: {
          en: expect.stringContaining('registered'),
          zh: expect.stringContaining('registered'),
        },
      });
    });

    it('of another office is forbidden', async () => {
      const { id } = (await discover()).body;
      const answer = await move(id, 1, 'transfer', {
        as: 'intake-nn',
        body: { to: 'qx', direction: 'down' },
      });
      expect([answer.status, answer.body.code]).toEqual([403, 'wrong-role']);
    });

    it('on what may not be seen answers exactly as on what does not exist', async () => {
      const { id } = (await discover()).body;
      const strip = ({ status, body }: TestAnswer) => ({ status, ...body, instance: '' });
      const hidden = await move(id, 1, 'transfer', {
        as: 'admin-gl',
        body: { to: 'qx', direction: 'down' },
      });
      const missing = await move('0'.repeat(8), 1, 'transfer', {
        as: 'admin-gl',
        body: { to: 'qx', direction: 'down' },
      });
      expect(hidden.status).toBe(404);
      expect(strip(hidden)).toEqual(strip(missing));
      const read = await office.ask('GET', `/api/clues/${id}`, { as: 'admin-gl' });
      expect(strip(read)).toEqual(
        strip(await office.ask('GET', '/api/clues/none', { as: 'admin-gl' })),
      );
    });
  });

  describe('a bad body', () => {
    const deep = `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`;
    const bodies: [string, string | Uint8Array, number, string][] = [
      ['not JSON', '{"source":', 400, 'not-json'],
      ['a duplicate key', '{"source":"audit","source":"report"}', 400, 'duplicate-key'],
      ['a lone surrogate', '{"summary":"\\ud800"}', 400, 'ill-formed-text'],
      ['a NUL', '{"summary":"\\u0000"}', 400, 'ill-formed-text'],
      ['__proto__', '{"__proto__":{"source":"audit"}}', 400, 'forbidden-key'],
      ['constructor', '{"constructor":1}', 400, 'forbidden-key'],
      ['33 levels', deep, 400, 'too-deep'],
      ['a number beyond 2^53', '{"a":9007199254740993}', 400, 'number-out-of-range'],
      ['bytes that are not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d), 400, 'not-utf8'],
      ['an array', '[]', 400, 'invalid-input'],
      ['an unknown field', JSON.stringify({ ...DISCOVERY, colour: 'red' }), 400, 'invalid-input'],
      ['a wrong type', JSON.stringify({ ...DISCOVERY, summary: 7 }), 400, 'invalid-input'],
      [
        'a wrong nested type',
        JSON.stringify({ ...DISCOVERY, subjects: [{ personId: 'A B' }] }),
        400,
        'invalid-input',
      ],
      [
        'a time that is none',
        JSON.stringify({ ...DISCOVERY, happenedAt: '2021-02-30' }),
        400,
        'invalid-input',
      ],
      [
        'a body above 256 KiB',
        JSON.stringify({ ...DISCOVERY, summary: 'x'.repeat(300_000) }),
        413,
        'too-large',
      ],
    ];
    it.each(bodies)('%s is refused, and nothing is stored', async (_, body, status, code) => {
      const before = await events();
      const answer = await discover({}, body);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(await events()).toBe(before);
    });

    it('is told by the path of its field, never by its value', async () => {
      const answer = await discover({}, { ...DISCOVERY, subjects: [{ personId: '张伟' }] });
      expect(answer.body.errors).toEqual([
        { path: 'subjects[0].personId', expected: 'the id of a person', found: 'a string' },
      ]);
      expect(answer.text).not.toContain('张伟');
    });

    it('of another media type is refused', async () => {
      const answer = await office.ask('POST', '/api/clues', {
        as: 'admin-nn',
        body: 'a=1',
        type: 'application/x-www-form-urlencoded',
      });
      expect(answer.status).toBe(415);
    });
  });

  describe('a caller', () => {
    it('without a token, or with another, is not let in', async () => {
      expect((await office.ask('GET', '/api/clues')).status).toBe(401);
      const forged = await office.ask('GET', '/api/clues', {
        headers: { authorization: `Bearer ${'x'.repeat(43)}` },
      });
      expect(forged.status).toBe(401);
    });

    it('over TCP finds no administration', async () => {
      for (const path of ['/admin/status', '/admin/export', '/%61dmin/status'])
        expect((await office.ask('GET', path, { as: 'sysadmin-gx' })).status).toBe(404);
    });

    it('by a name that points here from elsewhere is turned away', async () => {
      const answer = await office.ask('GET', '/health/live', { headers: { host: 'evil.example' } });
      expect(answer.status).toBe(421);
    });
  });

  it('is served by one process only, which says so', async () => {
    await expect(
      openInstallation({ directory: office.directory, create: false, demo: true }),
    ).rejects.toMatchObject({ code: 'in-use' });
    await expect(
      serve({ directory: office.directory, create: false, demo: true, port: 0 }),
    ).rejects.toMatchObject({ code: 'in-use' });
  });
});
