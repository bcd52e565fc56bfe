import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { given } from '../../../test/support/handled.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { settled } from '../../../test/support/registers.js';
import { ATTACHMENT_LIMIT_BYTES, UNNAMED_LIMIT } from './attachments.controller.js';

const CONTENT = Buffer.from(`planted-content-${'密'.repeat(40_000)}`);
const NAME = '举报信 附件一.pdf';

describe('attachments', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice()));
  afterAll(() => office.dispose());

  const discover = async () =>
    (await office.ask('POST', '/api/clues', { as: 'admin-nn', body: DISCOVERY })).body.id as string;
  const upload = (id: string, body: Uint8Array, as = 'admin-nn', kind = 'clues') =>
    office.ask('PUT', `/api/${kind}/${id}/attachments`, {
      ...{ as, body, type: 'application/octet-stream' },
    });
  const attach = (id: string, version: number, attachments: readonly object[], as = 'admin-nn') =>
    office.ask('POST', `/api/clues/${id}/attachFiles`, {
      ...{ as, body: { attachments }, headers: { 'if-match': `"${version}"` } },
    });
  /** A clue with one file of that content. */
  const withFile = async (content: Uint8Array = CONTENT) => {
    const id = await discover();
    const { sha256 } = (await upload(id, content)).body;
    const { status, body } = await attach(id, 1, [{ sha256, name: NAME }]);
    expect(status).toBe(200);
    return { id, sha256: sha256 as string, eventId: body.eventId as string };
  };
  const fileOf = (sha256: string) => join(office.directory, 'attachments', sha256);
  const verify = async () => {
    const { text } = await office.admin('POST', '/admin/verify', { as: 'auditor-nn' });
    return JSON.parse(text.trim().split('\n').at(-1) ?? '').result;
  };

  it('come back as they were sent, to those who may read content, each reading recorded', async () => {
    const { id, sha256 } = await withFile();
    const path = `/api/clues/${id}/attachments/${sha256}`;
    const got = await office.ask('GET', path, { as: 'leader-nn' });
    expect([got.status, got.text]).toEqual([200, CONTENT.toString('utf8')]);
    expect(got.headers['content-length']).toBe(`${CONTENT.length}`);
    expect(got.headers['content-disposition']).toContain(encodeURIComponent(NAME));
    for (const as of ['admin-nn', 'auditor-nn', 'supervisor-gx', 'leader-gl', 'outsider'])
      expect((await office.ask('GET', path, { as })).status).toBe(404);
    const { body } = await office.ask('GET', `/api/clues/${id}/accesses`, { as: 'auditor-nn' });
    expect(body.items).toMatchObject([
      { person: 'leader-nn', role: 'leader', what: 'attachment', sha256 },
    ]);
    expect((await office.ask('GET', `/api/clues/${id}/accesses`, { as: 'admin-nn' })).status).toBe(
      404,
    );
  });

  it('lie sealed on disk before the event that names them, their names sealed in it', async () => {
    const { id, sha256 } = await withFile();
    const [event] = (await office.installation.store.read(`clue-${id}`, { from: 2 })).map(
      (one) => one.event,
    );
    expect(event).toMatchObject({
      type: 'FilesAttached',
      data: {},
      attachments: [{ sha256, name: { k: expect.any(String) }, level: 'L1' }],
    });
    for (const file of readdirSync(join(office.directory, 'attachments')))
      expect(readFileSync(fileOf(file)).includes('planted-content')).toBe(false);
    const told = async (as: string) => {
      const { body } = await office.ask('GET', `/api/clues/${id}/history`, { as });
      return body.items.at(-1).attachments;
    };
    expect(await told('leader-nn')).toEqual([{ sha256, name: NAME, level: 'L1' }]);
    expect(await told('admin-nn')).toEqual([{ sha256, name: { sealed: true }, level: 'L1' }]);
  });

  it('keep the level at which they were named, and so do their names', async () => {
    const id = await discover();
    const give = async (as: string, command: string, body: object) =>
      expect([command, (await given(office, { clue: id, as, command, body })).status]).toEqual([
        ...[command, 200],
      ]);
    await give('leader-nn', 'classify', { level: 'L4' });
    const { sha256 } = (await upload(id, CONTENT, 'leader-nn')).body;
    await give('leader-nn', 'classify', { level: 'L4', attachments: [{ sha256, name: NAME }] });
    await give('leader-nn', 'classify', { level: 'L1' });
    const told = async (as: string) => {
      const { body } = await office.ask('GET', `/api/clues/${id}/history`, { as });
      const file = await office.ask('GET', `/api/clues/${id}/attachments/${sha256}`, { as });
      const [named] = body.items.flatMap((one: { attachments?: object }) => one.attachments ?? []);
      return [file.status, named];
    };
    expect(await told('leader-nn')).toEqual([200, { sha256, name: NAME, level: 'L4' }]);
    expect(await told('head-nn')).toEqual([404, { sha256, name: { sealed: true }, level: 'L4' }]);
  });

  it.each(['../../etc/passwd', 'a\nb', 'C:\\x'])('are not called %j', async (name) => {
    const id = await discover();
    const { sha256 } = (await upload(id, CONTENT)).body;
    const { status, body } = await attach(id, 1, [{ sha256, name }]);
    expect([status, body.errors[0].path]).toEqual([400, 'attachments[0].name']);
  });

  it('may come with any command', async () => {
    const id = await discover();
    const { sha256 } = (await upload(id, CONTENT)).body;
    const body = { note: 'n', attachments: [{ sha256, name: NAME }] };
    const checked = await office.ask('POST', `/api/clues/${id}/checkDuplicates`, {
      ...{ as: 'admin-nn', body, headers: { 'if-match': '"1"' } },
    });
    expect(checked.status).toBe(200);
    const got = await office.ask('GET', `/api/clues/${id}/attachments/${sha256}`, {
      as: 'leader-nn',
    });
    expect(got.status).toBe(200);
  });

  it('of a report are read through its clue as well', async () => {
    const report = { channel: 'letter', realName: false, higher: false, text: 't' };
    const { id } = (await office.ask('POST', '/api/reports', { as: 'intake-nn', body: report }))
      .body;
    const { sha256 } = (await upload(id, CONTENT, 'intake-nn', 'reports')).body;
    const headers = { 'if-match': '"1"' };
    const body = { attachments: [{ sha256, name: NAME }] };
    const sent = await office.ask('POST', `/api/reports/${id}/attachFiles`, {
      ...{ as: 'intake-nn', body, headers },
    });
    expect(sent.status).toBe(200);
    const clue = await office.ask('POST', '/api/clues', {
      ...{ as: 'intake-nn', body: { ...DISCOVERY, reportIds: [id] } },
    });
    const got = async (place: string, as: string) =>
      (await office.ask('GET', `/api/${place}/attachments/${sha256}`, { as })).status;
    expect(await got(`reports/${id}`, 'intake-nn')).toBe(200);
    expect(await got(`reports/${id}`, 'leader-nn')).toBe(404);
    expect(await got(`clues/${clue.body.id}`, 'leader-nn')).toBe(200);
    expect(await got(`clues/${clue.body.id}`, 'admin-nn')).toBe(404);
    const told = async (place: string, as: string) =>
      (await office.ask('GET', `/api/${place}/history`, { as })).text.includes(NAME);
    expect(await told(`reports/${id}`, 'intake-nn')).toBe(true);
    expect(await told(`reports/${id}`, 'leader-nn')).toBe(false);
    expect(await told(`clues/${clue.body.id}`, 'leader-nn')).toBe(true);
    const subjects = [{ personId: 'leader-nn' }];
    await office.ask('POST', '/api/clues', {
      ...{ as: 'intake-nn', body: { ...DISCOVERY, subjects, reportIds: [id] } },
    });
    await settled(office);
    expect(await got(`clues/${clue.body.id}`, 'leader-nn')).toBe(404);
    expect(await got(`clues/${clue.body.id}`, 'head-nn')).toBe(200);
    const secret = await office.ask('POST', '/api/clues', {
      ...{ as: 'intake-nn', body: { ...DISCOVERY, reportIds: [id] } },
    });
    await settled(office);
    const raised = await office.ask('POST', `/api/clues/${secret.body.id}/classify`, {
      ...{ as: 'leader-nn', body: { level: 'L4' }, headers },
    });
    expect(raised.status).toBe(200);
    expect(await got(`clues/${clue.body.id}`, 'head-nn')).toBe(404);
  });

  it('are refused where they are not this instance’s, or nobody uploaded them', async () => {
    const { sha256 } = await withFile();
    const id = await discover();
    const other = await attach(id, 1, [{ sha256, name: NAME }]);
    expect([other.status, other.body.code]).toEqual([409, 'no-such-attachment']);
    const none = await attach(id, 1, [{ sha256: 'a'.repeat(64), name: NAME }]);
    expect([none.status, none.body.code]).toEqual([409, 'no-such-attachment']);
    const bare = await attach(id, 1, []);
    expect(bare.status).toBe(400);
    const many = Array.from({ length: 21 }, (_, n) => ({
      ...{ sha256: n.toString(16).padStart(64, '0'), name: NAME },
    }));
    expect((await attach(id, 1, many)).status).toBe(400);
  });

  it('are taken from those alone who may do something, and of any size up to the limit', async () => {
    const id = await discover();
    expect((await upload(id, CONTENT, 'leader-gl')).status).toBe(404);
    expect((await upload(id, CONTENT, 'auditor-nn')).body.code).toBe('nothing-open');
    const before = readdirSync(join(office.directory, 'attachments'));
    expect(await endless(id)).toBe(413);
    expect(await announced(id)).toBe(413);
    const wrong = await office.ask('PUT', `/api/clues/${id}/attachments`, {
      ...{ as: 'admin-nn', body: { a: 1 } },
    });
    expect(wrong.status).toBe(415);
    const command = await office.ask('POST', '/api/clues', {
      ...{ as: 'admin-nn', body: CONTENT, type: 'application/octet-stream' },
    });
    expect(command.status).toBe(415);
    expect(readdirSync(join(office.directory, 'attachments'))).toEqual(before);
  }, 180_000);

  it('are named before more are taken than one person may leave about', async () => {
    const id = await discover();
    const { sha256 } = (await upload(id, CONTENT)).body;
    const rest = Array.from({ length: UNNAMED_LIMIT }, () => upload(id, Buffer.from('x')));
    const codes = (await Promise.all(rest)).map(({ status, body }) => body.code ?? status);
    expect(codes.filter((code) => code === 'too-many-unnamed')).toHaveLength(1);
    expect(codes.filter((code) => code === 201)).toHaveLength(UNNAMED_LIMIT - 1);
    expect((await upload(id, CONTENT)).status).toBe(409);
    expect((await upload(await discover(), CONTENT)).status).toBe(201);
    await attach(id, 1, [{ sha256, name: NAME }]);
    expect((await upload(id, CONTENT)).status).toBe(201);
  });

  it('are verified: each that is missing or damaged is told by name and event, orphans beside', async () => {
    const [missing, damaged] = [await withFile(), await withFile()];
    const orphan = (await upload(await discover(), CONTENT)).body.sha256;
    const whole = await verify();
    expect(whole).toMatchObject({ ok: true, attachments: { problems: [] } });
    expect(whole.attachments.orphans).toContain(orphan);
    renameSync(fileOf(missing.sha256), join(office.directory, 'elsewhere'));
    const bytes = readFileSync(fileOf(damaged.sha256));
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(fileOf(damaged.sha256), bytes);
    const found = await verify();
    expect(found.ok).toBe(false);
    expect(found.attachments.problems).toEqual([
      ...[
        { ...problemOf(missing), found: 'missing' },
        { ...problemOf(damaged), found: 'damaged' },
      ],
    ]);
    for (const [{ id, sha256 }, code] of [
      [missing, 'attachment-missing'],
      [damaged, 'attachment-damaged'],
    ] as const) {
      const got = await office.ask('GET', `/api/clues/${id}/attachments/${sha256}`, {
        as: 'leader-nn',
      });
      expect([got.status, got.body.code]).toEqual([502, code]);
    }
    rmSync(join(office.directory, 'elsewhere'));
  });

  const problemOf = ({ id, sha256, eventId }: { id: string; sha256: string; eventId: string }) => ({
    ...{ sha256, stream: `clue-${id}`, eventId, type: 'FilesAttached' },
  });

  /** Sends a body without an end until it is answered. */
  async function endless(id: string): Promise<number> {
    const part = randomBytes(1024 * 1024);
    return sent(id, {}, (put, isOver) => {
      const more = () => {
        while (!isOver() && put.write(part));
        if (!isOver()) put.once('drain', more);
      };
      more();
    });
  }

  /** Only says how much would come. */
  function announced(id: string): Promise<number> {
    return sent(id, { 'content-length': ATTACHMENT_LIMIT_BYTES + 1 }, (put) => put.flushHeaders());
  }

  async function sent(
    id: string,
    headers: Readonly<Record<string, string | number>>,
    send: (put: ReturnType<typeof request>, isOver: () => boolean) => void,
  ): Promise<number> {
    const token = await office.tokenOf('admin-nn');
    return new Promise((resolve) => {
      let over = false;
      const put = request(`${office.server.url}/api/clues/${id}/attachments`, {
        method: 'PUT',
        headers: {
          ...{ authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
          ...headers,
        },
      });
      put.on('response', ({ statusCode = 0 }) => {
        over = true;
        put.destroy();
        resolve(statusCode);
      });
      // What was still on its way when the answer came is cut off.
      put.on('error', () => undefined);
      send(put, () => over);
    });
  }
});
