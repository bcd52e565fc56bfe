import { Writable } from 'node:stream';
import { openOffice } from '../../../test/support/organisation.js';
import { clockBehindLog } from './clock-behind-log.js';
import { serve } from './serve.js';
import { serverLog } from './server-log.js';

const DAY = 86_400;

describe('a clock that is behind the newest event of the log', () => {
  it('is an alarm at the start, and stands in the status until it has caught up', async () => {
    const office = await openOffice({ demo: false });
    const { directory, clock, server } = office;
    try {
      expect(await clockBehindLog(office.installation)).toBeUndefined();
      await server.close();
      clock.set('2021-10-08T00:59:10.000Z');
      await (await serve({ directory, clock, create: false, demo: false, port: 0 })).close();
      clock.set('2021-10-07T01:00:00.000Z');
      let told = '';
      const to = new Writable({ write: (chunk, _, done) => ((told += String(chunk)), done()) });
      const log = serverLog('fatal', to);
      const again = await serve({ directory, clock, create: false, demo: false, port: 0, log });
      expect(JSON.parse(told)).toMatchObject({ alarm: 'clock-behind-log', seconds: DAY });
      const status = async () => (await office.admin('GET', '/admin/status')).body;
      expect(await status()).toMatchObject({ clockBehindLog: { seconds: DAY } });
      clock.set('2021-10-08T02:00:00.000Z');
      expect(await status()).not.toHaveProperty('clockBehindLog');
      await again.close();
    } finally {
      await office.dispose();
    }
  });
});
