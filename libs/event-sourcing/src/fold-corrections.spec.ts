import { change, day, discovered, minute, ms, stream, types } from '../test/told.js';
import type { Event, HappenedAt } from './event.js';
import { corrected, inEffect, merged, noEarlier } from './fold.js';
import { dayStart } from './time.js';

describe('a correction', () => {
  const fix = (target: string, field: string, to: Event['data'][string], version: number) => ({
    type: 'FactCorrected',
    eventId: `fix-${version}`,
    happenedAt: day('2021-11-10'),
    data: { targetEventId: `clue-1/${target}`, field, old: null, new: to, approvedBy: 'wang' },
  });
  const interview = {
    type: 'InterviewHeld',
    happenedAt: day('2021-10-25'),
    data: { place: 'office', pages: 3 },
  };
  const started = {
    type: 'VerificationStarted',
    happenedAt: ms('2021-10-20T02:00:00.000Z'),
    change,
  };

  it('replaces one field of its target and stays in the list itself', () => {
    const events = stream(discovered, interview, fix('InterviewHeld', 'place', 'home', 3));
    const found = inEffect(events);
    expect(types(found)).toEqual(['ClueDiscovered', 'InterviewHeld', 'FactCorrected']);
    expect(found[1].data).toEqual({ place: 'home', pages: 3 });
  });

  it('of a date moves its target before the folding', () => {
    const moved = { ...day('2021-10-15') };
    const events = stream(
      discovered,
      started,
      interview,
      fix('InterviewHeld', 'happenedAt', moved, 4),
    );
    expect(types(inEffect(events)).slice(0, 3)).toEqual([
      'ClueDiscovered',
      'InterviewHeld',
      'VerificationStarted',
    ]);
  });

  it('of a state change moves those that stand behind it on the same day', () => {
    const events = stream(
      discovered,
      started,
      { type: 'OfficersAssigned', happenedAt: day('2021-10-20') },
      fix('VerificationStarted', 'happenedAt', { ...ms('2021-10-20T06:00:00.000Z') }, 4),
    );
    expect(inEffect(events)[2].effectiveAt).toBe('2021-10-20T06:00:00.000Z');
  });

  it('of what a process answered here takes the answer along', () => {
    const answer = {
      type: 'NumberAssigned',
      happenedAt: started.happenedAt,
      causationId: 'clue-1/VerificationStarted',
    };
    const later = { ...ms('2021-10-20T06:00:00.000Z') };
    const events = stream(
      discovered,
      started,
      answer,
      fix('VerificationStarted', 'happenedAt', later, 4),
    );
    expect(types(inEffect(events)).slice(1, 3)).toEqual(['VerificationStarted', 'NumberAssigned']);
    expect(inEffect(events)[2].effectiveAt).toBe(later.at);
  });

  it('to an earlier time leaves the answer where it was told', () => {
    const answer = {
      type: 'NumberAssigned',
      happenedAt: started.happenedAt,
      causationId: 'clue-1/VerificationStarted',
    };
    const earlier = { ...ms('2021-10-20T01:00:00.000Z') };
    const events = stream(
      discovered,
      started,
      answer,
      fix('VerificationStarted', 'happenedAt', earlier, 4),
    );
    expect(inEffect(events)[2].effectiveAt).toBe(started.happenedAt.at);
  });

  it('to a zone that there is not leaves the day in the zone in which it was told', () => {
    const nowhere = { ...day('2021-10-20'), zone: 'Mars/X' };
    const events = stream(
      discovered,
      started,
      interview,
      fix('InterviewHeld', 'happenedAt', nowhere, 4),
    );
    const found = inEffect(events);
    expect(types(found)[2]).toBe('InterviewHeld');
    expect(found[2].happenedAt).toEqual(day('2021-10-20'));
  });

  it('applies as soon as it is known, also to a question about a day before it happened', () => {
    const events = stream(discovered, interview, fix('InterviewHeld', 'place', 'home', 3));
    const found = inEffect(events, { asOf: '2021-10-31T15:59:59.999Z' });
    expect(types(found)).toEqual(['ClueDiscovered', 'InterviewHeld']);
    expect(found[1].data.place).toBe('home');
  });

  it('is not yet there for who asks what was known before it', () => {
    const events = stream(discovered, interview, fix('InterviewHeld', 'place', 'home', 3));
    const found = inEffect(events, { knownAt: '2021-11-02T15:59:59.999999Z' });
    expect(found[1].data.place).toBe('office');
  });

  it('yields to a later one of the same field', () => {
    const events = stream(
      discovered,
      interview,
      fix('InterviewHeld', 'place', 'home', 3),
      fix('InterviewHeld', 'pages', 4, 4),
      fix('InterviewHeld', 'place', 'station', 5),
    );
    expect(inEffect(events)[1].data).toEqual({ place: 'station', pages: 4 });
  });

  it('of an event that stands elsewhere changes nothing here', () => {
    const events = stream(discovered, interview, fix('Elsewhere', 'place', 'home', 3));
    expect(corrected(events)).toEqual(events);
  });

  it('leaves the recorded event as it was written', () => {
    const events = stream(discovered, interview, fix('InterviewHeld', 'place', 'home', 3));
    const before = structuredClone(events);
    corrected(events);
    expect(events).toEqual(before);
  });
});

