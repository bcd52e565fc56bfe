import { serve } from '../../apps/api/src/index.js';
import { handledClue } from '../support/handled.js';
import { openOffice, type TestOffice } from '../support/organisation.js';
import { dropReadModels } from '../support/store.js';

const REPLACED = 'officer-1-nn';
const SUCCESSOR = 'officer-3-nn';
const ENDED = `appointments:
  - { person: ${REPLACED}, organ: nn, role: case-officer, clearance: L3, from: 2020-01-01, to: 2021-10-11 }
`;

interface Row {
  readonly person: string;
  readonly role: string;
  readonly onLeave: boolean;
  readonly onBehalfOf: string | null;
  readonly lentFor: readonly string[] | null;
  readonly sees: string;
  readonly commands: readonly string[];
}

/**
 * 8 October: two officers, the head of their unit at work. 11 October: one of them leaves, his clues are handed over.
 * 18 to 29 October: the head is on leave. From 20 October on the clue centre assigns officers in his place.
 */
describe('a person replaced, on leave and then delegated for', () => {
  let office: TestOffice;
  let clue: string;
  const on = (day: string) => office.clock.set(`${day}T01:00:00.000Z`);
  const done = async (as: string, path: string, body: object) => {
    const answer = await office.ask('POST', `/api/people/${path}`, { as, body });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
  };

  beforeAll(async () => {
    office = await openOffice();
    clue = await handledClue(office, [REPLACED, 'officer-2-nn']);
    on('2021-10-11');
    await done('head-nn', `${REPLACED}/hand-over`, { to: SUCCESSOR, reason: '调离' });
    const file = { as: 'sysadmin-gx', body: ENDED, type: 'application/yaml' };
    expect((await office.admin('POST', '/admin/org', file)).body.events).toBe(1);
    on('2021-10-15');
    await done('leader-nn', 'head-nn/leave', { from: '2021-10-18', to: '2021-10-29' });
    on('2021-10-20');
    await done('leader-nn', 'head-nn/delegate', {
      ...{ role: 'unit-head', organ: 'nn', to: 'admin-nn' },
      ...{
        from: '2021-10-20',
        until: '2021-10-29',
        commands: ['assignOfficers', 'replaceOfficer'],
      },
    });
    on('2021-11-05');
    // What is not asked at a moment is answered by what the read side has seen.
    await office.installation.runner.catchUp();
  });
  afterAll(() => office.dispose());

  const asked = (query: string) => `/api/capacities?clue=${clue}&${query}`;
  const who = async (query: string): Promise<Row[]> =>
    (await office.ask('GET', asked(query), { as: 'leader-nn' })).body.items;
  /** `unit-head for head-nn: assignOfficers replaceOfficer` */
  const could = async (person: string, asOf: string, more = '') =>
    (await who(`person=${person}&asOf=${asOf}${more}`)).map(
      ({ role, onLeave, onBehalfOf, sees, commands }) =>
        `${role}${onBehalfOf ? ` for ${onBehalfOf}` : ''}${onLeave ? ' on leave' : ''}, ${sees}: ${commands.join(' ')}`,
    );

  const HEAD = /^unit-head, content: .*assignOfficers .*replaceOfficer .*requestExtension/;
  const OFFICER = /^case-officer, content: .*proposeDisposal/;

  it('who could do what on three dates is answered right', async () => {
    const before = '2021-10-08';
    expect(await could(REPLACED, before)).toEqual([expect.stringMatching(OFFICER)]);
    expect(await could(SUCCESSOR, before)).toEqual(['case-officer, nothing: ']);
    expect((await could('head-nn', before)).map(sorted)).toEqual([expect.stringMatching(HEAD)]);
    expect((await could('admin-nn', before)).join()).not.toContain('assignOfficers');

    const replaced = '2021-10-19';
    expect(await could(REPLACED, replaced)).toEqual([]);
    expect(await could(SUCCESSOR, replaced)).toEqual([expect.stringMatching(OFFICER)]);
    expect(await could('head-nn', replaced)).toEqual(['unit-head on leave, content: ']);
    expect((await could('admin-nn', replaced)).join()).not.toContain('assignOfficers');

    const delegated = '2021-10-22';
    expect(await could('head-nn', delegated)).toEqual(['unit-head on leave, content: ']);
    expect(await could('admin-nn', delegated)).toEqual([
      expect.stringMatching(/^clue-admin, header: (?!.*assignOfficers)/),
      'unit-head for head-nn, content: assignOfficers replaceOfficer',
    ]);
    expect(await could('admin-nn', '2021-11-01')).toHaveLength(1);
    expect((await could('head-nn', '2021-11-01')).map(sorted)).toEqual([
      expect.stringMatching(HEAD),
    ]);
  });

  it('as it was known then: before it was recorded nobody knew of the delegation', async () => {
    expect(await could('admin-nn', '2021-10-22', '&knownAt=2021-10-19')).toHaveLength(1);
    expect(await could('head-nn', '2021-10-22', '&knownAt=2021-10-19')).toEqual([
      'unit-head on leave, content: ',
    ]);
    expect((await could('head-nn', '2021-10-22', '&knownAt=2021-10-14'))[0]).toContain('assign');
  });

  it('names all who could, where nobody is named', async () => {
    const rows = await who('asOf=2021-10-22');
    const able = rows.filter(({ commands }) => commands.includes('assignOfficers'));
    expect(able).toEqual([
      expect.objectContaining({
        ...{ person: 'admin-nn', role: 'unit-head', onBehalfOf: 'head-nn' },
        lentFor: ['assignOfficers', 'replaceOfficer'],
      }),
    ]);
    expect(rows.map(({ person }) => person)).toContain(SUCCESSOR);
    expect(rows.map(({ person }) => person)).not.toContain('head-gl');
    const raising = rows.filter(({ commands }) => commands.includes('raise'));
    expect(raising.map(({ person }) => person)).toEqual(['leader-gx']);
    const above = rows.filter(({ person }) => person.endsWith('-gx'));
    expect(above.filter(({ commands }) => commands.length === 0)).toEqual([]);
    const named = await who('asOf=2021-10-22&organ=nn');
    expect(named.filter(({ person }) => person.endsWith('-gx'))).toEqual([]);
  });

  it('is no matter of those without an office, nor of who may not see the clue', async () => {
    const outsider = await office.ask('GET', '/api/capacities?person=head-nn', { as: 'outsider' });
    expect([outsider.status, outsider.body.code]).toEqual([403, 'wrong-role']);
    expect((await office.ask('GET', asked('person=head-nn'), { as: 'head-gl' })).status).toBe(404);
    const nothing = await office.ask('GET', '/api/capacities', { as: 'leader-nn' });
    expect([nothing.status, nothing.body.code]).toEqual([400, 'bad-parameter']);
  });

  it('comes from the log: the same without the read side', async () => {
    const query = asked('asOf=2021-10-22&knownAt=2021-11-01');
    const as = 'leader-nn';
    const first = await office.ask('GET', query, { as });
    const token = await office.tokenOf(as);
    await office.server.close();
    await dropReadModels(office.directory);
    const { directory, clock } = office;
    const again = await serve({ directory, clock, create: false, demo: true, port: 0 });
    try {
      const answer = await fetch(`${again.url}${query}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(await answer.json()).toEqual(first.body);
    } finally {
      await again.close();
    }
  });
});

function sorted(told: string): string {
  const [office, commands = ''] = told.split(': ');
  return `${office}: ${commands.split(' ').sort().join(' ')}`;
}
