import type { Sentence } from './refusals.js';

type Words = Readonly<Record<string, Sentence>>;

/** Fields of events as people call them, in the order in which they are told; one without words is told last, by its name. */
export const FIELDS: Words = {
  number: w('number', '编号'),
  obligation: w('clock', '期限事项'),
  source: w('source', '来源'),
  channel: w('channel', '渠道'),
  discoveredOn: w('discovered on', '发现日期'),
  dueOn: w('due', '期限'),
  extensions: w('extended before', '已延期次数'),
  realName: w('real name', '实名'),
  higher: w('belongs above', '属上级受理'),
  to: w('to', '移送至'),
  direction: w('direction', '方向'),
  way: w('way', '处置方式'),
  kind: w('kind', '方式'),
  outcome: w('outcome', '结果'),
  proposal: w('proposal', '建议'),
  finding: w('finding', '结论'),
  ground: w('ground', '理由'),
  level: w('level', '密级'),
  activity: w('activity', '活动'),
  by: w('by', '由'),
  at: w('due', '期限'),
  subjects: w('about', '被反映人'),
  officers: w('officers', '承办人'),
  team: w('team', '核查组'),
  field: w('field', '领域'),
  violationTypes: w('violations', '问题类型'),
  digest: w('digest', '摘要值'),
  findings: w('findings', '核实情况'),
  happenedAt: w('happened at', '发生时间'),
  summary: w('summary', '摘要'),
  text: w('text', '内容'),
  note: w('note', '备注'),
  plan: w('plan', '方案'),
  report: w('report', '报告'),
  reason: w('reason', '事由'),
};

const OUTCOMES: Words = {
  file: w('file', '立案'),
  close: w('close', '了结'),
  talk: w('talk', '谈话提醒'),
  hold: w('hold', '暂存待查'),
  refer: w('refer', '移送'),
};

/** Codes by their field; one without words is told as it is. */
export const CODES: Readonly<Record<string, Words>> = {
  source: {
    report: w('report', '信访举报'),
    inspection: w('inspection', '巡视巡察'),
    audit: w('audit', '审计'),
    'judicial-transfer': w('judicial transfer', '司法机关移送'),
    supervision: w('supervision', '监督检查'),
    'assigned-from-above': w('assigned from above', '上级交办'),
    'voluntary-surrender': w('voluntary surrender', '主动投案'),
    other: w('other', '其他'),
  },
  channel: {
    letter: w('letter', '来信'),
    visit: w('visit', '来访'),
    call: w('call', '来电'),
    online: w('online', '网络'),
    other: w('other', '其他'),
  },
  realName: { true: w('yes', '是'), false: w('no', '否') },
  higher: { true: w('yes', '是'), false: w('no', '否') },
  direction: {
    up: w('up', '上报'),
    down: w('down', '下交'),
    across: w('across', '平级移送'),
    designated: w('designated', '指定管辖'),
    raised: w('raised', '提级办理'),
  },
  way: {
    talkInquiry: w('talk or written inquiry', '谈话函询'),
    verify: w('verify', '初步核实'),
    hold: w('hold', '暂存待查'),
    close: w('close', '予以了结'),
  },
  kind: {
    talk: w('talk', '谈话'),
    retrieval: w('retrieval', '调取'),
    query: w('query', '查询'),
    appraisal: w('appraisal', '鉴定'),
    'site-examination': w('site examination', '勘验检查'),
  },
  result: {
    substantiated: w('substantiated', '属实'),
    partly: w('partly substantiated', '部分属实'),
    unsubstantiated: w('unsubstantiated', '不属实'),
    unverifiable: w('unverifiable', '无法查实'),
  },
  proposal: OUTCOMES,
  outcome: {
    ...OUTCOMES,
    'no-violation': w('no violation', '无违纪'),
    'talk-reminder': w('talk and reminder', '谈话提醒'),
    sanctioned: w('sanctioned', '给予处分'),
    'referred-to-procuratorate': w('referred to the procuratorate', '移送检察机关'),
    'referred-to-party-organ': w('referred to a party organ', '移送党组织'),
    clarified: w('clarified', '澄清'),
  },
  ground: {
    untrue: w('untrue', '失实'),
    unverifiable: w('unverifiable', '无法查实'),
    handled: w('handled already', '已办理'),
    'no-jurisdiction': w('no jurisdiction', '无管辖权'),
    'force-majeure': w('force majeure', '不可抗力'),
    'awaiting-other-organ': w('awaiting another organ', '等待其他机关'),
    'subject-unavailable': w('subject unavailable', '被反映人无法到案'),
    hearing: w('hearing', '听证'),
    'no-need': w('no need', '无必要'),
    other: w('other', '其他'),
  },
  finding: {
    violation: w('violation', '违纪违法'),
    'no-violation': w('no violation', '无违纪违法'),
    crime: w('crime', '涉嫌犯罪'),
  },
};

function w(en: string, zh: string): Sentence {
  return { en, zh };
}
