import fc from 'fast-check';
import { change, day, discovered, minute, ms, stream, types, zone } from '../test/told.js';
import type { Event } from './event.js';
import { inEffect } from './fold.js';
import { dayStart } from './time.js';

describe('the order of folding', () => {
  it('is by what happened first, not by what was recorded first', () => {
    const events = stream(
      discovered,
      { type: 'InterviewHeld', happenedAt: ms('2021-10-20T02:00:00.000Z') },
      { type: 'LetterReceived', happenedAt: ms('2021-10-15T02:00:00.000Z') },
    );
    expect(types(inEffect(events))).toEqual(['ClueDiscovered', 'LetterReceived', 'InterviewHeld']);
  });

  it('is by version where two things happened at one instant', () => {
    const at = ms('2021-10-20T02:00:00.000Z');
    const events = stream(
      discovered,
      { type: 'First', happenedAt: at },
      { type: 'Second', happenedAt: at },
    );
    expect(types(inEffect(events))).toEqual(['ClueDiscovered', 'First', 'Second']);
  });

  it('puts the opening first, also when it happened after its own first steps', () => {
    const events = stream(
      { ...discovered, happenedAt: day('2021-10-31') },
      { type: 'LetterReceived', happenedAt: day('2021-10-15') },
    );
    expect(types(inEffect(events))).toEqual(['ClueDiscovered', 'LetterReceived']);
  });

  it('keeps a day-precision event behind the state change of the same local day that was recorded before it', () => {
    const events = stream(
      discovered,
      { type: 'VerificationStarted', happenedAt: ms('2021-10-20T02:00:00.000Z'), change },
      { type: 'OfficersAssigned', happenedAt: day('2021-10-20') },
    );
    const placed = inEffect(events);
    expect(types(placed)).toEqual(['ClueDiscovered', 'VerificationStarted', 'OfficersAssigned']);
    expect(placed[2].effectiveAt).toBe('2021-10-20T02:00:00.000Z');
  });

  it('moves it behind no state change of another local day', () => {
    // 16:30 UTC is half past midnight of the 21st in Shanghai.
    const events = stream(
      discovered,
      { type: 'VerificationStarted', happenedAt: ms('2021-10-20T16:30:00.000Z'), change },
      { type: 'OfficersAssigned', happenedAt: day('2021-10-20') },
    );
    expect(types(inEffect(events))).toEqual([
      'ClueDiscovered',
      'OfficersAssigned',
      'VerificationStarted',
    ]);
  });

  it('moves it behind no state change that was recorded after it', () => {
    const events = stream(
      discovered,
      { type: 'OfficersAssigned', happenedAt: day('2021-10-20') },
      { type: 'VerificationStarted', happenedAt: ms('2021-10-20T02:00:00.000Z'), change },
    );
    const placed = inEffect(events);
    expect(types(placed)).toEqual(['ClueDiscovered', 'OfficersAssigned', 'VerificationStarted']);
    expect(placed[1].effectiveAt).toBe('2021-10-19T16:00:00.000Z');
  });

  it('moves it behind what changes no state, too: a report that was returned on that day is returned after it was signed', () => {
    const events = stream(
      discovered,
      { type: 'InterviewHeld', happenedAt: ms('2021-10-20T02:00:00.000Z') },
      { type: 'OfficersAssigned', happenedAt: day('2021-10-20') },
    );
    const placed = inEffect(events);
    expect(types(placed)).toEqual(['ClueDiscovered', 'InterviewHeld', 'OfficersAssigned']);
    expect(placed[2].effectiveAt).toBe('2021-10-20T02:00:00.000Z');
  });

  it('moves it behind no correction, which speaks of other events', () => {
    const [first, corrects, last] = stream(
      discovered,
      {
        type: 'FactCorrected',
        happenedAt: ms('2021-10-20T02:00:00.000Z'),
        data: { targetEventId: 'none', field: 'happenedAt', old: 'x', new: 'x', approvedBy: 'x' },
      },
      { type: 'OfficersAssigned', happenedAt: day('2021-10-20') },
    );
    expect(types(inEffect([first, corrects, last]))).toEqual([
      ...['ClueDiscovered', 'OfficersAssigned', 'FactCorrected'],
    ]);
  });

  it('moves it behind nothing that was recorded after it', () => {
    const events = stream(
      discovered,
      { type: 'OfficersAssigned', happenedAt: day('2021-10-20') },
      { type: 'InterviewHeld', happenedAt: ms('2021-10-20T02:00:00.000Z') },
    );
    expect(types(inEffect(events))).toEqual([
      ...['ClueDiscovered', 'OfficersAssigned', 'InterviewHeld'],
    ]);
  });

  it('takes the latest of several state changes of that day, also through one that was moved itself', () => {
    const events = stream(
      discovered,
      { type: 'Began', happenedAt: ms('2021-10-20T02:00:00.000Z'), change },
      { type: 'Ended', happenedAt: ms('2021-10-20T05:00:00.000Z'), change },
      { type: 'Closed', happenedAt: day('2021-10-20'), change },
      { type: 'Filed', happenedAt: day('2021-10-20') },
    );
    const placed = inEffect(events);
    expect(types(placed)).toEqual(['ClueDiscovered', 'Began', 'Ended', 'Closed', 'Filed']);
    expect(placed.slice(2).map(({ effectiveAt }) => effectiveAt)).toEqual(
      Array(3).fill('2021-10-20T05:00:00.000Z'),
    );
  });

  it('takes the latest one, not the last recorded: imported history may breach the order', () => {
    const events = stream(
      discovered,
      { type: 'Ended', happenedAt: ms('2021-10-20T05:00:00.000Z'), change },
      { type: 'Began', happenedAt: ms('2021-10-20T02:00:00.000Z'), change, imported: true },
      { type: 'Filed', happenedAt: day('2021-10-20') },
    );
    expect(types(inEffect(events))).toEqual(['ClueDiscovered', 'Began', 'Ended', 'Filed']);
  });

  it('counts the opening as a state change, though it may carry none', () => {
    const events = stream(
      { type: 'PersonRegistered', happenedAt: ms('2021-10-20T02:00:00.000Z') },
      { type: 'NameRecorded', happenedAt: day('2021-10-20') },
    );
    expect(inEffect(events)[1].effectiveAt).toBe('2021-10-20T02:00:00.000Z');
  });

  it('treats the minute as it treats the day: behind a state change within the same minute, no other', () => {
    const events = stream(
      discovered,
      { type: 'Began', happenedAt: ms('2021-10-20T02:00:30.500Z'), change },
      { type: 'SameMinute', happenedAt: minute('2021-10-20T02:00') },
      { type: 'MinuteBefore', happenedAt: minute('2021-10-20T01:59') },
      { type: 'ExactlyAtTheMinute', happenedAt: ms('2021-10-20T02:00:00.000Z') },
    );
    expect(types(inEffect(events))).toEqual([
      'ClueDiscovered',
      'MinuteBefore',
      'ExactlyAtTheMinute',
      'Began',
      'SameMinute',
    ]);
  });

  it('reads the local day in the zone of the event that names only a day', () => {
    const started = { type: 'Started', happenedAt: ms('2021-10-20T20:00:00.000Z'), change };
    const noted = (inZone: string) => ({
      type: 'Noted',
      happenedAt: { at: dayStart('2021-10-20', inZone), zone: inZone, precision: 'day' as const },
    });
    const last = (events: Event[]) => types(inEffect(events)).at(-1);
    expect(last(stream(discovered, started, noted('America/New_York')))).toBe('Noted');
    expect(last(stream(discovered, started, noted(zone)))).toBe('Started');
  });
});

