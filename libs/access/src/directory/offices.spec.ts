import type { Data, Event } from '@cluetrail/event-sourcing';
import { Directory } from './directory.js';
import type { OrganisationEvents } from './events.js';

type Fact = readonly [stream: string, type: keyof OrganisationEvents, data: object, at?: string];

/** Folds facts in this order, each recorded when it happened. */
function directoryOf(...facts: readonly Fact[]): Directory {
  const directory = new Directory();
  const versions = new Map<string, number>();
  for (const [stream, type, data, at = '2021-01-01T00:00:00.000Z'] of facts) {
    const version = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, version);
    const id = `${stream}@${version}`;
    const event: Event = {
      ...{ eventId: id, stream, version, type, schemaVersion: 1, data: data as Data }, // plain JSON above
      happenedAt: { at, zone: 'Asia/Shanghai', precision: 'ms' },
      recordedAt: at.replace('Z', '000Z'),
      actor: { personId: 'system:setup', role: 'system' },
      ...{ correlationId: id, causationId: id, commandId: id },
    };
    directory.apply(event);
  }
  return directory;
}

const organ = (id: string, parent?: string, zone = 'Asia/Shanghai'): Fact => [
  `organ-${id}`,
  'OrganEstablished',
  { ...(parent && { parent }), name: { en: id, zh: id }, tier: 'county', region: 'CN', zone },
];
const person = (id: string): Fact => [
  `person-${id}`,
  'PersonRegistered',
  { name: { k: '', n: '', c: '' } },
];
const office = (personId: string, role: string, more: object = {}): Fact => [
  `appointment-${personId}-${role}`,
  'AppointmentMade',
  { personId, role, organId: 'nn', clearance: 'L3', from: '2021-01-01', ...more },
];
const leave = (personId: string, from: string, to?: string): Fact => [
  `person-${personId}`,
  'LeaveRecorded',
  { from, ...(to && { to }) },
];
const lend = (of: string, personId: string, more: object = {}): Fact => [
  `appointment-${of}`,
  'DelegationGranted',
  { delegationId: `${of}-${personId}`, personId, from: '2021-10-08', to: '2021-10-22', ...more },
];

const NN = [organ('gx'), organ('nn', 'gx')];
const LI = [person('li'), office('li', 'leader', { clearance: 'L4' })];
const WANG = [person('wang'), office('wang', 'clue-admin')];
const DAY = '2021-10-15T04:00:00.000Z';

/** `leader@nn L3 for li` */
function officesOf(directory: Directory, personId: string, on = DAY): string[] {
  return directory
    .subject(personId, on)
    .appointments.map(({ role, organId, clearance, onLeave, onBehalfOf, commands }) =>
      [
        `${role}@${organId} ${clearance}`,
        onBehalfOf && `for ${onBehalfOf}`,
        commands && `to ${commands.join(' ')}`,
        onLeave && 'on leave',
      ]
        .filter(Boolean)
        .join(' '),
    );
}

describe('an organ', () => {
  it('has the offices that were ever held there, and no other', () => {
    const directory = directoryOf(...NN, ...LI, ...WANG, person('zhou'), office('zhou', 'intake'));
    const held = (id: string) => directory.appointmentsAt(id).map(({ personId }) => personId);
    expect([held('nn'), held('gx'), held('elsewhere')]).toEqual([['li', 'wang', 'zhou'], [], []]);
  });
});

describe('a person on leave', () => {
  it('keeps his offices, marked, from the first to the last day in the zone of each organ', () => {
    const directory = directoryOf(...NN, ...LI, leave('li', '2021-10-08', '2021-10-22'));
    const on = (at: string) => officesOf(directory, 'li', at)[0].includes('on leave');
    // 2021-10-08 begins in Nanning at 16:00 UTC of the day before.
    expect(on('2021-10-07T15:59:59.999Z')).toBe(false);
    expect(on('2021-10-07T16:00:00.000Z')).toBe(true);
    expect(on('2021-10-22T15:59:59.999Z')).toBe(true);
    expect(on('2021-10-22T16:00:00.000Z')).toBe(false);
  });

  it('is back on the day on which the leave is ended, and never later than was said', () => {
    const ended = (on: string): Fact => ['person-li', 'LeaveEnded', { from: '2021-10-08', on }];
    const back = (on: string, to?: string) =>
      officesOf(directoryOf(...NN, ...LI, leave('li', '2021-10-08', to), ended(on)), 'li');
    expect(back('2021-10-15')).toEqual(['leader@nn L4']);
    expect(back('2021-10-16')).toEqual(['leader@nn L4 on leave']);
    expect(back('2022-01-01', '2021-10-14')).toEqual(['leader@nn L4']);
  });
});

