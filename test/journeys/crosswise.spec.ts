import { handledClue } from '../support/handled.js';
import { DISCOVERY, openOffice, type TestOffice } from '../support/organisation.js';
import { settled } from '../support/registers.js';

type Act = readonly [clue: string, command: string, body: object, as?: string];

/** Commands on a real engine and store, given over HTTP in the same moment. */
describe('what is done to several clues at once', () => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice();
    office.clock.set('2021-10-11T01:00:00.000Z');
  }, 180_000);
  afterAll(() => office.dispose());

  /** Clues with the unit, each about a person of its own, and numbered: nothing else changes their versions. */
  async function clues(count: number): Promise<readonly string[]> {
    const made: string[] = [];
    for (let one = 0; one < count; one++) {
      const body = { name: '苏某某' };
      const person = await office.ask('POST', '/api/people', { as: 'intake-nn', body });
      const subjects = [{ personId: person.body.id, managingOrganId: 'nn' }];
      made.push(await handledClue(office, undefined, subjects));
    }
    await settled(office);
    return made;
  }

  const version = async (clue: string) =>
    (await office.installation.engine.streams.load(`clue-${clue}`)).version;

  /** The statuses. */
  async function atOnce(...acts: readonly Act[]): Promise<readonly number[]> {
    const before = await Promise.all(acts.map(([clue]) => version(clue)));
    const answers = await Promise.all(
      acts.map(([clue, command, body, as = 'leader-nn'], index) =>
        office.ask('POST', `/api/clues/${clue}/${command}`, {
          ...{ as, headers: { 'if-match': `"${before[index]}"` } },
          body: { ...body, reason: '同一问题' },
        }),
      ),
    );
    await settled(office);
    return answers.map(({ status }) => status);
  }

  const read = async (clue: string) =>
    (await office.ask('GET', `/api/clues/${clue}`, { as: 'leader-nn' })).body;

  /** Who is open with how many people, and when its disposal is owed, and the decision on it. */
  async function standing(all: readonly string[]) {
    const found = await Promise.all(all.map(read));
    const open = found.filter(({ state }) => state === 'withUnit');
    return {
      open: open.length,
      people: new Set(open.flatMap(({ subjects }) => subjects)).size,
      owed: open.map(({ obligations }) =>
        obligations.flatMap(({ key, state, dueOn }: Record<string, string>) =>
          state === 'open' ? [`${key} ${dueOn}`] : [],
        ),
      ),
    };
  }

  const merge = (clue: string, survivor: string): Act => [clue, 'mergeInto', { survivor }];
  const duplicate = (clue: string, survivor: string): Act => [
    ...([clue, 'markDuplicate', { survivor }, 'admin-nn'] as const),
  ];
  const ONE = { open: 1, owed: [['dispose#1 2021-11-11', 'approve#1 2021-11-11']] };

  it.each([
    ['two mergers', merge, merge],
    ['two duplicates', duplicate, duplicate],
    ['a merger and a duplicate', merge, duplicate],
  ])('of %s crosswise one stands, with both people, and with its clock', async (_, one, other) => {
    for (let round = 0; round < 6; round++) {
      const [a, b] = await clues(2);
      const statuses = await atOnce(one(a, b), other(b, a));
      expect(statuses.toSorted()).toEqual([200, 409]);
      expect(await standing([a, b])).toEqual({ ...ONE, people: 2 });
    }
  });

  it('three in a ring leave one clue with all', async () => {
    const [a, b, c] = await clues(3);
    await atOnce(merge(a, b), merge(b, c), merge(c, a));
    expect(await standing([a, b, c])).toEqual({ ...ONE, people: 3 });
  });

  it('a chain ends in its last', async () => {
    const [a, b, c] = await clues(3);
    const [first, second] = await atOnce(merge(a, b), merge(b, c));
    expect(second).toBe(200);
    // Where the second was faster, nothing goes into the first any more.
    if (first === 409) expect(await atOnce(merge(a, c))).toEqual([200]);
    else expect(first).toBe(200);
    expect(await standing([a, b, c])).toEqual({ ...ONE, people: 3 });
    expect((await read(c)).state).toBe('withUnit');
    const told = await office.ask('GET', `/api/clues/${a}/history`, { as: 'leader-nn' });
    const last = told.body.items.findLast(({ stream }: { stream: string }) => stream.endsWith(c));
    expect(last?.type).toBe('ClueMergedIn');
  });

  it('what goes into a clue that is sealed up in that moment comes back, with its clock', async () => {
    const [a] = await clues(1);
    // Of somebody whom the organ above manages.
    const body = { ...DISCOVERY, subjects: [{ personId: 'chen', managingOrganId: 'gx' }] };
    const b = (await office.ask('POST', '/api/clues', { as: 'intake-nn', body })).body.id;
    await settled(office);
    const [merged] = await atOnce(merge(a, b), [b, 'sealUp', { to: 'gx' }, 'admin-nn']);
    expect([200, 409]).toContain(merged);
    expect(await standing([a, b])).toEqual({ ...ONE, people: 1 });
    expect((await read(b)).state).toBe('sealedUp');
    expect(office.installation.followUps.refusals().size).toBe(0);
  });
});
