import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asRoot, onSmallDisk } from '../../../libs/stores/test/small-disk.js';
import { DISCOVERY, openOffice } from '../../../test/support/organisation.js';

describe('an attachment on a full disk', () => {
  asRoot('is refused for that, of which nothing stays, and taken where there is room', async () => {
    const office = await openOffice();
    const clue = await office.ask('POST', '/api/clues', { as: 'admin-nn', body: DISCOVERY });
    const put = (bytes: number) =>
      office.ask('PUT', `/api/clues/${clue.body.id}/attachments`, {
        ...{ as: 'admin-nn', body: randomBytes(bytes), type: 'application/octet-stream' },
      });
    const place = join(office.directory, 'attachments');
    await onSmallDisk(place, '256k', async () => {
      for (const bytes of [300_000, 20_000_000]) {
        const { status, body, headers } = await put(bytes);
        expect([status, body.code, headers['retry-after']]).toEqual([507, 'store-full', '10']);
        expect(readdirSync(place)).toEqual([]);
      }
      expect((await put(100_000)).status).toBe(201);
    });
    await office.dispose();
  });
});
