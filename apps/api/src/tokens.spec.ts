import { openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { serve } from './index.js';

describe('a token that is revoked', () => {
  let office: TestOffice;
  beforeEach(async () => void (office = await openOffice()));
  afterEach(() => office.dispose());

  const issued = async (label: string): Promise<string> => {
    const body = { personId: 'head-nn', label };
    return (await office.admin('POST', '/admin/token', { as: 'sysadmin-gx', body })).body.token;
  };
  const revoke = (body: object, as = 'sysadmin-gx') =>
    office.admin('POST', '/admin/token/revoke', { as, body });
  const statusFor = async (token: string, url = office.server.url) =>
    (await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${token}` } })).status;

  it('opens nothing from that moment on, nor after the next start; others of the person do', async () => {
    const [lost, kept] = [await issued('phone'), await issued('desk')];
    expect([await statusFor(lost), await statusFor(kept)]).toEqual([200, 200]);
    const answer = await revoke({ personId: 'head-nn', label: 'phone' });
    expect([answer.status, answer.body]).toEqual([200, { revoked: 1 }]);
    expect([await statusFor(lost), await statusFor(kept)]).toEqual([401, 200]);
    const { directory, clock, server } = office;
    await server.close();
    const again = await serve({ directory, clock, create: false, demo: true, port: 0 });
    try {
      const { url } = again;
      expect([await statusFor(lost, url), await statusFor(kept, url)]).toEqual([401, 200]);
    } finally {
      await again.close();
    }
  });

  it('is one of all that the person has, where no label is named; a second time there is none', async () => {
    const tokens = [await issued('phone'), await issued('desk')];
    expect((await revoke({ personId: 'head-nn' })).body).toEqual({ revoked: 2 });
    expect(await Promise.all(tokens.map((token) => statusFor(token)))).toEqual([401, 401]);
    expect((await revoke({ personId: 'head-nn' })).body).toEqual({ revoked: 0 });
    expect(await statusFor(await issued('desk'))).toBe(200);
    const last = (await office.installation.store.read('person-head-nn')).at(-2);
    expect(last?.event).toMatchObject({
      type: 'TokenRevoked',
      actor: { personId: 'sysadmin-gx', role: 'sysadmin' },
    });
  });

  it('is revoked by administrators, of people whom there are', async () => {
    const answers = [
      await revoke({ personId: 'head-nn' }, 'auditor-gx'),
      await revoke({ personId: 'nobody' }),
      await revoke({ personId: 'A B' }),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [403, 'wrong-role'],
      [404, 'no-such-person'],
      [400, 'invalid-input'],
    ]);
  });
});
