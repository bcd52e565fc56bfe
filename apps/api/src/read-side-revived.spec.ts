import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { serverLog } from './server-log.js';

describe('a read side whose database fails', () => {
  let office: TestOffice;
  const lines: string[] = [];
  const log = serverLog('info', { write: (line) => void lines.push(line) });
  beforeEach(async () => void (office = await openOffice({ log })));
  afterEach(() => office.dispose());
  const ready = async () => {
    const { status, body } = await office.ask('GET', '/health/ready');
    return status === 200 ? body.readSide : body.code;
  };
  const until = async (expected: string) => {
    for (let tries = 0; (await ready()) !== expected && tries < 100; tries++)
      await new Promise((wake) => setTimeout(wake, 50));
    expect(await ready()).toBe(expected);
  };

  it('says so, and goes on by itself where it was once the database takes writes again', async () => {
    const { database } = office.installation;
    const { transaction } = database;
    const causes = ['database or disk is full', 'disk I/O error'];
    let tries = 0;
    database.transaction = () => Promise.reject(new Error(causes[tries++ % 2]));
    await office.ask('POST', '/api/clues', { as: 'intake-nn', body: DISCOVERY });
    await until('read-side-dead');
    // Still so after it has tried again.
    while (tries < 5) await new Promise((wake) => setTimeout(wake, 50));
    expect(await ready()).toBe('read-side-dead');
    // What lies in a file is as it was left.
    for (const until = tries + 2; tries < until;) {
      expect((await office.ask('GET', '/api/clues', { as: 'leader-nn' })).status).toBe(200);
      await new Promise((wake) => setTimeout(wake, 50));
    }
    database.transaction = transaction;
    await until('idle');
    const { body } = await office.ask('GET', '/api/clues', { as: 'leader-nn' });
    expect(body.items).toHaveLength(1);
    const told = lines.map((line) => JSON.parse(line)).filter(({ msg }) => /read side/.test(msg));
    expect(told.map(({ msg, err }) => [msg, err?.message])).toEqual([
      ...causes.map((cause) => ['read side stopped', cause]),
      ['read side goes on', undefined],
    ]);
  });
});
