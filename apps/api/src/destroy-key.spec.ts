import { step } from '../../../test/support/handled.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { record } from './administration.js';
import { BY_SETUP } from './system-draft.js';

describe('the destruction of a key', () => {
  let office: TestOffice;
  beforeEach(async () => void (office = await openOffice()));
  afterEach(() => office.dispose());

  const keys = (as: string, stream: string, confirm?: true) =>
    office.admin('POST', '/admin/keys/destroy', {
      as,
      body: { stream, reason: 'retention of 农某某 over', confirm },
    });
  const codeOf = async (as: string, stream: string, confirm?: true) => {
    const { status, body } = await keys(as, stream, confirm);
    return [status, body.code];
  };
  const of = async (stream: string) =>
    (await office.installation.store.read(stream)).map(({ event }) => event);
  const register = (id: string) =>
    office.admin('POST', '/admin/org', {
      as: 'sysadmin-gx',
      body: `people:\n  - { id: ${id}, name: 农某某 }\n`,
      type: 'application/yaml',
    });
  const nameOf = async (person: string) => {
    await office.installation.runner.catchUp();
    const names = office.installation.database.query.selectFrom('people').select('name');
    return (await names.where('person', '=', person).execute()).map(({ name }) => name);
  };
  const clueOf = async () => {
    const body = { ...DISCOVERY, subjects: [{ personId: 'admin-gx', managingOrganId: 'nn' }] };
    const made = await office.ask('POST', '/api/clues', { as: 'admin-nn', body });
    return String(made.body.id);
  };

  const end = (clue: string) => step(office, clue, ['leader-nn', 'void', { reason: '误登' }]);

  it('is asked for by one, who destroys nothing, and confirmed by another', async () => {
    await register('nong');
    const asked = await keys('sysadmin-gx', 'person-nong');
    expect([asked.status, asked.body]).toEqual([
      200,
      { requested: 'person-nong', by: 'sysadmin-gx', until: expect.stringMatching(/^2021-11-07T/) },
    ]);
    const request = (await of('person-nong')).at(-1);
    expect(request).toMatchObject({
      type: 'KeyDestructionRequested',
      actor: { personId: 'sysadmin-gx', role: 'sysadmin' },
      data: { reason: { c: expect.any(String) } },
    });
    expect(JSON.stringify(request)).not.toContain('农某某');
    expect(await nameOf('nong')).toEqual(['农某某']);

    const done = await keys('admin-nn', 'person-nong', true);
    expect([done.status, done.body]).toEqual([200, { destroyed: 'person-nong' }]);
    expect((await of('person-nong')).at(-1)).toMatchObject({
      type: 'KeyDestroyed',
      actor: { personId: 'admin-nn', role: 'clue-admin' },
      data: { reason: expect.any(String), requestedBy: 'sysadmin-gx' },
    });
    expect(await nameOf('nong')).toEqual([]);
    const token = { as: 'sysadmin-gx', body: { personId: 'nong', label: 'desk' } };
    expect((await office.admin('POST', '/admin/token', token)).body.code).toBe('key-destroyed');
  });

  it('of somebody without an office is for the organ that registered him, and those above', async () => {
    const body = { name: '农某某' };
    const made = await office.ask('POST', '/api/people', { as: 'admin-nn', body });
    const stream = `person-${made.body.id}`;
    expect(await codeOf('admin-gl', stream)).toEqual([403, 'wrong-organ']);
    expect(await codeOf('admin-qx', stream)).toEqual([403, 'wrong-organ']);
    expect(await codeOf('admin-nn', stream)).toEqual([200, undefined]);
    expect(await codeOf('admin-gl', stream, true)).toEqual([403, 'wrong-organ']);
    expect(await codeOf('admin-gx', stream, true)).toEqual([200, undefined]);
  });

  it('is not confirmed by whoever asked, nor without a request', async () => {
    await register('nong');
    const none = [409, 'destruction-not-requested'];
    expect(await codeOf('admin-nn', 'person-nong', true)).toEqual(none);
    await keys('sysadmin-gx', 'person-nong');
    expect(await codeOf('sysadmin-gx', 'person-nong', true)).toEqual([403, 'four-eyes']);
    expect(await codeOf('leader-nn', 'person-nong', true)).toEqual([403, 'wrong-role']);
    expect(await nameOf('nong')).toEqual(['农某某']);
  });

  it('counts a delegate and his principal as one, whoever of them asked', async () => {
    await register('nong');
    await register('lu');
    const lent = await office.admin('POST', '/admin/org', {
      as: 'sysadmin-gx',
      type: 'application/yaml',
      body: 'delegations:\n  - { person: admin-nn, for: admin-gx, role: clue-admin, organ: gx, from: 2021-10-08, to: 2021-10-20 }\n',
    });
    expect(lent.body).toMatchObject({ events: 1 });
    await keys('admin-gx', 'person-nong');
    await keys('admin-nn', 'person-lu');
    expect(await codeOf('admin-nn', 'person-nong', true)).toEqual([403, 'four-eyes']);
    expect(await codeOf('admin-gx', 'person-lu', true)).toEqual([403, 'four-eyes']);
    expect([await nameOf('nong'), await nameOf('lu')]).toEqual([['农某某'], ['农某某']]);
    expect((await keys('admin-qx', 'person-nong', true)).status).toBe(200);
  });

  it('waits until a clue has come to its end: nothing would lead it there without its texts', async () => {
    const id = await clueOf();
    const asked = await keys('sysadmin-gx', `clue-${id}`);
    expect([asked.status, asked.body.code, asked.body.details.found]).toEqual([
      409,
      'not-ended',
      'registered',
    ]);
    await end(id);
    expect((await keys('sysadmin-gx', `clue-${id}`)).status).toBe(200);
    expect((await keys('admin-nn', `clue-${id}`, true)).status).toBe(200);
  });

  it('is no matter of the person himself, nor of whom the clue is about', async () => {
    const id = await clueOf();
    await end(id);
    const clue = `clue-${id}`;
    for (const [stream, person] of [
      ['person-admin-qx', 'admin-qx'],
      [clue, 'admin-gx'],
    ]) {
      expect(await codeOf(person, stream)).toEqual([403, 'excluded']);
      await keys('sysadmin-gx', stream);
      expect(await codeOf(person, stream, true)).toEqual([403, 'excluded']);
      expect((await of(stream)).filter(({ type }) => type === 'KeyDestroyed')).toEqual([]);
      expect((await keys('admin-nn', stream, true)).status).toBe(200);
    }
  });

  it('asked for again while that stands answers what stands; after 30 days it has lapsed', async () => {
    await register('nong');
    const { body } = await keys('sysadmin-gx', 'person-nong');
    office.clock.set('2021-11-07T00:59:00Z');
    expect((await keys('admin-nn', 'person-nong')).body).toEqual(body);
    office.clock.set('2021-11-07T01:01:00Z');
    expect(await codeOf('admin-nn', 'person-nong', true)).toEqual([
      409,
      'destruction-not-requested',
    ]);
    expect((await keys('admin-nn', 'person-nong')).body.by).toBe('admin-nn');
    expect((await keys('sysadmin-gx', 'person-nong', true)).status).toBe(200);
  });

  it('is done once: repeating it records nothing, and ends what an interruption left undone', async () => {
    await register('nong');
    await keys('sysadmin-gx', 'person-nong');
    await keys('admin-nn', 'person-nong', true);
    const before = (await of('person-nong')).length;
    for (const confirm of [undefined, true] as const)
      expect(await codeOf('sysadmin-gx', 'person-nong', confirm)).toEqual([
        409,
        'already-destroyed',
      ]);
    expect((await of('person-nong')).length).toBe(before);

    await register('lu');
    const stream = 'person-lu';
    const told = { stream, type: 'KeyDestroyed', data: { reason: 'x' }, personal: [] };
    await record(office.installation, told, BY_SETUP);
    expect(office.installation.keys.deriveFor(stream, 'here')).toBeDefined();
    expect(await codeOf('sysadmin-gx', stream)).toEqual([409, 'already-destroyed']);
    expect(office.installation.keys.deriveFor(stream, 'here')).toBeUndefined();
  });

  it('of an open clue, as earlier versions let it be, leaves it there without its texts', async () => {
    const id = await clueOf();
    const stream = `clue-${id}`;
    const told = { stream, type: 'KeyDestroyed', data: { reason: 'x' }, personal: [] };
    await record(office.installation, told, BY_SETUP);
    office.installation.keys.destroy(stream);
    const answer = await office.ask('GET', `/api/clues/${id}`, { as: 'admin-nn' });
    expect([answer.status, answer.headers['etag']]).toEqual([200, '"2"']);
    const moved = await office.ask('POST', `/api/clues/${id}/checkDuplicates`, {
      as: 'admin-nn',
      headers: { 'if-match': '"2"' },
      body: { note: 'sealed under what is no more' },
    });
    expect([moved.status, moved.body.code]).toEqual([409, 'key-destroyed']);
  });

  it('finds no stream that is not there', async () => {
    expect(await codeOf('sysadmin-gx', 'clue-none')).toEqual([404, 'no-such-stream']);
    expect(await codeOf('sysadmin-gx', 'organ-gx')).toEqual([400, 'invalid-input']);
  });
});

it('a set-up destroys a key at once: nobody else is there to confirm', async () => {
  const office = await openOffice({ empty: true });
  try {
    const body = 'people:\n  - { id: nong, name: 农某某 }\n';
    await office.admin('POST', '/admin/org', { body, type: 'application/yaml' });
    const destroyed = await office.admin('POST', '/admin/keys/destroy', {
      body: { stream: 'person-nong', reason: 'taken over by mistake' },
    });
    expect(destroyed.body).toEqual({ destroyed: 'person-nong' });
  } finally {
    await office.dispose();
  }
});
