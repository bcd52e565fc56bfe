import { randomUUID } from 'node:crypto';
import { Listener } from '../../../test/support/listener.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';

describe('live events', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice()));
  afterAll(() => office.dispose());

  it('cut off one who does not read, while others go on; he resumes where he was', async () => {
    const idle = await Listener.open(office, { as: 'admin-nn', socket: true });
    const cursor = await idle.firstId();
    idle.stopReading();
    const attentive = await Listener.open(office, { as: 'admin-nn', socket: true });
    // More than the server's buffer and those of the system together can hold.
    for (let batch = 0; batch < 36; batch++)
      await Promise.all(Array.from({ length: 100 }, () => given(office)));
    await attentive.heardAtLeast(3600);
    await idle.cutOff();
    const again = await Listener.open(office, { as: 'admin-nn', cursor, socket: true });
    await again.heardAtLeast(3600);
    expect(again.heard()).toBe(attentive.heard());
    again.close();
    attentive.close();
  }, 300_000);
});

/** A command without the way through HTTP. */
async function given({ installation }: TestOffice): Promise<void> {
  const by = { personId: 'admin-nn', key: randomUUID() };
  const request = { kind: 'clue', command: 'discover', by, body: DISCOVERY };
  const { outcome } = await installation.engine.give(request);
  if (outcome !== 'done') throw new Error(`discover: expected done, found ${outcome}`);
}
