import type { Data, Event } from '@cluetrail/event-sourcing';
import { Directory } from './directory.js';
import type { OrganisationEvents } from './events.js';
import { issueToken } from './token.js';

const CN = { tier: 'prefecture', region: 'CN-GX', zone: 'Asia/Shanghai' } as const;
const name = { en: 'An organ', zh: '机关' };
const sealed = { k: 'k', n: 'n', c: 'c' };
const li = 'person-li';

/** Folds events in this order; versions are counted per stream. */
function directoryOf(...facts: [string, keyof OrganisationEvents | 'FactCorrected', object][]) {
  const directory = new Directory();
  const versions = new Map<string, number>();
  for (const [stream, type, data] of facts) {
    const version = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, version);
    directory.apply(eventOf({ stream, type, version, data: data as Data })); // plain JSON above
  }
  return directory;
}

function eventOf(fields: Pick<Event, 'stream' | 'type' | 'version' | 'data'>): Event {
  const id = `${fields.stream}@${fields.version}`;
  return {
    eventId: id,
    schemaVersion: 1,
    happenedAt: { at: '2021-01-01T00:00:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' },
    recordedAt: '2021-01-01T00:00:00.000000Z',
    actor: { personId: 'system:setup', role: 'system' },
    correlationId: id,
    causationId: id,
    commandId: id,
    ...fields,
  };
}

const gx = ['organ-gx', 'OrganEstablished', { ...CN, tier: 'province', name }] as const;
const nn = ['organ-nn', 'OrganEstablished', { ...CN, parent: 'gx', name }] as const;
const wuming = ['organ-wu-ming', 'OrganEstablished', { ...CN, parent: 'nn', name }] as const;
const made = (changed: object = {}) =>
  [
    'appointment-1',
    'AppointmentMade',
    {
      personId: 'li',
      organId: 'nn',
      role: 'leader',
      clearance: 'L3',
      from: '2021-03-01',
      ...changed,
    },
  ] as const;

describe('the organ tree', () => {
  const tree = directoryOf([...gx], [...nn], [...wuming]);
  it('gives each organ its path from the root, slashes at both ends', () => {
    expect(['gx', 'nn', 'wu-ming'].map((id) => tree.path(id))).toEqual([
      '/gx/',
      '/gx/nn/',
      '/gx/nn/wu-ming/',
    ]);
    expect(tree.ancestors('wu-ming')).toEqual(['nn', 'gx']);
    expect(tree.ancestors('gx')).toEqual([]);
  });
  it('knows under which procedures an organ opens matters: those of the nearest that says it', () => {
    const changed = directoryOf([...gx], [...nn], [...wuming]);
    expect(changed.proceduresOf('wu-ming')).toBeUndefined();
    const say = (organ: string, procedures: readonly string[]) =>
      changed.apply(
        eventOf({
          stream: `organ-${organ}`,
          type: 'OrganChanged',
          version: 2,
          data: { procedures },
        }),
      );
    say('gx', ['cn']);
    expect(['gx', 'wu-ming'].map((id) => changed.proceduresOf(id))).toEqual([['cn'], ['cn']]);
    say('nn', ['ours']);
    expect(['gx', 'nn', 'wu-ming'].map((id) => changed.proceduresOf(id))).toEqual([
      ['cn'],
      ['ours'],
      ['ours'],
    ]);
  });
  it('knows no path where the chain breaks or runs in a circle', () => {
    expect(tree.path('lz')).toBeUndefined();
    expect(directoryOf([...nn]).path('nn')).toBeUndefined();
    const circle = directoryOf([...gx], [...nn], ['organ-gx', 'OrganChanged', { parent: 'nn' }]);
    expect([circle.path('gx'), circle.path('nn'), circle.ancestors('nn')]).toEqual([
      undefined,
      undefined,
      [],
    ]);
  });
  it('follows an organ that moves, with all below it', () => {
    const moved = directoryOf([...gx], [...nn], [...wuming]);
    expect(moved.path('wu-ming')).toBe('/gx/nn/wu-ming/');
    moved.apply(
      eventOf({ stream: 'organ-hn', type: 'OrganEstablished', version: 1, data: { ...CN, name } }),
    );
    moved.apply(
      eventOf({ stream: 'organ-nn', type: 'OrganChanged', version: 2, data: { parent: 'hn' } }),
    );
    expect(moved.path('wu-ming')).toBe('/hn/nn/wu-ming/');
    expect(moved.organ('nn')).toEqual({ id: 'nn', ...CN, parent: 'hn', name });
  });
});

