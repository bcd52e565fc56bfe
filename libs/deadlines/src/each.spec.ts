import { obligations } from './engine.js';
import type { ObligationRule } from './rule.js';
import { clue, places, verify, type Told } from '../test/history.js';

const reply: ObligationRule = {
  ...verify,
  ...{ code: 'reply', length: '15W', each: 'personId' },
  ...{ starts: ['InquiryLetterIssued'], meets: ['InquiryReplied'], cancels: ['TalkConcluded'] },
};
const letter = (personId: string, on: string): Told => ({
  ...{ type: 'InquiryLetterIssued', on, data: { personId } },
});
const answer = (personId: string, on: string): Told => ({
  ...{ type: 'InquiryReplied', on, data: { personId } },
});

function clocks(...told: readonly Told[]) {
  const all = obligations({ events: clue(...told), rules: [reply], places });
  return all.map(({ key, state, dueOn }) => `${key} ${dueOn} ${state}`);
}

describe('a clock for each', () => {
  const both = [letter('zhao', '2021-09-02'), letter('qian', '2021-09-22')];

  it('begins beside one that runs', () => {
    expect(clocks(...both)).toEqual(['reply#1 2021-09-24 open', 'reply#2 2021-10-18 open']);
  });

  it('is met by what is of the same', () => {
    expect(clocks(...both, answer('qian', '2021-09-23'))).toEqual([
      'reply#1 2021-09-24 open',
      'reply#2 2021-10-18 met',
    ]);
    expect(clocks(...both, answer('sun', '2021-09-23'))).toEqual(clocks(...both));
  });

  it('is met one by one, the first of them first', () => {
    const twice = [letter('zhao', '2021-09-02'), letter('zhao', '2021-09-22')];
    expect(clocks(...twice, answer('zhao', '2021-09-23'))).toEqual([
      'reply#1 2021-09-24 met',
      'reply#2 2021-10-18 open',
    ]);
  });

  it('ends with all others by what cancels it', () => {
    expect(clocks(...both, { type: 'TalkConcluded', on: '2021-09-27' })).toEqual([
      'reply#1 2021-09-24 cancelled',
      'reply#2 2021-10-18 cancelled',
    ]);
  });
});
