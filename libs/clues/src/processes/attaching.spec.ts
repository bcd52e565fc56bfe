import { discovered, idOfClue, stamped } from '../testing/told.js';
import { REPORT_ID, REPORT_STREAM } from '../testing/told-report.js';
import { attaching } from './attaching.js';

const PARENT = '5e3b9a58-2021-5008-9a58-0d6f7b525c0f';
const TOLD = {
  step: `tell-${REPORT_ID}`,
  kind: 'report',
  stream: REPORT_STREAM,
  command: 'recordAttached',
  input: { clueId: idOfClue },
};

describe('the process that tells reports of their clues', () => {
  it.each(['ClueDiscovered', 'ClueMergedIn', 'ClueSplitOff'] as const)(
    'tells each report that %s names',
    (type) => {
      const other = '5e3b9a58-2021-5009-9a58-0d6f7b525c0f';
      const reports = [REPORT_ID, other].map((reportId) => ({ reportId, realName: true }));
      const [event] = stamped([discovered({ type, data: { reports } })]);
      const [first, second, ...rest] = attaching.on[type]?.(event) ?? [];
      expect(first).toEqual(TOLD);
      expect(second).toMatchObject({ step: `tell-${other}`, stream: `report-${other}` });
      expect(rest).toEqual([]);
    },
  );

  it('tells the one that is attached', () => {
    const data = { reportId: REPORT_ID, realName: false };
    const [event] = stamped([discovered({ type: 'ReportAttached', data })]);
    expect(attaching.on['ReportAttached']?.(event)).toEqual([TOLD]);
  });

  it.each([
    ['ClueSplitOff', { parent: PARENT }],
    ['ClueMergedIn', { clueId: PARENT }],
  ])('says which clue goes on in it: %s', (type, data) => {
    const reports = [{ reportId: REPORT_ID, realName: true }];
    const [event] = stamped([discovered({ type, data: { ...data, reports } })]);
    expect(attaching.on[type]?.(event)).toEqual([
      { ...TOLD, input: { clueId: idOfClue, insteadOf: PARENT } },
    ]);
  });

  it('tells each report of a clue that was sent up sealed', () => {
    const data = { to: 'guizhou', reports: [{ reportId: REPORT_ID, realName: true }] };
    const [event] = stamped([discovered({ type: 'ClueReferredUpSealed', data })]);
    expect(attaching.on['ClueReferredUpSealed']?.(event)).toEqual([
      {
        ...TOLD,
        step: `send-up-${REPORT_ID}`,
        command: 'recordSentUp',
        input: { clueId: idOfClue, to: 'guizhou' },
      },
    ]);
  });

  it('tells nobody where there is no report', () => {
    const [event] = stamped([discovered()]);
    expect(attaching.on['ClueDiscovered']?.(event)).toEqual([]);
  });
});