describe('the two axes', () => {
  const events = stream(
    discovered,
    { type: 'VerificationStarted', happenedAt: ms('2021-10-20T02:00:00.000Z'), change },
    { type: 'InterviewHeld', happenedAt: day('2021-10-25') },
    { type: 'LetterReceived', happenedAt: day('2021-10-15') },
  );

  it('answer with everything when nothing is asked', () => {
    expect(types(inEffect(events))).toEqual([
      'ClueDiscovered',
      'LetterReceived',
      'VerificationStarted',
      'InterviewHeld',
    ]);
  });

  it('as of a moment leave out what happened later, and keep what happened exactly then', () => {
    const asOf = (at: string) => types(inEffect(events, { asOf: at }));
    expect(asOf('2021-10-20T02:00:00.000Z')).toEqual([
      'ClueDiscovered',
      'LetterReceived',
      'VerificationStarted',
    ]);
    expect(asOf('2021-10-20T01:59:59.999Z')).toEqual(['ClueDiscovered', 'LetterReceived']);
  });

  it('as known at a moment leave out a late record, though it happened long before', () => {
    const knownAt = (at: string) => types(inEffect(events, { knownAt: at }));
    expect(knownAt('2021-11-03T04:00:00.000000Z')).toEqual([
      'ClueDiscovered',
      'VerificationStarted',
      'InterviewHeld',
    ]);
    expect(knownAt('2021-11-04T03:59:59.999999Z')).not.toContain('LetterReceived');
    expect(knownAt('2021-11-04T04:00:00.000000Z')).toContain('LetterReceived');
  });

  it('are asked together: what was known on the 3rd about the 22nd', () => {
    const axes = { asOf: '2021-10-22T15:59:59.999Z', knownAt: '2021-11-03T15:59:59.999999Z' };
    expect(types(inEffect(events, axes))).toEqual(['ClueDiscovered', 'VerificationStarted']);
  });

  it('give nothing before the opening, neither before it happened nor before it was known', () => {
    expect(inEffect([])).toEqual([]);
    expect(inEffect(events, { asOf: '2021-10-10T15:59:59.999Z' })).toEqual([]);
    expect(inEffect(events, { knownAt: '2021-11-01T03:59:59.999999Z' })).toEqual([]);
    const openedLate = stream(
      { ...discovered, happenedAt: day('2021-10-31') },
      { type: 'LetterReceived', happenedAt: day('2021-10-15') },
    );
    expect(inEffect(openedLate, { asOf: '2021-10-20T00:00:00.000Z' })).toEqual([]);
  });

  it('cut by when an event counts, not by the day it names', () => {
    const told = stream(
      discovered,
      { type: 'VerificationStarted', happenedAt: ms('2021-10-20T02:00:00.000Z'), change },
      { type: 'OfficersAssigned', happenedAt: day('2021-10-20') },
    );
    expect(types(inEffect(told, { asOf: '2021-10-20T01:00:00.000Z' }))).toEqual(['ClueDiscovered']);
  });

  it('leave the events that they are given as they were', () => {
    const before = structuredClone(events);
    inEffect(events, { asOf: '2021-10-22T15:59:59.999Z' });
    expect(events).toEqual(before);
  });

  it('only ever grow along asOf, and agree with a fold of the first n events along knownAt', () => {
    fc.assert(
      fc.property(toldStreams, fc.nat(10), (told, known) => {
        const all = stream(discovered, ...told);
        const upTo = all.slice(0, known + 1);
        const knownAt = upTo.at(-1)?.recordedAt;
        expect(inEffect(all, { knownAt })).toEqual(inEffect(upTo));
        const whole = inEffect(all);
        const instants = whole.map(({ effectiveAt }) => effectiveAt);
        for (const asOf of instants)
          expect(inEffect(all, { asOf })).toEqual(
            asOf < whole[0].effectiveAt ? [] : whole.filter((e) => e.effectiveAt <= asOf),
          );
        expect(instants.slice(1)).toEqual(instants.slice(1).sort());
      }),
    );
  });
});

/** Up to ten events over four days, in any order and precision, some of them state changes. */
const toldStreams = fc.array(
  fc
    .record({
      date: fc.constantFrom('2021-10-10', '2021-10-11', '2021-10-12', '2021-10-13'),
      second: fc.constantFrom('02:00:00.000', '02:00:30.000', '15:59:59.999', '16:00:00.000'),
      precision: fc.constantFrom('ms', 'minute', 'day'),
      changes: fc.boolean(),
      type: fc.constantFrom('A', 'B', 'C'),
    })
    .map(({ date, second, precision, changes, type }) => ({
      type,
      happenedAt:
        precision === 'day'
          ? day(date)
          : precision === 'minute'
            ? minute(`${date}T${second.slice(0, 5)}`)
            : ms(`${date}T${second}Z`),
      ...(changes ? { change } : {}),
    })),
  { maxLength: 10 },
);
