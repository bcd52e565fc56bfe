import { APPLIED, permit, stream } from '../test/permit.js';
import { doersOf } from './doers.js';
import type { Standing } from './transition.js';
import { commandOf, evolve, initial, isEnded, phaseOf, stateOf, workflow } from './workflow.js';

const GRANTED = {
  type: 'PermitDecided',
  by: 'joe',
  data: { outcome: 'grant' },
  change: { from: 'asked', to: 'granted' },
};
const NOTED = { type: 'PermitNoted' };

describe('a state', () => {
  it('is none before anything happened', () => {
    expect(stateOf(permit, [])).toEqual(initial(permit));
    expect(initial(permit).state).toBe('none');
  });

  it('is what the events say: never is a procedure asked', () => {
    expect(stateOf(permit, stream(APPLIED, NOTED, GRANTED))).toEqual({
      area: 40,
      notes: 1,
      state: 'granted',
      organ: 'town',
      level: 'L2',
      procedure: { name: 'permits', version: 1 },
      done: [],
      acts: { apply: 'ann', note: 'ann', decide: 'joe' },
      actsFor: {},
      actsAt: { apply: onDay(4), note: onDay(5), decide: onDay(6) },
      lastChange: onDay(6),
    });
  });

  it('is that of the day it is asked about', () => {
    const events = stream(APPLIED, NOTED, GRANTED);
    const asOf = '2021-01-05T12:00:00.000Z';
    expect(stateOf(permit, events, { asOf })).toMatchObject({ state: 'asked', notes: 1 });
    expect(stateOf(permit, events, { asOf: '2021-01-03T12:00:00.000Z' })).toEqual(initial(permit));
  });

  it('is that of what was known then', () => {
    const events = stream(APPLIED, NOTED, { ...GRANTED, at: '2021-01-04T10:00:00.000Z' });
    const early = { knownAt: '2021-01-05T12:00:00.000000Z' };
    expect(stateOf(permit, events, early).state).toBe('asked');
    expect(stateOf(permit, events).state).toBe('granted');
  });

  it('follows the order of what happened, not of what was recorded', () => {
    const events = stream(APPLIED, GRANTED, { ...NOTED, at: '2021-01-04T10:00:00.000Z' });
    expect(Object.keys(stateOf(permit, events).acts)).toEqual(['apply', 'note', 'decide']);
  });

  it('tells on whose behalf a command was given last', () => {
    const lent = { ...NOTED, onBehalfOf: 'eve' };
    expect(stateOf(permit, stream(APPLIED, lent)).actsFor).toEqual({ note: 'eve' });
    expect(stateOf(permit, stream(APPLIED, lent, NOTED)).actsFor).toEqual({});
  });

  it('keeps all who gave a command, here and elsewhere, each once', () => {
    const elsewhere = {
      ...initial(permit),
      actsBefore: { note: [{ personId: 'eve' }], apply: [] },
    };
    const events = stream(APPLIED, NOTED, { ...NOTED, by: 'kim' }, { ...NOTED, by: 'eve' });
    const state = events.reduce<typeof permit.initial & Standing>(
      (before, event) => evolve(permit, before, event),
      elsewhere,
    );
    expect(doersOf(state, 'note').map(({ personId }) => personId)).toEqual(['eve', 'kim', 'ann']);
    expect(state.acts.note).toBe('eve');
  });

  it('takes events that no command leaves', () => {
    const measured = { type: 'PermitAreaMeasured', data: { area: 45 } };
    expect(stateOf(permit, stream(APPLIED, measured))).toMatchObject({
      area: 45,
      acts: { apply: 'ann' },
    });
  });

  it('is not changed by events that nobody knows', () => {
    const events = stream(APPLIED, { type: 'PermitSungAbout' });
    expect(stateOf(permit, events)).toEqual(stateOf(permit, events.slice(0, 1)));
  });

  it('keeps the procedure that it began with', () => {
    const [first, second] = stream(APPLIED, NOTED);
    const moved = { ...second, basis: { procedure: 'permits', version: 2 } };
    expect(stateOf(permit, [first, moved]).procedure).toEqual({ name: 'permits', version: 1 });
  });
});

describe('a workflow', () => {
  it('knows the command that leaves an event', () => {
    expect(commandOf(permit, 'PermitDecided')).toBe('decide');
    expect(commandOf(permit, 'PermitAreaMeasured')).toBeUndefined();
  });

  it('gives every state a phase, and says which end it', () => {
    expect([phaseOf(permit, 'asked'), phaseOf(permit, 'denied')]).toEqual(['open', 'closed']);
    expect([isEnded(permit, 'asked'), isEnded(permit, 'denied')]).toEqual([false, true]);
    expect(() => phaseOf(permit, 'lost')).toThrow('workflow permit: no state lost');
  });

  it('leaves every event by one row only', () => {
    const { note } = permit.transitions;
    expect(() =>
      workflow({ ...permit, transitions: { ...permit.transitions, again: note } }),
    ).toThrow('workflow permit: two rows leave PermitNoted');
  });
});

function onDay(day: number) {
  return { at: `2021-01-0${day}T09:00:00.000Z`, zone: 'UTC', precision: 'ms' };
}
