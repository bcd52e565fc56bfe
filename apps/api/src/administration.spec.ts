import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  DISCOVERY,
  openOffice,
  ORGANISATION,
  type TestOffice,
} from '../../../test/support/organisation.js';
import { openInstallation } from './installation.js';

describe('administration', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice()));
  afterAll(() => office.dispose());

  const events = async () => Number((await office.installation.store.head()).position);
  const apply = (body: string, as = 'sysadmin-gx') =>
    office.admin('POST', '/admin/org', { as, body, type: 'application/yaml' });
  const token = (personId: string, as = 'sysadmin-gx') =>
    office.admin('POST', '/admin/token', { as, body: { personId, label: 'desk' } });
  const lastOf = async (stream: string) => (await office.installation.store.read(stream)).at(-1);

  describe('of the organisation', () => {
    it('applied twice adds nothing', async () => {
      const before = await events();
      const answer = await apply(ORGANISATION);
      expect([answer.status, answer.body.events]).toEqual([200, 0]);
      expect(await events()).toBe(before);
    });

    it('applied twice at the same time adds once', async () => {
      const file = 'people:\n  - { id: mo, name: 莫某 }\n';
      const before = await events();
      const answers = await Promise.all([apply(file), apply(file), apply(file)]);
      expect(answers.map(({ body }) => body.events).sort()).toEqual([0, 0, 1]);
      expect(await events()).toBe(before + 1);
    });

    it('seals what is personal, and says who did it in which office', async () => {
      await apply('people:\n  - { id: wei, name: 韦某某, post: 科长 }\n');
      const { event } = (await lastOf('person-wei')) ?? {};
      expect(event).toMatchObject({
        type: 'PersonRegistered',
        actor: { personId: 'sysadmin-gx', role: 'sysadmin', organId: 'gx' },
        data: { name: { c: expect.any(String) }, post: { c: expect.any(String) } },
      });
      expect(JSON.stringify(event)).not.toContain('韦某某');
    });

    it('changes only what differs from the sealed text', async () => {
      await apply('people:\n  - { id: lu, name: 陆某, post: 科员 }\n');
      const same = await apply('people:\n  - { id: lu, name: 陆某, post: 科员 }\n');
      expect(same.body.summary.people).toEqual({ added: 0, changed: 0, unchanged: 1 });
      const other = await apply('people:\n  - { id: lu, name: 陆某, post: 主任 }\n');
      expect(other.body.summary.people).toEqual({ added: 0, changed: 1, unchanged: 0 });
      expect(Object.keys((await lastOf('person-lu'))?.event.data ?? {})).toEqual(['post']);
    });

    it('knows persons who were registered in the course of work', async () => {
      const made = await office.ask('POST', '/api/people', {
        as: 'admin-nn',
        body: { name: '梁某' },
      });
      const { id } = made.body;
      const office2 = `appointments:\n  - { person: ${id}, organ: nn, role: intake, clearance: L1 }\n`;
      expect((await apply(office2)).body.summary.appointments.added).toBe(1);
      expect((await token(id)).status).toBe(201);
    });

    it('names the line of every fault, and applies nothing', async () => {
      const before = await events();
      const answer = await apply(
        'appointments:\n  - { person: nobody, organ: nn, role: intake, clearance: L1 }\n  - { person: chen, organ: xx, role: intake, clearance: L9 }\n',
      );
      expect(answer.status).toBe(422);
      expect(answer.body.errors.map(({ line }: { line: number }) => line)).toEqual([2, 3]);
      expect(await events()).toBe(before);
    });

    it('is no matter of other offices', async () => {
      const before = await events();
      const answers = [
        await apply('people:\n  - { id: xu, name: 徐某 }\n', 'officer-1-nn'),
        await token('chen', 'auditor-gx'),
        await office.admin('POST', '/admin/keys/destroy', {
          as: 'leader-nn',
          body: { stream: 'person-chen', reason: 'no' },
        }),
        await office.admin('POST', '/admin/procedures', {
          as: 'outsider',
          body: 'procedure: mine',
          type: 'application/yaml',
        }),
        await office.admin('GET', '/admin/export', { as: 'sysadmin-gx' }),
        await office.admin('POST', '/admin/verify', { as: 'leader-nn' }),
        await office.admin('POST', '/admin/rebuild', { as: 'auditor-gx' }),
        await office.admin('POST', '/admin/parked/retry', { as: 'outsider' }),
      ];
      expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
        answers.map(() => [403, 'wrong-role']),
      );
      expect(await events()).toBe(before);
    });
  });

  describe('of tokens', () => {
    it('gives one that works, and keeps its hash alone', async () => {
      const { body } = await token('head-nn');
      const headers = { authorization: `Bearer ${body.token}` };
      expect((await office.ask('GET', '/api/me', { headers })).status).toBe(200);
      expect(JSON.stringify((await lastOf('person-head-nn'))?.event)).not.toContain(body.token);
    });

    it('refuses them to nobody known', async () => {
      const answer = await token('nobody');
      expect([answer.status, answer.body.code]).toEqual([404, 'no-such-person']);
    });
  });

  describe('of procedures', () => {
    const own = (version: number, en = 'Ours') => `procedure: ours
version: ${version}
zone: Asia/Shanghai
title: { en: ${en}, zh: 自定 }
notice: { en: none, zh: 无 }
workflows:
  clue:
    discover: { by: [intake], from: [none], to: registered, basis: { confidence: design } }
    close: { by: [leader], from: [registered], to: settled, basis: { confidence: design } }
obligations: {}
`;
    const publish = (body: string) =>
      office.admin('POST', '/admin/procedures', {
        as: 'sysadmin-gx',
        body,
        type: 'application/yaml',
      });

    it('publishes version after version, and each once', async () => {
      expect((await publish(own(1))).body).toMatchObject({ procedure: 'ours', version: 1 });
      const before = await events();
      expect((await publish(own(1))).status).toBe(201);
      expect(await events()).toBe(before);
      expect((await publish(own(1, 'Changed'))).body.code).toBe('procedure-version');
      expect((await publish(own(3))).body.details).toEqual({ expected: 2, found: 3 });
      expect((await publish(own(2))).status).toBe(201);
      const made = await office.ask('POST', '/api/clues', {
        as: 'intake-nn',
        body: { ...DISCOVERY, procedure: 'ours' },
      });
      expect(made.status).toBe(201);
    });

    it('says what is wrong line by line, and keeps the names of what is shipped', async () => {
      const check = (body: string) =>
        office.admin('POST', '/admin/procedures/check', {
          as: 'auditor-gx',
          body,
          type: 'application/yaml',
        });
      expect((await check(own(9))).status).toBe(200);
      const faulty = await check(own(1).replace('by: [intake]', 'by: [wizard]'));
      expect([faulty.status, faulty.body.errors[0].line]).toEqual([422, 8]);
      const named = own(2).replace('procedure: ours', 'procedure: receipt');
      expect((await publish(named)).body.code).toBe('procedure-is-shipped');
      expect((await check(named)).body.errors).toEqual([
        {
          ...{ line: 1, path: 'procedure', found: 'receipt' },
          expected: 'another name than that of a shipped procedure',
        },
      ]);
    });

    it('publishes none in which a clue would stay for ever', async () => {
      const body = own(3).replace(
        'from: [registered], to: settled',
        'from: [archived], to: settled',
      );
      expect((await publish(body)).body).toMatchObject({
        code: 'faulty-file',
        errors: [{ line: 8, path: 'workflows.clue.discover.to', found: 'none' }],
      });
    });
  });

  describe('of the read side', () => {
    it('builds it anew to the same bytes, and knows its names', async () => {
      await office.installation.runner.catchUp();
      const before = await office.installation.database.checksum();
      const lines = (await office.admin('POST', '/admin/rebuild', { as: 'sysadmin-gx' })).text;
      const last = JSON.parse(lines.trim().split('\n').at(-1) ?? '');
      expect(last.result.checksums).toEqual(before);
      const answer = await office.admin('POST', '/admin/rebuild?name=nonsense', {
        as: 'sysadmin-gx',
      });
      expect([answer.status, answer.body.code]).toEqual([404, 'no-such-projection']);
    });

    it('lets auditors and administrators check the log', async () => {
      for (const as of ['auditor-gx', 'sysadmin-gx', 'admin-nn'])
        expect((await office.admin('POST', '/admin/verify', { as })).text).toContain('"ok":true');
    });

    it('retries what is parked', async () => {
      const answer = await office.admin('POST', '/admin/parked/retry', { as: 'sysadmin-gx' });
      expect(answer.body).toEqual({ restored: 0, parked: 0 });
    });
  });
});

