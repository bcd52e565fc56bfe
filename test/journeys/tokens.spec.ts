import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openOffice, type TestOffice } from '../support/organisation.js';

const MAIN = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));

describe('a token on the command line, beside a running server', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice()));
  afterAll(() => office.dispose());

  const person = async (command: string) => {
    const who = ['head-nn', '--data', office.directory, '--as', 'sysadmin-gx', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, [
      MAIN,
      'person',
      command,
      ...who,
    ]);
    return JSON.parse(stdout);
  };

  it('is issued, serves, is revoked and serves no more', async () => {
    const { token } = await person('token');
    const ask = () =>
      office.ask('GET', '/api/me', { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    expect(await person('revoke-token')).toEqual({ revoked: 1 });
    expect((await ask()).status).toBe(401);
    expect(await person('revoke-token')).toEqual({ revoked: 0 });
  });
});