describe('an office that was lent', () => {
  it('stands beside one’s own, from the first to the last day in the zone of its organ', () => {
    const directory = directoryOf(...NN, ...LI, ...WANG, lend('li-leader', 'wang'));
    const both = ['clue-admin@nn L3', 'leader@nn L3 for li'];
    expect(officesOf(directory, 'wang', '2021-10-07T15:59:59.999Z')).toHaveLength(1);
    expect(officesOf(directory, 'wang', '2021-10-07T16:00:00.000Z')).toEqual(both);
    expect(officesOf(directory, 'wang', '2021-10-22T15:59:59.999Z')).toEqual(both);
    expect(officesOf(directory, 'wang', '2021-10-22T16:00:00.000Z')).toHaveLength(1);
    expect(officesOf(directory, 'li')).toEqual(['leader@nn L4']);
  });

  it('names the commands for which it was lent', () => {
    const directory = directoryOf(
      ...[...NN, ...LI, ...WANG, lend('li-leader', 'wang', { commands: ['hold', 'release'] })],
    );
    expect(officesOf(directory, 'wang')[1]).toBe('leader@nn L3 for li to hold release');
  });

  it('ends with the delegation, with the office, and with the delegate’s own last one', () => {
    const base = [...NN, ...LI, ...WANG, lend('li-leader', 'wang')];
    const end = (stream: string, type: 'DelegationEnded' | 'AppointmentEnded', data: object) =>
      officesOf(directoryOf(...base, [stream, type, data]), 'wang');
    const on = { on: '2021-10-15' };
    expect(
      end('appointment-li-leader', 'DelegationEnded', { delegationId: 'li-leader-wang', ...on }),
    ).toEqual(['clue-admin@nn L3']);
    expect(end('appointment-li-leader', 'AppointmentEnded', on)).toEqual(['clue-admin@nn L3']);
    expect(end('appointment-wang-clue-admin', 'AppointmentEnded', on)).toEqual([]);
  });

  it('never opens more than the delegate’s own clearance, nor more than the office has', () => {
    const low = [person('wang'), office('wang', 'clue-admin', { clearance: 'L1' })];
    const high = [person('wang'), office('wang', 'clue-admin', { clearance: 'L4' })];
    const lesser = [person('li'), office('li', 'leader', { clearance: 'L2' })];
    const lent = (...facts: readonly Fact[]) =>
      officesOf(directoryOf(...NN, ...facts, lend('li-leader', 'wang')), 'wang')[1];
    expect(lent(...LI, ...low)).toBe('leader@nn L1 for li');
    expect(lent(...lesser, ...high)).toBe('leader@nn L2 for li');
  });

  it('is not handed on: who lends his office lends his own alone', () => {
    const chen = [person('chen'), office('chen', 'intake')];
    const directory = directoryOf(
      ...[...NN, ...LI, ...WANG, ...chen],
      ...[lend('li-leader', 'wang'), lend('wang-clue-admin', 'chen')],
    );
    expect(officesOf(directory, 'chen')).toEqual(['intake@nn L3', 'clue-admin@nn L3 for wang']);
  });

  it('is not acted in by a delegate on leave; that its holder is away is what it is for', () => {
    const base = [...NN, ...LI, ...WANG, lend('li-leader', 'wang')];
    const away = directoryOf(...base, leave('wang', '2021-10-10', '2021-10-20'));
    expect(officesOf(away, 'wang')).toEqual([
      'clue-admin@nn L3 on leave',
      'leader@nn L3 for li on leave',
    ]);
    const holder = directoryOf(...base, leave('li', '2021-10-08', '2021-10-22'));
    expect(officesOf(holder, 'wang')[1]).toBe('leader@nn L3 for li');
  });
});

describe('an organ that was merged', () => {
  const merged: Fact = ['organ-wm', 'OrganMerged', { into: 'qx' }, '2021-07-01T00:00:00.000Z'];
  const tree = [...NN, organ('wm', 'nn'), organ('qx', 'nn'), organ('wm-1', 'wm')];

  it('has the path of the one it went into, and so have those below it', () => {
    const directory = directoryOf(...tree, merged);
    expect(directory.path('wm')).toBe('/gx/nn/qx/');
    expect(directory.path('wm-1')).toBe('/gx/nn/qx/wm-1/');
    expect(directory.ancestors('wm')).toEqual(['nn', 'gx']);
    expect([directory.heir('wm'), directory.heir('qx')]).toEqual(['qx', 'qx']);
  });

  it('is answered for by the last of a chain, and by itself where they run in a circle', () => {
    const further: Fact = ['organ-qx', 'OrganMerged', { into: 'nn' }];
    expect(directoryOf(...tree, merged, further).heir('wm')).toBe('nn');
    const circle: Fact = ['organ-qx', 'OrganMerged', { into: 'wm' }];
    expect(directoryOf(...tree, merged, circle).path('gx')).toBe('/gx/');
    expect(() => directoryOf(...tree, merged, circle).path('wm')).not.toThrow();
  });

  it('ends the offices there', () => {
    const facts = [...tree, person('li'), office('li', 'leader', { organId: 'wm' })];
    expect(officesOf(directoryOf(...facts), 'li')).toEqual(['leader@wm L3']);
    expect(officesOf(directoryOf(...facts, merged), 'li')).toEqual([]);
  });

  it('is what it was when it is asked about the time before', () => {
    const renamed: Fact = [
      'organ-wm',
      'OrganChanged',
      { name: { en: 'Wuming', zh: '武鸣' } },
      '2021-05-01T00:00:00.000Z',
    ];
    const directory = directoryOf(
      ...[...tree, person('li'), office('li', 'leader', { organId: 'wm' }), renamed, merged],
    );
    const june = '2021-06-01T00:00:00.000Z';
    const before = directory.at({ asOf: june });
    expect(officesOf(before, 'li', june)).toEqual(['leader@wm L3']);
    expect(before.path('wm')).toBe('/gx/nn/wm/');
    expect(directory.organAt('wm', '2021-04-01T00:00:00.000Z')?.name.en).toBe('wm');
    expect(directory.organAt('wm', june)?.name.en).toBe('Wuming');
    // Recorded on the day of the merger: nobody knew of it before.
    const unaware = directory.at({ asOf: DAY, knownAt: '2021-06-30T00:00:00.000000Z' });
    expect(officesOf(unaware, 'li')).toEqual(['leader@wm L3']);
    expect(officesOf(directory.at({ asOf: DAY }), 'li')).toEqual([]);
  });
});
