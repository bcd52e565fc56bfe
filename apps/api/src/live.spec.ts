import { tokenHash } from '@cluetrail/access';
import { Listener } from '../../../test/support/listener.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { record } from './administration.js';
import { BY_SETUP } from './system-draft.js';

describe('live events', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice()));
  afterAll(() => office.dispose());

  const discover = (body: object = DISCOVERY) =>
    office.ask('POST', '/api/clues', { as: 'admin-nn', body });

  it('can be resumed by one who had heard nothing yet', async () => {
    const first = await Listener.open(office, { as: 'admin-nn' });
    const cursor = await first.firstId();
    first.close();
    const { id } = (await discover()).body;
    const second = await Listener.open(office, { as: 'admin-nn', cursor });
    expect(await second.next()).toMatchObject({ id, type: 'ClueDiscovered', version: 1 });
    second.close();
  });

  it('end with the token that asked for them', async () => {
    const listener = await Listener.open(office, { as: 'leader-nn' });
    await discover();
    expect(await listener.next()).toMatchObject({ type: 'ClueDiscovered' });
    const act = {
      stream: 'person-leader-nn',
      type: 'TokenRevoked',
      data: { hash: tokenHash(await office.tokenOf('leader-nn')) },
      personal: [],
    };
    await record(office.installation, act, BY_SETUP);
    await discover();
    expect(await listener.next()).toBeUndefined();
  });

  it('stop reaching one whose office has ended, from that very day', async () => {
    const listener = await Listener.open(office, { as: 'head-nn' });
    await discover();
    expect(await listener.next()).toMatchObject({ type: 'ClueDiscovered' });
    const [appointment] = office.installation.references.directory.appointmentsOf('head-nn');
    const act = {
      stream: `appointment-${appointment.id}`,
      type: 'AppointmentEnded',
      data: { on: '2021-10-08' },
      personal: [],
    };
    await record(office.installation, act, BY_SETUP);
    await discover();
    const witness = await Listener.open(office, { as: 'admin-nn' });
    await discover();
    expect(await witness.next()).toMatchObject({ type: 'ClueDiscovered' });
    expect(listener.heard()).toBe(1);
    listener.close();
    witness.close();
  });

  it('refuse a cursor that is not theirs', async () => {
    await discover();
    await discover();
    await office.installation.runner.catchUp();
    const list = await office.ask('GET', '/api/clues?limit=1', { as: 'admin-nn' });
    for (const cursor of [list.body.next, 'x', list.body.next.slice(1)]) {
      const answer = await office.ask('GET', `/api/live?cursor=${cursor}`, { as: 'admin-nn' });
      expect([answer.status, answer.body.code]).toEqual([400, 'bad-cursor']);
    }
  });
});
