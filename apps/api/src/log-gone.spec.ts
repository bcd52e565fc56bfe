import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { storeFor } from '../../../test/support/store.js';
import { openInstallation } from './installation.js';

const onSqlite = storeFor('data') === undefined;

(onSqlite ? describe : describe.skip)('keys whose log is gone', () => {
  let office: TestOffice;
  beforeEach(async () => void (office = await openOffice()));
  afterEach(() => office.dispose());

  const begin = () => {
    const { directory, clock } = office;
    return openInstallation({ directory, clock, create: true, demo: true });
  };

  it('are no place to begin another, and stay as they were found', async () => {
    const { directory, installation, server } = office;
    const { position } = await installation.store.head();
    await server.close();
    for (const name of ['events.db', 'pin.json']) rmSync(join(directory, name));
    const files = readdirSync(directory);
    const stands = () => files.map((name) => readFileSync(join(directory, name)).toString('hex'));
    const before = stands();
    await expect(begin()).rejects.toMatchObject({
      code: 'log-missing',
      message: expect.stringContaining(
        `keys ${directory}/keys.db: expected beside them the log that they were written for, up to position ${position} or a later one, found none`,
      ),
    });
    expect(readdirSync(directory)).toEqual(files);
    expect(stands()).toEqual(before);
  });

  it('are those of a first start cut short where they tell of no event', async () => {
    const { directory, installation, server } = office;
    installation.keys.logBegins(0n);
    installation.keys.logReaches = () => undefined;
    await server.close();
    for (const name of ['events.db', 'pin.json']) rmSync(join(directory, name));
    const begun = await begin();
    expect((await begun.store.head()).position).toBeGreaterThan(0n);
    await begun.close();
  });
});