describe('appointments', () => {
  const standing = { role: 'leader', organId: 'nn', organPath: '/gx/nn/', clearance: 'L3' };
  const seenOn = (directory: Directory, on: string) => directory.subject('li', on).appointments;

  it('hold from the first to the last day, local to the organ', () => {
    const directory = directoryOf([...gx], [...nn], [...made({ to: '2021-10-31' })]);
    // 2021-03-01 begins in Nanning at 16:00 UTC of the day before.
    expect(seenOn(directory, '2021-02-28T15:59:59.999Z')).toEqual([]);
    expect(seenOn(directory, '2021-02-28T16:00:00.000Z')).toEqual([standing]);
    expect(seenOn(directory, '2021-10-31T15:59:59.999Z')).toEqual([standing]);
    expect(seenOn(directory, '2021-10-31T16:00:00.000Z')).toEqual([]);
  });
  it('hold on where their last day is the last of all', () => {
    const directory = directoryOf([...gx], [...nn], [...made({ to: '9999-12-31' })]);
    expect(seenOn(directory, '2021-06-15T00:00:00.000Z')).toEqual([standing]);
  });
  it('end on the very day of a dismissal, and never later than before', () => {
    const end = (on: string) => ['appointment-1', 'AppointmentEnded', { on }] as const;
    const dismissed = directoryOf([...gx], [...nn], [...made()], [...end('2021-06-01')]);
    expect(seenOn(dismissed, '2021-05-31T15:59:59.999Z')).toEqual([standing]);
    expect(seenOn(dismissed, '2021-05-31T16:00:00.000Z')).toEqual([]);
    const late = directoryOf(
      [...gx],
      [...nn],
      [...made({ to: '2021-05-31' })],
      [...end('2022-01-01')],
    );
    expect(seenOn(late, '2021-06-15T00:00:00.000Z')).toEqual([]);
  });
  it('give nothing at an organ that has no place in the tree', () => {
    expect(seenOn(directoryOf([...nn], [...made()]), '2021-06-15T00:00:00.000Z')).toEqual([]);
    expect(seenOn(directoryOf([...made()]), '2021-06-15T00:00:00.000Z')).toEqual([]);
  });
  it('move with a correction as soon as it is known', () => {
    const wrong = { targetEventId: 'appointment-1@1', field: 'from', old: '2021-03-01' };
    const directory = directoryOf(
      [...gx],
      [...nn],
      [...made()],
      ['appointment-1', 'FactCorrected', { ...wrong, new: '2021-09-01', approvedBy: 'wang' }],
    );
    expect(seenOn(directory, '2021-06-15T00:00:00.000Z')).toEqual([]);
    expect(seenOn(directory, '2021-09-15T00:00:00.000Z')).toEqual([standing]);
  });
  it('corrected to another person are no longer the first one’s', () => {
    const wrong = { targetEventId: 'appointment-1@1', field: 'personId', old: 'li', new: 'wang' };
    const directory = directoryOf(
      [...gx],
      [...nn],
      [...made()],
      ['appointment-1', 'FactCorrected', { ...wrong, approvedBy: 'wu' }],
    );
    expect(directory.appointmentsOf('li')).toEqual([]);
    expect(directory.subject('wang', '2021-06-15T00:00:00.000Z').appointments).toEqual([standing]);
  });
  it('has the offices of a person in the order in which they began, in whatever order they are heard of', () => {
    const second = [
      'appointment-2',
      'AppointmentMade',
      made({ organId: 'gx', from: '2021-05-01' })[2],
    ] as const;
    const orders = [
      directoryOf([...gx], [...nn], [...made()], [...second]),
      directoryOf([...gx], [...nn], [...second], [...made()]),
    ].map((directory) => {
      const { appointments } = directory.subject('li', '2021-06-15T00:00:00.000Z');
      return appointments.map(({ organId }) => organId);
    });
    expect(orders).toEqual([
      ['nn', 'gx'],
      ['nn', 'gx'],
    ]);
  });
  it('answer who holds a role now', () => {
    const directory = directoryOf(
      [...gx],
      [...nn],
      [...made()],
      ['appointment-2', 'AppointmentMade', { ...made({ personId: 'an' })[2], to: '2021-04-01' }],
    );
    const at = (path: string) => path === '/gx/nn/';
    const holders = (day: string, role?: string) =>
      directory.holders({ on: `${day}T00:00:00.000Z`, at, role });
    expect(holders('2021-03-15', 'leader')).toEqual(['an', 'li']);
    expect(holders('2021-06-15', 'leader')).toEqual(['li']);
    expect(holders('2021-06-15')).toEqual(['li']);
    expect(holders('2021-06-15', 'auditor')).toEqual([]);
    const isAbove = (path: string) => path === '/gx/';
    expect(directory.holders({ on: '2021-06-15T00:00:00.000Z', at: isAbove })).toEqual([]);
  });
  it('end the set-up with the first one', () => {
    expect(directoryOf([...gx], [li, 'PersonRegistered', { name: sealed }]).hasOrganisation()).toBe(
      false,
    );
    expect(
      directoryOf(
        [...made()],
        ['appointment-1', 'AppointmentEnded', { on: '2021-03-01' }],
      ).hasOrganisation(),
    ).toBe(true);
  });
});

