import { handledClue, step } from '../../../../test/support/handled.js';
import { openOffice, type TestOffice } from '../../../../test/support/organisation.js';
import { applyOrganisation } from '../organisation.js';
import { settle } from '../settle.js';

/** Bodies that the rules of a clue at work take from whoever holds the right office. */
const BODIES = {
  assignOfficers: { officers: ['officer-2-nn', 'officer-3-nn'] },
  requestExtension: { obligation: 'dispose', reason: '人手不足' },
  requestRecusal: { officer: 'officer-2-nn', ground: 'interest', reason: '同乡' },
  reportInterference: { who: '某人', how: 'asked' },
  issueNotice: { colour: 'blue', text: '请抓紧' },
  prioritise: { priority: 'urgent', reason: '上级交办' },
};

/** Besides the staff: who sees the clue in one office, and holds another that would be the right one if it saw it. */
const IN_TWO_OFFICES = `appointments:
  - { person: supervisor-nn, organ: nn, role: case-officer, clearance: L3, from: 2020-01-01 }
  - { person: supervisor-gx, organ: gl, role: unit-head, clearance: L3, from: 2020-01-01 }
  - { person: auditor-nn, organ: nn, role: leader, clearance: L1, from: 2020-01-01 }
`;

const PEOPLE = [
  ...['officer-1-nn', 'officer-3-nn', 'head-nn', 'leader-nn', 'leader-gx', 'admin-nn'],
  ...['supervisor-nn', 'supervisor-gx', 'auditor-nn', 'intake-nn', 'head-gl'],
];

describe('who could do what with a clue', () => {
  let office: TestOffice;
  let clue: string;
  const days: readonly [day: string, act: () => Promise<unknown>][] = [
    ['2021-10-12', async () => undefined],
    ['2021-10-13', () => lend('officer-3-nn', 'assignOfficers', '2021-10-13')],
    ['2021-10-18', () => done('head-nn/leave', { from: '2021-10-18', to: '2021-10-22' })],
    ['2021-10-20', () => lend('supervisor-nn', 'requestRecusal', '2021-10-20')],
    ['2021-10-25', () => step(office, clue, ['leader-nn', 'classify', { level: 'L4' }])],
  ];
  const told: { day: string; person: string; listed: string[]; [other: string]: unknown }[] = [];

  beforeAll(async () => {
    office = await openOffice();
    await applyOrganisation(office.installation, IN_TWO_OFFICES, { dryRun: false });
    clue = await handledClue(office);
    for (const [day, act] of days) {
      office.clock.set(`${day}T01:00:00.000Z`);
      await act();
      // What is not asked at a moment is answered by what the read side has seen; and no process moves the clue meanwhile.
      await settle(office.installation, 60_000);
      for (const person of PEOPLE) {
        const all = { listed: await listed(person), shown: await shown(person) };
        told.push({ day, person, ...all, accepted: await accepted(person) });
      }
    }
    office.clock.set('2021-11-30T01:00:00.000Z');
  });
  afterAll(() => office.dispose());

  const done = async (path: string, body: object) => {
    const answer = await office.ask('POST', `/api/people/${path}`, { as: 'leader-nn', body });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
  };
  const lend = (to: string, command: string, from: string) =>
    done('head-nn/delegate', {
      ...{ role: 'unit-head', organ: 'nn', to, commands: [command], from, until: '2021-10-29' },
    });

  /** Each office, and what is listed of it: `case-officer, nothing: `. */
  async function offices(person: string, query = '') {
    const path = `/api/capacities?clue=${clue}&person=${person}${query}`;
    const { body } = await office.ask('GET', path, { as: 'leader-nn' });
    return body.items.map(
      ({ role, sees, commands }: { role: string; sees: string; commands: string[] }) =>
        `${role}, ${sees}: ${commands.join(' ')}`,
    );
  }
  async function listed(person: string, query = ''): Promise<string[]> {
    const told: string[] = await offices(person, query);
    return [...new Set(told.flatMap((one) => one.split(': ')[1].split(' ')))]
      .filter(Boolean)
      .sort();
  }
  async function shown(person: string): Promise<string[]> {
    const { body } = await office.ask('GET', `/api/clues/${clue}`, { as: person });
    const commands: { command: string; refused?: object }[] = body.commands ?? [];
    return commands.flatMap(({ command, refused }) => (refused ? [] : command)).sort();
  }
  async function accepted(person: string): Promise<string[]> {
    const { engine } = office.installation;
    const stream = `clue-${clue}`;
    const { version } = await engine.streams.load(stream);
    const taken: string[] = [];
    for (const [command, body] of Object.entries(BODIES)) {
      const by = { personId: person, key: '' };
      const on = { kind: 'clue', stream, expectedVersion: version, dryRun: true as const };
      const { outcome } = await engine.give({ ...on, command, by, body });
      if (outcome === 'done') taken.push(command);
    }
    return taken.sort();
  }

  it('is what the clue shows each of them, and what is taken from him', () => {
    const tried = (listed: string[]) => listed.filter((command) => command in BODIES);
    expect(told).toEqual(
      told.map((one) => ({ ...one, shown: one.listed, accepted: tried(one.listed) })),
    );
    expect(new Set(told.flatMap(({ listed }) => tried(listed)))).toEqual(
      new Set(Object.keys(BODIES)),
    );
  });

  it('is told of each day later as it was then', async () => {
    for (const one of told)
      expect({ ...one, listed: await listed(one.person, `&asOf=${noon(one.day)}`) }).toEqual(one);
  });

  it('hangs on what each office sees by itself, whatever another shows', async () => {
    const on = (person: string) => offices(person, `&asOf=${noon('2021-10-20')}`);
    expect(await on('officer-3-nn')).toEqual([
      'case-officer, nothing: ',
      'unit-head, content: assignOfficers',
    ]);
    expect(await on('supervisor-nn')).toEqual([
      expect.stringMatching(/^supervisor, header: issueNotice/),
      'case-officer, nothing: ',
      'unit-head, content: requestRecusal',
    ]);
    expect((await on('auditor-nn')).sort()).toEqual(['auditor, content: ', 'leader, nothing: ']);
  });
});

function noon(day: string) {
  return `${day}T04:00:00.000Z`;
}
