import { given, handledClue, step } from '../../../test/support/handled.js';
import {
  DISCOVERY,
  openOffice,
  type TestOffice,
  type TestPerson,
} from '../../../test/support/organisation.js';

/** It is 8 October 2021 in Nanning. */
describe('acts on people of the organisation', () => {
  let office: TestOffice;
  beforeEach(async () => void (office = await openOffice()));
  afterEach(() => office.dispose());

  const act = async (as: string, path: string, body: object) => {
    const answer = await office.ask('POST', `/api/people/${path}`, { as, body });
    return [answer.status, answer.body.code ?? answer.body.events];
  };
  const lastOf = async (stream: string) => (await office.installation.store.read(stream)).at(-1);
  const OCTOBER = { from: '2021-10-01', to: '2021-10-31' };
  const LOAN = { role: 'leader', organ: 'nn', from: '2021-10-01', until: '2021-10-31' };

  describe('a leave', () => {
    it('is recorded by the leader there or above, or by a sysadmin, once', async () => {
      expect(await act('leader-nn', 'head-nn/leave', OCTOBER)).toEqual([200, 1]);
      expect(await act('leader-nn', 'head-nn/leave', OCTOBER)).toEqual([200, 0]);
      expect((await lastOf('person-head-nn'))?.event).toMatchObject({
        type: 'LeaveRecorded',
        actor: { personId: 'leader-nn', role: 'leader', organId: 'nn' },
        data: OCTOBER,
      });
      expect(await act('leader-gx', 'admin-nn/leave', OCTOBER)).toEqual([200, 1]);
      expect(await act('sysadmin-gl', 'intake-nn/leave', OCTOBER)).toEqual([200, 1]);
    });

    it('is no matter of others', async () => {
      for (const as of ['head-nn', 'admin-nn', 'auditor-gx', 'outsider'])
        expect(await act(as, 'officer-1-nn/leave', OCTOBER)).toEqual([403, 'wrong-role']);
      expect(await act('leader-gl', 'officer-1-nn/leave', OCTOBER)).toEqual([403, 'wrong-organ']);
      expect(await act('leader-qx', 'officer-1-nn/leave', OCTOBER)).toEqual([403, 'wrong-organ']);
      expect(await act('leader-nn', 'chen/leave', OCTOBER)).toEqual([403, 'wrong-organ']);
      expect(await act('leader-nn', 'nobody/leave', OCTOBER)).toEqual([404, 'no-such-person']);
    });

    it('ends with the day on which he is back', async () => {
      const clue = await handledClue(office);
      const assign = { clue, as: 'head-nn', command: 'assignOfficers' };
      const body = { officers: ['officer-1-nn', 'officer-3-nn'] };
      await act('leader-nn', 'head-nn/leave', OCTOBER);
      const refused = await given(office, { ...assign, body });
      expect([refused.status, refused.body.code]).toEqual([403, 'on-leave']);
      const seen = await office.ask('GET', `/api/clues/${clue}`, { as: 'head-nn' });
      expect(seen.status).toBe(200);
      expect(await act('leader-nn', 'head-nn/back', { on: '2021-10-08' })).toEqual([200, 1]);
      expect(await act('leader-nn', 'head-nn/back', { on: '2021-10-08' })).toEqual([200, 0]);
      expect((await given(office, { ...assign, body })).status).toBe(200);
    });

    it('ends on a day that it has: any other is refused, and says which it could be', async () => {
      const back = async (on: string) =>
        (await office.ask('POST', '/api/people/head-nn/back', { as: 'leader-nn', body: { on } }))
          .body;
      expect(await back('2021-10-08')).toMatchObject({ status: 409, code: 'not-on-leave' });
      await act('leader-nn', 'head-nn/leave', OCTOBER);
      expect(await back('2021-09-30')).toMatchObject({
        ...{ status: 409, code: 'not-on-leave' },
        detail: { en: 'He is not on leave on 2021-09-30; his leaves: 2021-10-01 – 2021-10-31.' },
      });
      expect(await back('2021-11-02')).toMatchObject({ code: 'not-on-leave' });
      expect(await back('2021-11-01')).toEqual({ events: 0 });
    });

    it('that ended by mistake on its first day is recorded anew from it', async () => {
      const clue = await handledClue(office);
      const today = { from: '2021-10-08', to: '2021-10-08' };
      expect(await act('leader-nn', 'head-nn/leave', today)).toEqual([200, 1]);
      expect(await act('leader-nn', 'head-nn/back', { on: '2021-10-08' })).toEqual([200, 1]);
      expect(await act('leader-nn', 'head-nn/leave', today)).toEqual([200, 1]);
      const officers = ['officer-1-nn', 'officer-3-nn'];
      const assign = { clue, as: 'head-nn', command: 'assignOfficers', body: { officers } };
      expect((await given(office, assign)).body.code).toBe('on-leave');
    });

    it('leaves the sysadmin nothing to administer', async () => {
      await act('leader-gx', 'sysadmin-gx/leave', OCTOBER);
      const body = { personId: 'chen', label: 'x' };
      const token = await office.admin('POST', '/admin/token', { as: 'sysadmin-gx', body });
      expect([token.status, token.body.code]).toEqual([403, 'on-leave']);
      expect(await act('sysadmin-gx', 'head-nn/leave', OCTOBER)).toEqual([403, 'on-leave']);
    });

    it('has days that there are, in their order', async () => {
      const from = '2021-02-30';
      expect(await act('leader-nn', 'head-nn/leave', { from })).toEqual([400, 'invalid-input']);
      const turned = { from: '2021-10-31', to: '2021-10-01' };
      expect(await act('leader-nn', 'head-nn/leave', turned)).toEqual([409, 'not-so']);
    });
  });

  describe('leaves and delegations of a file', () => {
    const DAYS = 'from: 2021-10-08, to: 2021-10-20';
    const LEAVE = `leaves:\n  - { person: head-nn, ${DAYS} }\n`;
    const LENT = `delegations:\n  - { person: head-nn, for: leader-nn, role: leader, organ: nn, ${DAYS} }\n`;
    const apply = async (as: string, body: string) => {
      const type = 'application/yaml';
      const answer = await office.admin('POST', '/admin/org', { as, body, type });
      return [answer.status, answer.body.code ?? answer.body.events];
    };
    const LEADS =
      'appointments:\n  - { person: admin-nn, organ: nn, role: leader, clearance: L2, from: 2021-10-01 }\n';

    it.each([
      ['a leave', LEAVE],
      ['a delegation', LENT],
    ])('are no matter of whoever administers alone: %s', async (_, file) => {
      const before = await office.installation.store.head();
      expect(await apply('admin-nn', file)).toEqual([403, 'wrong-role']);
      expect((await office.installation.store.head()).position).toBe(before.position);
      expect(await apply('sysadmin-gl', file)).toEqual([200, 1]);
      expect(await apply('admin-nn', file)).toEqual([200, 0]);
      const sooner = file.replace('to: 2021-10-20', 'to: 2021-10-19');
      expect(await apply('admin-nn', sooner)).toEqual([403, 'wrong-role']);
      expect(await apply('sysadmin-gl', sooner)).toEqual([200, 1]);
    });

    it('are made in the office that decides them, where he leads there, too', async () => {
      expect(await apply('sysadmin-gx', LEADS)).toEqual([200, 1]);
      expect(await apply('admin-nn', LEAVE + LENT)).toEqual([200, 2]);
      expect((await lastOf('person-head-nn'))?.event).toMatchObject({
        type: 'LeaveRecorded',
        actor: { personId: 'admin-nn', role: 'leader', organId: 'nn' },
      });
      const above = LEAVE.replace('head-nn', 'leader-gx');
      expect(await apply('admin-nn', above)).toEqual([403, 'wrong-organ']);
      await apply('sysadmin-gx', LEADS.replace('organ: nn', 'organ: gx'));
      expect(await apply('admin-nn', above)).toEqual([200, 1]);
    });

    it('may be of whoever is appointed in it', async () => {
      await apply('sysadmin-gx', LEADS);
      const made = `people:\n  - { id: new, name: 新某 }\n${LEADS}  - { person: new, organ: nn, role: case-officer, clearance: L1, from: 2021-10-01 }\n`;
      const lent = `delegations:\n  - { person: head-nn, for: new, role: case-officer, organ: nn, ${DAYS} }\n`;
      const away = LEAVE.replace('head-nn', 'new');
      expect(await apply('admin-nn', made + away + lent)).toEqual([200, 4]);
    });
  });

  describe('a delegation', () => {
    it('lets another act in the office, on behalf of its holder, and is ended', async () => {
      const clue = await handledClue(office);
      const prioritise = {
        ...{ clue, as: 'head-nn', command: 'prioritise' },
        body: { priority: 'high', reason: '群众反映强烈' },
      };
      expect((await given(office, prioritise)).body.code).toBe('wrong-role');
      const lent = { ...LOAN, to: 'head-nn' };
      expect(await act('leader-nn', 'leader-nn/delegate', lent)).toEqual([200, 1]);
      expect(await act('leader-nn', 'leader-nn/delegate', lent)).toEqual([200, 0]);
      expect((await given(office, prioritise)).status).toBe(200);
      const events = await office.installation.store.read(`clue-${clue}`);
      const prioritised = events.find(({ event }) => event.type === 'CluePrioritised');
      expect(prioritised?.event).toMatchObject({
        actor: { personId: 'head-nn', role: 'leader', organId: 'nn' },
        onBehalfOf: 'leader-nn',
      });
      const history = await office.ask('GET', `/api/clues/${clue}/history`, { as: 'leader-nn' });
      expect(history.body.items).toContainEqual(
        expect.objectContaining({ type: 'CluePrioritised', onBehalfOf: 'leader-nn' }),
      );
      const end = { role: 'leader', organ: 'nn', from: 'head-nn', on: '2021-10-08' };
      expect(await act('leader-nn', 'leader-nn/end-delegation', end)).toEqual([200, 1]);
      expect(await act('leader-nn', 'leader-nn/end-delegation', end)).toEqual([200, 0]);
      expect((await given(office, prioritise)).body.code).toBe('wrong-role');
    });

    it('is ended on a day that it has: any other is refused, and says which it could be', async () => {
      const end = { role: 'leader', organ: 'nn', from: 'head-nn', on: '2021-09-30' };
      const ended = async (more: object = {}) => {
        const asked = { as: 'leader-nn', body: { ...end, ...more } };
        return (await office.ask('POST', '/api/people/leader-nn/end-delegation', asked)).body;
      };
      expect(await ended()).toMatchObject({ status: 409, code: 'not-delegated' });
      await act('leader-nn', 'leader-nn/delegate', { ...LOAN, to: 'head-nn' });
      expect(await ended()).toMatchObject({
        ...{ status: 409, code: 'not-delegated' },
        details: { expected: ['2021-10-01 – 2021-10-31'], found: '2021-09-30' },
      });
      for (const other of [{ from: 'admin-nn' }, { role: 'unit-head' }])
        expect(await ended({ ...other, on: '2021-10-08' })).toMatchObject({
          ...{ status: 409, code: 'not-delegated' },
          details: { expected: ['–'] },
        });
    });

    /** The approval, by the leader, of an allocation that this person proposes. */
    async function proposedBy(person: TestPerson, discovery: object) {
      const made = await office.ask('POST', '/api/clues', { as: 'intake-nn', body: discovery });
      const clue = made.body.id;
      const mode = { mode: 'self' };
      await step(
        office,
        clue,
        ['admin-nn', 'checkDuplicates'],
        ['admin-nn', 'classify', { level: 'L2' }],
        [person, 'proposeAllocation', mode],
      );
      return { clue, as: 'leader-nn', command: 'approveAllocation', body: mode };
    }

    it('does not let two persons be four eyes who count as one', async () => {
      const lent = { ...LOAN, role: 'clue-admin', to: 'leader-nn' };
      await act('sysadmin-nn', 'admin-nn/delegate', lent);
      const approve = await proposedBy('leader-nn', {
        source: 'report',
        subjects: [{ personId: 'chen', managingOrganId: 'nn' }],
        summary: 's',
      });
      expect((await given(office, approve)).body.code).toBe('four-eyes');
    });

    it('makes the two one also where each acts in an office of his own, as long as it stands', async () => {
      const approve = await proposedBy('admin-nn', DISCOVERY);
      await act('leader-nn', 'leader-nn/delegate', { ...LOAN, to: 'admin-nn' });
      expect((await given(office, approve)).body.code).toBe('four-eyes');
      const end = { role: 'leader', organ: 'nn', from: 'admin-nn', on: '2021-10-08' };
      expect(await act('leader-nn', 'leader-nn/end-delegation', end)).toEqual([200, 1]);
      await act('sysadmin-nn', 'admin-nn/delegate', {
        ...LOAN,
        role: 'clue-admin',
        to: 'leader-nn',
      });
      expect((await given(office, approve)).body.code).toBe('four-eyes');
      const other = { role: 'clue-admin', organ: 'nn', from: 'leader-nn', on: '2021-10-08' };
      expect(await act('sysadmin-nn', 'admin-nn/end-delegation', other)).toEqual([200, 1]);
      expect((await given(office, approve)).status).toBe(200);
    });

    it('is given by nobody to himself, nor by those who do not decide there', async () => {
      const to = 'leader-gx';
      expect(await act('leader-gx', 'leader-nn/delegate', { ...LOAN, to })).toEqual([
        ...[403, 'not-to-oneself'],
      ]);
      const head = { ...LOAN, to: 'head-nn' };
      expect(await act('leader-gl', 'leader-nn/delegate', head)).toEqual([403, 'wrong-organ']);
      expect(await act('head-nn', 'leader-nn/delegate', head)).toEqual([403, 'wrong-role']);
      // A delegate decides nothing of the kind: he would hand on what was lent to him.
      await act('leader-nn', 'leader-nn/delegate', head);
      expect(await act('head-nn', 'leader-nn/delegate', { ...LOAN, to: 'admin-nn' })).toEqual([
        ...[403, 'wrong-role'],
      ]);
    });

    it('makes nobody one of the house: he decides on nobody there, and is entrusted with nothing', async () => {
      const clue = await handledClue(office);
      await act('leader-nn', 'leader-nn/delegate', { ...LOAN, to: 'leader-gl' });
      expect(await act('leader-gl', 'head-nn/leave', OCTOBER)).toEqual([403, 'wrong-organ']);
      const officer = { ...LOAN, role: 'case-officer', to: 'officer-1-gl' };
      expect(await act('leader-nn', 'officer-1-nn/delegate', officer)).toEqual([200, 1]);
      const officers = ['officer-2-nn', 'officer-1-gl'];
      const assign = { clue, as: 'head-nn', command: 'assignOfficers', body: { officers } };
      expect((await given(office, assign)).body.code).toBe('works-elsewhere');
    });

    it('says what does not fit', async () => {
      const answer = await office.ask('POST', '/api/people/leader-nn/delegate', {
        ...{ as: 'leader-nn', body: { ...LOAN, to: 'head-nn', commands: ['hoard'] } },
      });
      expect([answer.status, answer.body.code]).toEqual([409, 'not-so']);
      expect(answer.body.errors).toEqual([
        { path: 'commands', expected: expect.stringContaining('approveDisposal'), found: 'hoard' },
      ]);
      expect(answer.body.errors[0].expected).not.toContain('fileCase');
    });

    it('gives nothing on a clue that is about its holder', async () => {
      const clue = await handledClue(
        office,
        ['officer-1-nn', 'officer-2-nn'],
        [{ personId: 'supervisor-nn', managingOrganId: 'nn' }],
      );
      const notice = {
        ...{ clue, as: 'head-nn', command: 'issueNotice' },
        body: { colour: 'yellow', text: 't' },
      };
      await act('leader-nn', 'supervisor-nn/delegate', {
        ...{ ...LOAN, role: 'supervisor', to: 'head-nn' },
      });
      const about = await given(office, notice);
      expect([about.status, about.body.code]).toEqual([403, 'office-sees-not']);
      const other = await handledClue(office);
      expect((await given(office, { ...notice, clue: other })).status).toBe(200);
    });
  });
});