describe('tokens', () => {
  const now = '2021-10-31T00:00:00.000Z';
  const person = [li, 'PersonRegistered', { name: sealed }] as const;

  it('are 256 random bits of which the log keeps only a hash', () => {
    const [one, other] = [issueToken(), issueToken()];
    expect(Buffer.from(one.token, 'base64url')).toHaveLength(32);
    expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(one.token).not.toBe(other.token);
    expect(one.hash).not.toContain(one.token);
  });
  it('name their owner until they are revoked or void', () => {
    const { token, hash } = issueToken();
    const issued = [li, 'TokenIssued', { hash, label: 'console' }] as const;
    expect(directoryOf([...person], [...issued]).tokenOwner(token, now)).toBe('li');
    expect(directoryOf([...person]).tokenOwner(token, now)).toBeUndefined();
    expect(directoryOf([...person], [...issued]).tokenOwner(hash, now)).toBeUndefined();
    const revoked = directoryOf([...person], [...issued], [li, 'TokenRevoked', { hash }]);
    expect(revoked.tokenOwner(token, now)).toBeUndefined();
  });
  it('are void from `until` on', () => {
    const { token, hash } = issueToken();
    const until = '2021-10-31T08:00:00Z';
    const directory = directoryOf([...person], [li, 'TokenIssued', { hash, label: 'cli', until }]);
    expect(directory.tokenOwner(token, '2021-10-31T07:59:59.999Z')).toBe('li');
    expect(directory.tokenOwner(token, '2021-10-31T08:00:00.000Z')).toBeUndefined();
  });
  it('cannot be taken over by issuing their hash to oneself', () => {
    const { token, hash } = issueToken();
    const issued = { hash, label: 'cli' };
    const both = directoryOf(
      [...person],
      ['person-wu', 'PersonRegistered', { name: sealed }],
      [li, 'TokenIssued', issued],
      ['person-wu', 'TokenIssued', issued],
    );
    expect(both.tokenOwner(token, now)).toBe('li');
  });
});

describe('a directory', () => {
  it('takes events of other streams, and known ones once more, without a trace', () => {
    const directory = directoryOf([...gx]);
    const change = { stream: 'organ-gx', type: 'OrganChanged', version: 2, data: { zone: 'UTC' } };
    directory.apply(eventOf(change));
    directory.apply(eventOf({ ...change, version: 1, data: { zone: 'Asia/Tokyo' } }));
    directory.apply(eventOf({ ...change, stream: 'clue-gx' }));
    expect(directory.organ('gx')?.zone).toBe('UTC');
  });
  it('knows of a person only that he is, and whether he was erased', () => {
    const before = directoryOf([li, 'PersonRegistered', { name: sealed }]);
    expect(before.person('li')).toEqual({
      ...{ id: 'li', erased: false, tokens: new Map(), leaves: [] },
    });
    const after = directoryOf([li, 'PersonRegistered', { name: sealed }], [li, 'KeyDestroyed', {}]);
    expect(after.person('li')?.erased).toBe(true);
    expect(before.person('wang')).toBeUndefined();
  });
});
