import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveFromEnvironment } from './from-environment.js';

const SHM = '/dev/shm';
const TMPFS = 0x01021994;
const volatile = existsSync(SHM) && statfsSync(SHM).type === TMPFS;

describe('the server as a service', () => {
  it.each(['', ' ', '0x50', '65536'])('refuses the port "%s"', async (PORT) => {
    const directory = mkdtempSync(join(tmpdir(), 'cluetrail-port-'));
    const where = { CLUETRAIL_DATA: join(directory, 'data'), CLUETRAIL_CREATE: '1' };
    expect(await serveFromEnvironment({ ...where, CLUETRAIL_LOG: 'silent', PORT })).toBe(1);
    expect(readdirSync(directory)).toEqual([]);
    rmSync(directory, { recursive: true });
  });

  (volatile ? it : it.skip)('refuses a file system that a power cut empties', async () => {
    const directory = mkdtempSync(`${SHM}/cluetrail-`);
    try {
      const ended = serveFromEnvironment({
        ...{ CLUETRAIL_DATA: `${directory}/data`, CLUETRAIL_KEY_FILE: `${directory}/key` },
        ...{ CLUETRAIL_CREATE: '1', CLUETRAIL_LOG: 'silent', PORT: '0' },
      });
      expect(await ended).toBe(1);
      expect(existsSync(`${directory}/data/events.db`)).toBe(false);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
