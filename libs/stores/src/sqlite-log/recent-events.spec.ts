import { checkDrafts, recordedAtOf } from '@cluetrail/event-sourcing';
import { draft } from '../shared/testing/draft.js';
import type { Place } from './messages.js';
import { RecentEvents } from './recent-events.js';

/** An append of `count` events behind `version`, as the writer answers it. */
function appended(stream: string, version: number, position: number, count = 1) {
  const checked = checkDrafts(
    stream,
    version,
    Array.from({ length: count }, () => draft(stream)),
  );
  const places = checked.map((_, index): Place => [
    position + index,
    version + index + 1,
    recordedAtOf(position + index),
  ]);
  return { checked, places, head: position - 1 };
}

describe('the events that were written last', () => {
  const versions = (recent: RecentEvents, stream: string, from = 1) =>
    recent.read(stream, from, Infinity)?.map(({ event: { version } }) => version);

  it('answer for a stream from where they begin to its end', () => {
    const recent = new RecentEvents();
    recent.appended('clue-a', appended('clue-a', 4, 10, 2));
    recent.appended('clue-a', appended('clue-a', 6, 12));
    expect(versions(recent, 'clue-a', 5)).toEqual([5, 6, 7]);
    expect(recent.read('clue-a', 6, 1)?.map(({ position }) => position)).toEqual([11n]);
    expect(versions(recent, 'clue-a', 8)).toEqual([]);
    expect(versions(recent, 'clue-a', 4)).toBeUndefined();
    expect(versions(recent, 'clue-b')).toBeUndefined();
  });

  it('take a retry for nothing new, also in the group of what it repeats', () => {
    const recent = new RecentEvents();
    const first = appended('clue-a', 0, 1);
    for (let times = 0; times < 2; times++) recent.appended('clue-a', first);
    expect(versions(recent, 'clue-a')).toEqual([1]);
    recent.appended('clue-b', { ...appended('clue-b', 0, 2), head: 9 });
    expect(versions(recent, 'clue-b')).toBeUndefined();
  });

  it('take a retry for nothing new, also once the stream that it repeats was forgotten', () => {
    const [one] = appended('clue-a', 0, 1).checked;
    const recent = new RecentEvents(one.bytes.length * 2.5);
    const group = [
      ['clue-a', appended('clue-a', 0, 1)],
      ['clue-a', appended('clue-a', 1, 2)],
      ['clue-b', appended('clue-b', 0, 3, 2)],
      ['clue-a', appended('clue-a', 0, 1)],
    ] as const;
    for (const [stream, found] of group) recent.appended(stream, { ...found, head: 0 });
    expect(versions(recent, 'clue-a')).toBeUndefined();
    expect(versions(recent, 'clue-b')).toEqual([1, 2]);
  });

  it('forget the stream that was written longest ago when there are too many bytes', () => {
    const [one] = appended('clue-a', 0, 1).checked;
    const recent = new RecentEvents(one.bytes.length * 2.5);
    for (const [index, stream] of ['clue-a', 'clue-b', 'clue-a', 'clue-c'].entries())
      recent.appended(stream, appended(stream, index === 2 ? 1 : 0, index + 1));
    expect(['clue-a', 'clue-b', 'clue-c'].map((stream) => versions(recent, stream))).toEqual([
      undefined,
      undefined,
      [1],
    ]);
  });
});
