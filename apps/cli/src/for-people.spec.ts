import { deadlinesForPeople, historyForPeople } from './for-people.js';
import { widthOf } from './text-width.js';

const EVENT = {
  type: 'VerificationStarted',
  title: { en: 'Start the verification', zh: '启动初步核实' },
  actor: { personId: 'head-nn', role: 'unit-head' },
};

/** What is told of one event, heads and rule left out. */
function cells(happenedAt: object, effectiveAt: string, recordedAt: string): string[] {
  const [zone, , , row] = historyForPeople(
    { items: [{ ...EVENT, happenedAt, effectiveAt, recordedAt }] },
    160,
  ).split('\n');
  return [zone, ...row.split(/ {2,}/)];
}

describe('the history of a clue, for people', () => {
  it('names what each event belongs to, where that is more than the clue itself', () => {
    const at = '2026-10-10T02:30:00.000Z';
    const event = {
      ...{ ...EVENT, effectiveAt: at, recordedAt: '2026-10-10T02:30:00.000001Z' },
      happenedAt: { at, zone: 'Asia/Shanghai', precision: 'ms' },
    };
    const told = (...streams: string[]) =>
      historyForPeople({ items: streams.map((stream) => ({ ...event, stream })) }, 200)
        .split('\n')
        .slice(3)
        .map((row) => row.split(/ {2,}/)[2]);
    const what = 'Start the verification 启动初步核实';
    const [mine, other] = ['clue-5e3b9a58-2021', 'clue-6f4c0b69-2021'];
    expect(told(mine, mine)).toEqual([what, what]);
    expect(told(mine, 'case-7a5d1c7a-2021')).toEqual([what, 'case 7a5d1c7a']);
    expect(told(mine, other)).toEqual(['clue 5e3b9a58', 'clue 6f4c0b69']);
  });

  it('says in how many more clues it goes on than are told', () => {
    const at = '2026-10-10T02:30:00.000Z';
    const happenedAt = { at, zone: 'Asia/Shanghai', precision: 'ms' };
    const items = [{ ...EVENT, happenedAt, effectiveAt: at, recordedAt: at }];
    const last = (answer: object) => historyForPeople(answer, 160).split('\n').at(-1);
    expect(last({ items, untold: 7 })).toBe('(it goes on in 7 more, each with its own history)');
    expect(last({ items })).toContain(EVENT.title.en);
  });

  it('tells a day as the day that was entered, not as the day before it in Greenwich', () => {
    const at = '2026-10-09T16:00:00.000Z';
    expect(
      cells({ at, zone: 'Asia/Shanghai', precision: 'day' }, at, '2026-10-10T02:30:00.000001Z'),
    ).toEqual([
      'times in Asia/Shanghai',
      '2026-10-10',
      '2026-10-10 10:30',
      'Start the verification 启动初步核实',
      'head-nn (unit-head)',
    ]);
  });

  it.each([
    ['2026-10-12T15:59:00.000000Z', '2026-10-12 23:59', '2 d'],
    ['2026-10-12T16:01:00.000000Z', '2026-10-13 00:01', '3 d'],
  ])('counts days late by the calendar of the place: recorded %s', (recordedAt, recorded, late) => {
    const at = '2026-10-09T16:00:00.000Z';
    const told = cells({ at, zone: 'Asia/Shanghai', precision: 'day' }, at, recordedAt);
    expect(told.slice(1, 4)).toEqual(['2026-10-10', recorded, late]);
  });

  it('is late by a day from one evening to the next morning', () => {
    const at = '2026-10-10T15:50:00.000Z';
    const told = cells(
      { at, zone: 'Asia/Shanghai', precision: 'ms' },
      at,
      '2026-10-10T16:10:00.000000Z',
    );
    expect(told.slice(1, 4)).toEqual(['2026-10-10 23:50', '2026-10-11 00:10', '1 d']);
  });

  it('names each zone where there are several', () => {
    const at = '2011-10-11T11:45:40.276Z';
    const recordedAt = '2011-10-11T11:45:41.000000Z';
    const items = ['Europe/Amsterdam', 'Asia/Shanghai'].map((zone) => ({
      ...EVENT,
      ...{ happenedAt: { at, zone, precision: 'ms' }, effectiveAt: at, recordedAt },
    }));
    const lines = historyForPeople({ items }, 160).split('\n');
    expect(lines[0]).toBe('times in the zone of each row: Asia/Shanghai, Europe/Amsterdam');
    expect(lines[3]).toMatch(/^2011-10-11 13:45 .*Europe\/Amsterdam$/);
    expect(lines[4]).toMatch(/^2011-10-11 19:45 .*Asia\/Shanghai$/);
  });
});

describe('the deadlines of a clue, for people', () => {
  const told = (explanation: object, width?: number) =>
    deadlinesForPeople(
      {
        items: [
          {
            ...{ key: 'sign#1', state: 'met', dueOn: '2026-03-04', overdue: false },
            ...{ zone: 'Asia/Shanghai', explanation },
          },
        ],
      },
      width,
    );

  it('tell each due by the day on which it falls there', () => {
    const line = 'ends on 2026-03-04: due 2026-03-04T15:59:59.999Z.';
    expect(told({ en: [line], zh: [] })).toBe(
      'sign#1  met, due 2026-03-04\n  ends on 2026-03-04: due 2026-03-04.',
    );
  });

  it.each([60, 80])('fit into %i columns, and lose no word', (width) => {
    const en = 'Skipped: 2026-02-28 (weekend), 2026-03-01 (weekend), 2026-03-02 (holiday). '.repeat(
      3,
    );
    const zh = '跳过：二月二十八日（周末）、三月一日（周末）、三月二日（节假日）。'.repeat(3);
    const lines = told({ en: [en.trim()], zh: [zh] }, width).split('\n');
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    const words = lines.slice(1).join(' ').replace(/\s+/g, '');
    expect(words).toBe(`${en}${zh}`.replace(/\s+/g, ''));
  });
});
