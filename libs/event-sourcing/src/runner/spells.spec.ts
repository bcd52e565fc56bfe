import { temporal } from '../projection.js';
import { normalised, SpellBook } from './spells.js';
import { layoutOf } from './table.js';

const layout = layoutOf(
  temporal<{ state: string }>({
    name: 'states',
    version: 1,
    columns: { state: 'text' },
    of: () => [],
  }),
);
const K1 = '2021-10-08T01:00:00.000001Z';
const K2 = '2021-10-08T01:00:00.000002Z';

const held = (happenedFrom: string, happenedTo: string | null, state = 'held') => ({
  happenedFrom,
  happenedTo,
  row: { state },
});
const spansOf = (...spells: ReturnType<typeof held>[]) =>
  normalised(layout, spells).map(({ happenedFrom, happenedTo, cells }) => [
    happenedFrom,
    happenedTo,
    cells.state,
  ]);

describe('spells that say the same', () => {
  it('are one where they touch or overlap, in whatever order they come', () =>
    expect(
      spansOf(held('2021-03', '2021-04'), held('2021-01', '2021-03'), held('2021-02', '2021-03')),
    ).toEqual([['2021-01', '2021-04', 'held']]));
  it('stay apart where there is time between, or another row', () =>
    expect(
      spansOf(
        held('2021-01', '2021-02'),
        held('2021-03', null),
        held('2021-02', '2021-03', 'open'),
      ),
    ).toEqual([
      ['2021-01', '2021-02', 'held'],
      ['2021-03', '~', 'held'],
      ['2021-02', '2021-03', 'open'],
    ]));
  it('are nothing when they are empty, and a mistake when they end before they begin', () => {
    expect(spansOf(held('2021-01', '2021-01'))).toEqual([]);
    expect(() => spansOf(held('2021-02', '2021-01'))).toThrow('ends before it begins');
  });
});

describe('what is known of a matter', () => {
  const learnt = (...lessons: [known: string, ...spells: ReturnType<typeof held>[]][]) => {
    const book = new SpellBook(layout, 'clue-1', []);
    for (const [at, ...spells] of lessons) book.learn(normalised(layout, spells), at);
    return book.difference()?.insertions.map((row) => [row.state, row.known_from, row.known_to]);
  };

  it('ends when something else becomes known', () =>
    expect(learnt([K1, held('2021-01', null)], [K2, held('2021-01', null, 'open')])).toEqual([
      ['held', K1, K2],
      ['open', K2, '~'],
    ]));
  it('never was what the same instant takes back', () =>
    expect(learnt([K1, held('2021-01', null)], [K1, held('2021-01', null, 'open')])).toEqual([
      ['open', K1, '~'],
    ]));
  it('goes on when the same instant gives back what it took', () =>
    expect(learnt([K1, held('2021-01', null)], [K2], [K2, held('2021-01', null)])).toEqual([
      ['held', K1, '~'],
    ]));
  it('is nothing to write when nothing changed', () => expect(learnt([K1])).toBeUndefined());
  it('never runs back, though a log that rises per stream only brings an earlier instant later', () =>
    expect(learnt([K2, held('2021-01', null)], [K1, held('2021-01', null, 'open')])).toEqual([
      ['open', K2, '~'],
    ]));
});
