import { eventSummary } from './event-summary.js';

describe('what an event says in one line', () => {
  it('tells two steps of a verification apart', () => {
    expect(
      eventSummary({ data: { kind: 'talk', officers: ['li', 'wang'], note: '谈话一次' } }),
    ).toEqual({
      en: 'kind: talk · officers: li, wang · note: 谈话一次',
      zh: '方式：谈话；承办人：li、wang；备注：谈话一次',
    });
  });

  it('says of a text only that there is one, where it may not be read, is no more, or lacks its key', () => {
    const data = { to: 'nn', direction: 'down', note: { sealed: true } };
    expect(eventSummary({ data, reason: { destroyed: true } })).toEqual({
      en: 'to: nn · direction: down · note: [sealed] · reason: [destroyed]',
      zh: '移送至：nn；方向：下交；备注：〔密〕；事由：〔已销毁〕',
    });
    expect(eventSummary({ data: {}, reason: { keyMissing: true } })).toEqual({
      en: 'reason: [key missing]',
      zh: '事由：〔密钥缺失〕',
    });
  });

  it('names people by their ids, findings by their results, reports by the head of their digest', () => {
    const findings = [{ matter: '补贴', result: 'partly', note: { sealed: true } }];
    const data = { subjects: [{ personId: 'zhao' }], digest: 'ab'.repeat(32), findings };
    expect(eventSummary({ data }).en).toBe(
      'about: zhao · digest: abababab… · findings: 补贴 partly substantiated [sealed]',
    );
  });

  it('says of a correction what stood there and what stands there now', () => {
    const at = { zone: 'UTC', precision: 'ms' };
    const data = {
      ...{ targetEventId: 'e', field: 'happenedAt', approvedBy: 'gao' },
      ...{
        old: { ...at, at: '2021-10-01T00:00:00.000Z' },
        new: { ...at, at: '2021-09-30T00:00:00.000Z' },
      },
    };
    expect(eventSummary({ data, reason: '有误' }).zh).toBe(
      '发生时间：2021-10-01T00:00:00.000Z → 2021-09-30T00:00:00.000Z；事由：有误',
    );
    const source = { field: 'source', old: 'audit', new: 'report' };
    expect(eventSummary({ data: source }).zh).toBe('来源：审计 → 信访举报');
  });

  it('is the step of the clue where the event says nothing itself', () => {
    const change = { from: { en: 'In transit', zh: '移送中' }, to: { en: 'With', zh: '承办' } };
    expect(eventSummary({ data: {}, change })).toEqual({
      en: 'In transit → With',
      zh: '移送中 → 承办',
    });
    expect(eventSummary({ data: {} })).toEqual({ en: '', zh: '' });
  });

  it('tells fields and codes without words by their names, and none by an inherited one', () => {
    expect(eventSummary({ data: { priority: 'urgent', kind: 'constructor' } })).toEqual({
      en: 'kind: constructor · priority: urgent',
      zh: '方式：constructor；priority：urgent',
    });
  });

  it('is short: a long text is cut by whole characters, its lines are one', () => {
    const { en } = eventSummary({ data: { summary: `一\n${'😀'.repeat(200)}` } });
    expect(en).toBe(`summary: 一 ${'😀'.repeat(77)}…`);
  });
});
