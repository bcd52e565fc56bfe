import type { Data } from '@cluetrail/event-sourcing';
import { accepted, discovered, idOfClue, stamped, STREAM, type Told } from '../testing/told.js';
import { numbering } from './numbering.js';

/** What the last of these events makes the process owe. */
function owedAfter(...told: readonly Told[]) {
  const events = stamped(told);
  const last = events[events.length - 1];
  return numbering.on[last.type]?.(last, events.slice(0, -1)) ?? [];
}

const told = (type: string, data: Data = {}, on = '2021-09-08') => accepted({ type, data, on });

const NUMBER = {
  step: 'number',
  kind: 'clue',
  stream: STREAM,
  command: 'assignNumber',
  input: { organ: 'nayong', year: 2021 },
  entry: {
    stream: 'numbers-nayong-2021',
    type: 'NumberReserved',
    data: { clue: idOfClue },
    field: 'ordinal',
  },
};

describe('a clue is numbered', () => {
  it.each<[string, Data]>([
    ['AllocationApproved', { mode: 'self' }],
    ['AllocationApproved', { mode: 'joint' }],
    ['TransferAccepted', {}],
    ['TransferTakenBack', {}],
    ['JurisdictionDetermined', { organ: 'nayong' }],
    ['JurisdictionDesignated', { organ: 'nayong' }],
    ['ClueRaised', {}],
    ['ClueSplitOff', { stage: 'withUnit' }],
  ])('by the organ that takes it on: %s %j', (type, data) => {
    expect(owedAfter(discovered(), told(type, data))).toEqual([NUMBER]);
  });

  it('with its first officers, where there is no allocation', () => {
    const [opening, assigned] = stamped([discovered(), told('OfficersAssigned')]);
    const change = { from: 'registered', to: 'withUnit' };
    const owed = numbering.on['OfficersAssigned']({ ...assigned, change }, [opening]);
    expect(owed).toEqual([NUMBER]);
  });

  it.each<[string, Data]>([
    ['AllocationApproved', { mode: 'assign' }],
    ['AllocationApproved', { mode: 'forward' }],
    ['ClueSplitOff', { stage: 'registered' }],
    ['ClueDiscovered', {}],
    ['OfficersAssigned', {}],
  ])('by nothing else: %s %j', (type, data) => {
    expect(owedAfter(discovered(), told(type, data))).toEqual([]);
  });

  it('once, whoever takes it on later', () => {
    expect(owedAfter(discovered(), accepted(), told('TransferAccepted', {}, '2021-10-08'))).toEqual(
      [],
    );
  });

  it('not where it came with a number', () => {
    const ledger = discovered({ data: { number: 'bijie-2019-0007' } });
    expect(owedAfter(ledger, accepted())).toEqual([]);
  });

  it('in the year of its own organ', () => {
    const [{ entry }] = owedAfter(discovered(), accepted({ on: '2021-12-31T16:30:00Z' }));
    expect(entry?.stream).toBe('numbers-nayong-2022');
  });
});