describe('several streams in one order', () => {
  const own = inEffect(
    stream(
      { ...discovered, happenedAt: day('2021-10-20') },
      { type: 'Held', happenedAt: ms('2021-10-25T02:00:00.000Z') },
    ),
  );
  const linked = inEffect(
    stream(
      { type: 'CaseOpened', stream: 'case-1', happenedAt: day('2021-10-15') },
      { type: 'CaseClosed', stream: 'case-1', happenedAt: ms('2021-10-25T02:00:00.000Z') },
    ),
  );

  it('keep the clue’s own opening first, then go by when each event counts', () => {
    expect(types(merged([own, linked]))).toEqual([
      'ClueDiscovered',
      'CaseOpened',
      'Held',
      'CaseClosed',
    ]);
  });

  it('go by the time of record where two events of different streams count from one instant', () => {
    const recordedAt = '2021-11-01T05:00:00.000000Z';
    const early = linked.map((e) => (e.type === 'CaseClosed' ? { ...e, recordedAt } : e));
    expect(types(merged([own, early]))).toEqual([
      'ClueDiscovered',
      'CaseOpened',
      'CaseClosed',
      'Held',
    ]);
  });

  it('are what the one stream says when nothing is linked, and nothing without an opening', () => {
    expect(merged([own])).toEqual(own);
    expect(merged([])).toEqual([]);
    expect(merged([[], linked])).toEqual([]);
  });

  it('have one order for two events of one instant and one append: that of their versions', () => {
    const at = ms('2021-10-28T02:00:00.000Z');
    const recordedAt = '2021-11-20T00:00:00.000000Z';
    const pair = inEffect(
      stream(
        { type: 'CaseOpened', stream: 'case-1', happenedAt: day('2021-10-15') },
        { type: 'One', stream: 'case-1', happenedAt: at, recordedAt },
        { type: 'Two', stream: 'case-1', happenedAt: at, recordedAt },
      ),
    );
    expect(types(merged([own, [...pair].reverse()])).slice(-2)).toEqual(['One', 'Two']);
  });
});

describe('no earlier than', () => {
  const noon = ms('2021-10-20T04:00:30.000Z');
  it.each([
    ['a millisecond later', ms('2021-10-20T04:00:30.001Z'), noon, true],
    ['the same instant', noon, noon, true],
    ['a millisecond earlier', ms('2021-10-20T04:00:29.999Z'), noon, false],
    ['the same minute, truncated', minute('2021-10-20T04:00'), noon, true],
    ['the minute before', minute('2021-10-20T03:59'), noon, false],
    [
      'an instant within the minute',
      ms('2021-10-20T04:00:00.000Z'),
      minute('2021-10-20T04:00'),
      true,
    ],
    ['the same day', day('2021-10-20'), noon, true],
    ['the day before', day('2021-10-19'), noon, false],
    [
      'the last instant of the day before',
      ms('2021-10-19T15:59:59.999Z'),
      day('2021-10-20'),
      false,
    ],
    ['the first instant of the day', ms('2021-10-19T16:00:00.000Z'), day('2021-10-20'), true],
    ['a minute of a later day', minute('2021-10-21T00:00'), day('2021-10-20'), true],
  ])('is compared at the coarser precision: %s', (_, next, previous, expected) => {
    expect(noEarlier(next, previous)).toBe(expected);
  });

  it('reads the day in the zone of the event that names a day', () => {
    const newYork: HappenedAt = {
      at: dayStart('2021-10-20', 'America/New_York'),
      zone: 'America/New_York',
      precision: 'day',
    };
    const lateInNewYork = ms('2021-10-21T03:00:00.000Z');
    expect(noEarlier(newYork, lateInNewYork)).toBe(true);
    expect(noEarlier(day('2021-10-20'), lateInNewYork)).toBe(false);
  });
});
