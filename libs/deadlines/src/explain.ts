import type { CountedStep, Obligation, Step } from './obligation.js';
import type { SkippedDay } from './period.js';

export type Language = 'en' | 'zh';

/** The derivation as sentences, in order: start, rule, calendar, each count with its skipped days, what moved it. */
export function explain(obligation: Obligation, language: Language): readonly string[] {
  const sentence = language === 'en' ? english : chinese;
  const sentences = obligation.steps.flatMap((step) => sentence(step));
  return obligation.provisional ? [...sentences, PROVISIONAL[language]] : sentences;
}

const PROVISIONAL = {
  en: 'Provisional: the days off of a year that was used are not published or not loaded.',
  zh: '暂定：所用年份的放假安排尚未公布或者尚未载入。',
};

function english(step: Step): readonly string[] {
  switch (step.kind) {
    case 'started':
      return [`Started by ${step.type} (event ${step.eventId}) on ${step.on}.`];
    case 'rule':
      return [
        `Rule ${step.code}: ${step.length === null ? 'deadline imposed from outside' : englishPeriod(step.length)}; ${step.source}${step.article ? `, Art. ${step.article}` : ''} (${step.confidence}).`,
      ];
    case 'calendar':
      return [`Counted by the calendar ${step.calendar} in ${step.zone}.`];
    case 'counted':
      return englishCount(step);
    case 'imposed':
      return [`Deadline ${step.due} imposed (event ${step.eventId}) on ${step.on}.`];
    case 'anchored':
      return [`Counted anew from ${step.type} (event ${step.eventId}) on ${step.on}.`];
    case 'inherited':
      return [
        `Due ${step.due} taken over from another clue (event ${step.eventId}) on ${step.on}.`,
      ];
    case 'revived':
      return [
        `Runs on: what had ended it was undone by ${step.type} (event ${step.eventId}) on ${step.on}.`,
      ];
    case 'extended':
      return [
        `Extension ${step.ordinal} by ${englishPeriod(step.by)} granted (event ${step.eventId}) on ${step.on}.`,
      ];
    case 'suspended':
      return [
        `Suspended (event ${step.eventId}) on ${step.on}${step.ground ? `, ground: ${step.ground}` : ''}.`,
      ];
    case 'resumed':
      return [`Resumed (event ${step.eventId}) on ${step.on} after ${step.days} ${step.unit}.`];
    case 'ended':
      return [`Ended as ${step.state} by ${step.type} (event ${step.eventId}) on ${step.on}.`];
    default:
      throw new Error(`unreachable: ${step satisfies never}`);
  }
}

function chinese(step: Step): readonly string[] {
  switch (step.kind) {
    case 'started':
      return [`自${step.on}起算，起算事件${step.type}（${step.eventId}）。`];
    case 'rule':
      return [
        `规则${step.code}：${step.length === null ? '期限由外部确定' : chinesePeriod(step.length)}；依据${step.source}${step.article ? `第${step.article}条` : ''}（${CONFIDENCE[step.confidence]}）。`,
      ];
    case 'calendar':
      return [`适用日历${step.calendar}，时区${step.zone}。`];
    case 'counted':
      return chineseCount(step);
    case 'imposed':
      return [`${step.on}确定期限为${step.due}（事件${step.eventId}）。`];
    case 'anchored':
      return [`自${step.on}的事件${step.type}（${step.eventId}）重新起算。`];
    case 'inherited':
      return [`${step.on}承接其他线索的期限${step.due}（事件${step.eventId}）。`];
    case 'revived':
      return [`${step.on}继续计时：终止事由经${step.type}（事件${step.eventId}）撤销。`];
    case 'extended':
      return [
        `${step.on}批准第${step.ordinal}次延期${chinesePeriod(step.by)}（事件${step.eventId}）。`,
      ];
    case 'suspended':
      return [
        `${step.on}中止计时（事件${step.eventId}）${step.ground ? `，事由：${step.ground}` : ''}。`,
      ];
    case 'resumed':
      return [
        `${step.on}恢复计时（事件${step.eventId}），中止${step.days}${step.unit === 'days' ? '日' : '个工作日'}。`,
      ];
    case 'ended':
      return [
        `${step.on}${step.state === 'met' ? '已履行' : '已取消'}，事件${step.type}（${step.eventId}）。`,
      ];
    default:
      throw new Error(`unreachable: ${step satisfies never}`);
  }
}

function englishCount(step: CountedStep): readonly string[] {
  const end = step.rolledFrom
    ? `ends on ${step.rolledFrom}, a day off, and so on ${step.dueOn}`
    : `ends on ${step.dueOn}`;
  const days = (list: readonly SkippedDay[]) =>
    list.map(({ on, why }) => `${on} (${why.en})`).join(', ');
  return [
    `${englishPeriod(step.period)} from ${step.from}${isInstant(step.from) ? '' : ', that day not counted'}, ${end}: due ${step.due}.`,
    ...(step.skipped.length > 0 ? [`Skipped: ${days(step.skipped)}.`] : []),
    ...(step.makeUp.length > 0 ? [`Counted as make-up working days: ${days(step.makeUp)}.`] : []),
  ];
}

function chineseCount(step: CountedStep): readonly string[] {
  const end = step.rolledFrom
    ? `于${step.rolledFrom}届满，该日为休息日，顺延至${step.dueOn}`
    : `于${step.dueOn}届满`;
  const days = (list: readonly SkippedDay[]) =>
    list.map(({ on, why }) => `${on}（${why.zh}）`).join('、');
  return [
    `自${step.from}起${chinesePeriod(step.period)}，${isInstant(step.from) ? '' : '起算日不计入，'}${end}：期限${step.due}。`,
    ...(step.skipped.length > 0 ? [`不计入：${days(step.skipped)}。`] : []),
    ...(step.makeUp.length > 0 ? [`调休上班日计入：${days(step.makeUp)}。`] : []),
  ];
}

const CONFIDENCE = {
  quoted: '据原文',
  secondary: '据二手资料',
  memory: '凭记忆',
  unsure: '不确定',
  design: '自行设计',
};

const UNITS: { readonly [unit: string]: { readonly en: string; readonly zh: string } } = {
  W: { en: 'working day', zh: '个工作日' },
  d: { en: 'day', zh: '日' },
  M: { en: 'month', zh: '个月' },
  h: { en: 'hour', zh: '小时' },
  ms: { en: 'millisecond', zh: '毫秒' },
};

function englishPeriod(period: string): string {
  const [count, unit] = parts(period);
  return `${count} ${UNITS[unit].en}${count === '1' ? '' : 's'}`;
}

function chinesePeriod(period: string): string {
  const [count, unit] = parts(period);
  return `${count}${UNITS[unit].zh}`;
}

function isInstant(from: string): boolean {
  return from.includes('T');
}

function parts(period: string): readonly [count: string, unit: string] {
  const count = String(Number.parseInt(period, 10));
  return [count, period.slice(count.length)];
}
