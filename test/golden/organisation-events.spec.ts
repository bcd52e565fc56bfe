import type { Event } from '@cluetrail/event-sourcing';
import { Directory } from '@cluetrail/access';
import { PROJECTIONS } from '@cluetrail/clues';
import { goldenEvent } from './read.js';

describe('an event of old about organs and people is understood today', () => {
  it('PersonRegistered@1, TokenIssued@1, TokenRevoked@1, PersonChanged@1, KeyDestructionRequested@1, KeyDestroyed@1', () => {
    const directory = new Directory();
    const told = told1('person-p', 'PersonRegistered', 'TokenIssued', 'TokenRevoked');
    directory.apply(told[0]);
    const known = { id: 'p', erased: false, tokens: new Map(), leaves: [] };
    expect(directory.person('p')).toEqual(known);
    directory.apply(told[1]);
    const hash = String(told[1].data.hash);
    expect(directory.person('p')?.tokens).toEqual(new Map([[hash, undefined]]));
    directory.apply(told[2]);
    expect(directory.person('p')?.tokens).toEqual(new Map());
    const requested = goldenEvent('KeyDestructionRequested@1');
    directory.apply({ ...requested, stream: 'person-p', version: 4 });
    expect(directory.person('p')).toEqual(known);
    directory.apply({ ...goldenEvent('KeyDestroyed@1'), stream: 'person-p', version: 5 });
    expect(directory.person('p')?.erased).toBe(true);
    const { on } = PROJECTIONS.people;
    const clear = (event: Event, path: string) =>
      path === 'data.post' ? `clear of ${event.type}` : undefined;
    const registered = on['PersonRegistered']([], told[0], clear);
    const changed = on['PersonChanged'](registered, goldenEvent('PersonChanged@1'), clear);
    expect(changed).toEqual([{ person: 'p', name: '', unit: '', post: 'clear of PersonChanged' }]);
    expect(on['KeyDestroyed'](changed, goldenEvent('KeyDestroyed@1'), clear)).toEqual([]);
  });

  it('LeaveRecorded@1, LeaveEnded@1', () => {
    const directory = new Directory();
    const told = told1('person-p', 'PersonRegistered', 'LeaveRecorded', 'LeaveEnded');
    for (const event of told.slice(0, 2)) directory.apply(event);
    const leaves = () => directory.person('p')?.leaves;
    expect(leaves()).toEqual([{ from: '2021-10-08', until: '2021-10-23' }]);
    directory.apply(told[2]);
    expect(leaves()).toEqual([{ from: '2021-10-08', until: '2021-10-18' }]);
  });

  it('OrganMerged@1', () => {
    const directory = new Directory();
    for (const event of told1('organ-o', 'OrganEstablished', 'OrganMerged')) directory.apply(event);
    expect(directory.organ('o')?.mergedInto).toBe('bijie');
    expect(directory.heir('o')).toBe('bijie');
  });

  it('DelegationGranted@1, DelegationEnded@1', () => {
    const directory = new Directory();
    const types = ['AppointmentMade', 'DelegationGranted', 'DelegationEnded'] as const;
    const told = told1('appointment-a', ...types);
    for (const event of told.slice(0, 2)) directory.apply(event);
    const lent = {
      id: '9c5d3c52-0f1c-5d0e-8d2b-6f1f4ae0c7a1',
      personId: 'hu-bijie',
      from: '2021-10-08',
      commands: ['approveAllocation', 'hold'],
    };
    const delegations = () => directory.appointment('a')?.delegations;
    expect(delegations()).toEqual([{ ...lent, until: '2021-10-23' }]);
    directory.apply(told[2]);
    expect(delegations()).toEqual([{ ...lent, until: '2021-10-18' }]);
  });

  it('OrganEstablished@1, OrganChanged@1', () => {
    const directory = new Directory();
    const organ = { tier: 'prefecture', region: 'CN', zone: 'Asia/Shanghai' };
    const [established, changed] = told1('organ-o', 'OrganEstablished', 'OrganChanged');
    directory.apply(established);
    expect(directory.organ('o')).toEqual({ id: 'o', name: { en: 'Bijie', zh: '毕节' }, ...organ });
    directory.apply(changed);
    expect(directory.organ('o')?.name).toEqual({ en: 'Nayong County', zh: '纳雍县' });
  });

  it('AppointmentMade@1, AppointmentEnded@1', () => {
    const directory = new Directory();
    for (const event of told1('appointment-a', 'AppointmentMade', 'AppointmentEnded'))
      directory.apply(event);
    expect(directory.appointment('a')).toEqual({
      id: 'a',
      personId: 'an-bijie',
      organId: 'bijie',
      role: 'intake',
      clearance: 'L4',
      from: '2020-01-01',
      until: '2022-01-01',
      delegations: [],
    });
  });
});

/** The first golden event of each type, as if they stood on one stream. */
function told1(stream: string, ...types: readonly string[]): Event[] {
  return types.map((type, index) => ({
    ...goldenEvent(`${type}@1`),
    stream,
    version: index + 1,
  }));
}