describe('a directory without an organisation', () => {
  let office: TestOffice;
  beforeEach(async () => void (office = await openOffice({ empty: true })));
  afterEach(() => office.dispose());
  const apply = (body: string) =>
    office.admin('POST', '/admin/org', { body, type: 'application/yaml' });

  it('is filled by the set-up, which then may do nothing more', async () => {
    expect((await office.admin('GET', '/admin/status')).body.setup).toBe(true);
    expect((await apply(ORGANISATION)).status).toBe(200);
    expect((await office.admin('GET', '/admin/status')).body).toMatchObject({
      setup: false,
      zone: 'Asia/Shanghai',
    });
    expect((await apply(ORGANISATION)).body.code).toBe('person-needed');
    expect((await office.admin('GET', '/api/clues')).status).toBe(401);
  });

  it('is not given to an organisation that nobody could administer', async () => {
    const answer = await apply(
      ORGANISATION.replace(/role: (clue-admin|sysadmin)/g, 'role: intake'),
    );
    expect([answer.status, answer.body.code]).toEqual([422, 'administrator-needed']);
    expect((await office.admin('GET', '/admin/status')).body.setup).toBe(true);
  });

  it('knows the same people after the read side was lost and the server started again', async () => {
    await apply(ORGANISATION);
    await office.server.close();
    rmSync(join(office.directory, 'read.db'));
    const { directory, clock } = office;
    const again = await openInstallation({ directory, clock, create: false, demo: true });
    try {
      const { applyOrganisation, tokenFor } = await import('./organisation.js');
      const { events } = await applyOrganisation(again, ORGANISATION, { dryRun: true });
      expect(events).toBe(0);
      const { token } = await tokenFor(again, { personId: 'outsider', label: 'later' });
      expect(again.references.directory.tokenOwner(token, '2021-10-09T00:00:00.000Z')).toBe(
        'outsider',
      );
    } finally {
      await again.close();
    }
  });
});
