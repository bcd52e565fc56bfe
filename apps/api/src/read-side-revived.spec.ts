import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';

describe('a read side whose database fails', () => {
  let office: TestOffice;
  beforeEach(async () => void (office = await openOffice()));
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
    database.transaction = () => Promise.reject(new Error('database or disk is full'));
    await office.ask('POST', '/api/clues', { as: 'intake-nn', body: DISCOVERY });
    await until('read-side-dead');
    // Still so after it has tried again.
    await new Promise((wake) => setTimeout(wake, 1500));
    expect(await ready()).toBe('read-side-dead');
    database.transaction = transaction;
    await until('idle');
    const { body } = await office.ask('GET', '/api/clues', { as: 'leader-nn' });
    expect(body.items).toHaveLength(1);
  });
});
