import { card, table } from './table.js';
import { widthOf, wrapped } from './text-width.js';

const CLUE = 'b5a2651b-03d0-5462-b1aa-3c74041dd2ba';
const WIDEST = (text: string) => Math.max(...text.split('\n').map(widthOf));

describe('a table for people', () => {
  const rows = [
    {
      clue: CLUE,
      title: { en: 'Preliminary verification', zh: '初步核实' },
      officers: ['officer-nn-1', 'officer-nn-2', 'officer-nn-3'],
      dueOn: '2021-10-31',
      summary: '反映陈某某在乡村振兴项目中收受礼金，并为其亲属承揽工程提供便利',
      nothing: null,
      none: [],
    },
  ];

  it.each([60, 80, 100, 200])('is never wider than %s columns, and keeps ids whole', (width) => {
    const made = table(rows, width);
    expect(WIDEST(made)).toBeLessThanOrEqual(width);
    expect(made).toContain(CLUE);
    expect(made).not.toMatch(/nothing|none|[{}"]/);
  });

  it('names the columns for which there is no room', () => {
    expect(table(rows, 60)).toMatch(/\(too narrow for .*summary; --json has all\)$/);
    expect(table(rows, 200)).not.toContain('too narrow');
  });

  it('lines up behind Chinese, which takes two columns a character', () => {
    const [, , first, second] = table([
      { name: '毕节', at: 'x' },
      { name: 'Bijie', at: 'x' },
    ]).split('\n');
    expect(widthOf(first)).toBe(widthOf(second));
  });

  it('says what was cut', () => {
    expect(wrapped('一二三四五六', 4, 2)).toEqual(['一二', '三…']);
    expect(wrapped('assign two officers', 10, 4)).toEqual(['assign two', 'officers']);
    expect(wrapped('x'.repeat(9), 4, 4)).toEqual(['xxxx', 'xxxx', 'x']);
  });

  it('is of no use to who would steer the terminal', () => {
    expect(table([{ name: '\u001b[31mred\u0007' }])).not.toMatch(/[\u001b\u0007]/);
  });
});

describe('a card for people', () => {
  it('has a line for each field that says something, and no JSON', () => {
    const told = card({
      ok: true,
      events: 3471,
      firstBad: null,
      problems: [],
      readSide: { state: 'idle', behind: 0 },
    });
    expect(told).toBe('ok         yes\nevents     3471\nread side  state idle, behind 0');
  });

  it('puts what has fields of its own below its name, as people named them', () => {
    expect(
      card({ summary: { organs: { added: 4 }, people: { added: 2 } }, by: { disposalPending: 1 } }),
    ).toBe('summary\n  organs  added 4\n  people  added 2\nby       disposalPending 1');
  });

  it('lists problems as a table', () => {
    expect(card({ ok: false, problems: [{ position: 3, what: 'leaf' }] })).toBe(
      'ok        no\nproblems\n  position  what\n  ────────  ────\n  3         leaf',
    );
  });
});
