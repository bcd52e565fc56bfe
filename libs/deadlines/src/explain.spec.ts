import { explain } from './explain.js';
import { about, clue, only, reported, started } from '../test/history.js';

const events = clue(
  started('2021-08-01'),
  about('ExtensionGranted', '2021-09-30', { by: '1M', ordinal: 1 }),
  about('ClockSuspended', '2021-10-11', { ground: 'force-majeure' }),
  about('ClockResumed', '2021-10-21'),
  about('DeadlineImposed', '2021-10-25', { at: '2021-11-30T04:00:00.000Z' }),
  reported('2021-12-01'),
);

describe('a due date explains itself', () => {
  it('in English', () => {
    expect(explain(only(events), 'en')).toEqual([
      'Started by VerificationStarted (event clue-1/2) on 2021-08-01.',
      'Rule verify: 2 months; 案件检查工作条例 1994, Art. 15 (quoted).',
      'Counted by the calendar CN-2026.1 in Asia/Shanghai.',
      '2 months from 2021-08-01, that day not counted, ends on 2021-10-01, a day off, and so on 2021-10-08: due 2021-10-08T15:59:59.999Z.',
      'Skipped: 2021-10-01 (National Day), 2021-10-02 (National Day), 2021-10-03 (National Day), 2021-10-04 (National Day), 2021-10-05 (National Day), 2021-10-06 (National Day), 2021-10-07 (National Day).',
      'Extension 1 by 1 month granted (event clue-1/3) on 2021-09-30.',
      '1 month from 2021-10-08, that day not counted, ends on 2021-11-08: due 2021-11-08T15:59:59.999Z.',
      'Suspended (event clue-1/4) on 2021-10-11, ground: force-majeure.',
      'Resumed (event clue-1/5) on 2021-10-21 after 10 days.',
      '10 days from 2021-11-08, that day not counted, ends on 2021-11-18: due 2021-11-18T15:59:59.999Z.',
      'Deadline 2021-11-30T04:00:00.000Z imposed (event clue-1/6) on 2021-10-25.',
      'Ended as met by VerificationReportSubmitted (event clue-1/7) on 2021-12-01.',
    ]);
  });

  it('in Chinese', () => {
    expect(explain(only(events), 'zh')).toEqual([
      '自2021-08-01起算，起算事件VerificationStarted（clue-1/2）。',
      '规则verify：2个月；依据案件检查工作条例 1994第15条（据原文）。',
      '适用日历CN-2026.1，时区Asia/Shanghai。',
      '自2021-08-01起2个月，起算日不计入，于2021-10-01届满，该日为休息日，顺延至2021-10-08：期限2021-10-08T15:59:59.999Z。',
      '不计入：2021-10-01（国庆节）、2021-10-02（国庆节）、2021-10-03（国庆节）、2021-10-04（国庆节）、2021-10-05（国庆节）、2021-10-06（国庆节）、2021-10-07（国庆节）。',
      '2021-09-30批准第1次延期1个月（事件clue-1/3）。',
      '自2021-10-08起1个月，起算日不计入，于2021-11-08届满：期限2021-11-08T15:59:59.999Z。',
      '2021-10-11中止计时（事件clue-1/4），事由：force-majeure。',
      '2021-10-21恢复计时（事件clue-1/5），中止10日。',
      '自2021-11-08起10日，起算日不计入，于2021-11-18届满：期限2021-11-18T15:59:59.999Z。',
      '2021-10-25确定期限为2021-11-30T04:00:00.000Z（事件clue-1/6）。',
      '2021-12-01已履行，事件VerificationReportSubmitted（clue-1/7）。',
    ]);
  });

  it('and names the make-up days that counted, and what may still change', () => {
    const transferred = (on: string) =>
      explain(only(clue({ type: 'ClueTransferred', on, data: { to: 'lz' } })), 'en');
    expect(transferred('2021-09-13').slice(3)).toEqual([
      '5 working days from 2021-09-13, that day not counted, ends on 2021-09-18: due 2021-09-18T15:59:59.999Z.',
      'Counted as make-up working days: 2021-09-18 (Mid-Autumn Festival).',
    ]);
    expect(transferred('2026-12-28').at(-1)).toBe(
      'Provisional: the days off of a year that was used are not published or not loaded.',
    );
  });
});
