import type { Event } from './event.js';
import { type Upcaster, upcasting } from './upcast.js';

const allocated = (schemaVersion: number, data: Event['data']): Event => ({
  eventId: 'e1',
  stream: 'clue-1',
  version: 2,
  type: 'ClueAllocated',
  schemaVersion,
  happenedAt: { at: '2021-10-30T16:00:00.000Z', zone: 'Asia/Shanghai', precision: 'day' },
  recordedAt: '2021-10-31T01:00:00.000000Z',
  actor: { personId: 'chen', role: 'centre' },
  change: { from: 'accepted', to: 'withUnit' },
  correlationId: 'c1',
  causationId: 'c1',
  commandId: 'c1',
  data,
});

const unitNamed: Upcaster = {
  type: 'ClueAllocated',
  from: 1,
  upcast: ({ office, ...rest }) => ({ ...rest, unit: office }),
};
const unitsListed: Upcaster = {
  type: 'ClueAllocated',
  from: 2,
  upcast: ({ unit, ...rest }) => ({ ...rest, units: [unit] }),
};

describe('an event of an old shape', () => {
  const upcast = upcasting([unitsListed, unitNamed]);

  it('is read in the newest one, step by step, in whatever order the steps are listed', () => {
    expect(upcast(allocated(1, { office: 'u-3', by: 'wang' }))).toEqual(
      allocated(3, { units: ['u-3'], by: 'wang' }),
    );
    expect(upcast(allocated(2, { unit: 'u-3' }))).toEqual(allocated(3, { units: ['u-3'] }));
  });

  it('is itself left as it was written', () => {
    const old = Object.freeze(allocated(1, Object.freeze({ office: 'u-3' })));
    upcast(old);
    expect(old).toEqual(allocated(1, { office: 'u-3' }));
  });

  it('passes as it is when it is the newest, or of another type', () => {
    const newest = allocated(3, { units: [] });
    const other = { ...allocated(1, { office: 'u-3' }), type: 'ClueHeld' };
    expect(upcast(newest)).toBe(newest);
    expect(upcast(other)).toBe(other);
  });

  it('has one way up: two steps for one place are refused at start', () => {
    expect(() => upcasting([unitNamed, { ...unitsListed, from: 1 }])).toThrow('ClueAllocated@1');
  });
});
