import type { Sentence } from './handling-refusals.js';

/** What is refused of the organisation, keys, procedures and the installation itself. */
export const ADMINISTRATION_REFUSALS: Readonly<Record<string, Sentence>> = {
  'faulty-file': {
    en: 'The file has faults; nothing was applied.',
    zh: '文件有误，未作任何更改。',
  },
  'no-such-person': { en: 'There is no person {person}.', zh: '没有人员 {person}。' },
  'not-to-oneself': {
    en: 'Nobody gives or lends an office to himself; someone else must decide it.',
    zh: '不得将岗位授予或委托给自己，须由他人决定。',
  },
  'above-own-clearance': {
    en: 'Nobody appoints to a clearance above that of his own office: up to {expected}, found {found}.',
    zh: '不得任命超出本人岗位知悉权限的人员：最高 {expected}，现为 {found}。',
  },
  'not-so': { en: 'This does not fit what stands.', zh: '与现有记录不符。' },
  'not-on-leave': {
    en: 'He is not on leave on {found}; his leaves: {expected}.',
    zh: '{found} 不在请假期间；已登记的请假：{expected}。',
  },
  'not-delegated': {
    en: 'He has no such delegation on {found}; those recorded: {expected}.',
    zh: '{found} 没有生效的此项委托；已登记的委托：{expected}。',
  },
  'no-such-stream': { en: 'There is no stream {stream}.', zh: '没有卷 {stream}。' },
  excluded: {
    en: 'Whom {stream} is about, or who is excluded from it, may not destroy its key.',
    zh: '{stream} 涉及的本人或应回避的人员不得办理其密钥销毁。',
  },
  'destruction-not-requested': {
    en: 'Nobody asked within the last {days} days that the key of {stream} be destroyed; ask for it first.',
    zh: '最近 {days} 日内无人申请销毁 {stream} 的密钥，请先提出申请。',
  },
  'not-ended': {
    en: 'The matter of {stream} is open ({found}), and without its key nothing could end it: its key is destroyed once it is {expected}.',
    zh: '{stream} 尚未办结（{found}），密钥销毁后无法继续办理；办结后（{expected}）方可销毁。',
  },
  'already-destroyed': {
    en: 'The key of {stream} was destroyed before.',
    zh: '{stream} 的密钥此前已销毁。',
  },
  'no-such-mapping': {
    en: 'There is no mapping called {mapping}.',
    zh: '没有名为 {mapping} 的映射。',
  },
  'no-such-projection': {
    en: 'There is no read model called {found}; there are {expected}.',
    zh: '没有名为 {found} 的读模型；现有：{expected}。',
  },
  'no-such-read-model': {
    en: 'There is no read model called {found}; there are {expected}.',
    zh: '没有名为 {found} 的查询；现有：{expected}。',
  },
  'administrator-needed': {
    en: 'The first organisation must appoint one of {expected}: nobody could administer it afterwards.',
    zh: '首次建立组织须任命以下岗位之一：{expected}，否则此后无人可以管理。',
  },
  'ranks-undecided': {
    en: '{found} open matters, of {organ} among others, need an organ of the tier {expected} or higher: afterwards nobody could decide on them. Decide on them first, or leave the tier.',
    zh: '{organ} 等机关有 {found} 件未结线索须由 {expected} 级以上机关审批，更改后无机关可以决定；应先行办结，或保留该层级。',
  },
  'too-many-listeners': {
    en: 'Too many live connections; try again later.',
    zh: '实时连接过多，请稍后再试。',
  },
  'procedure-is-shipped': {
    en: 'The name {procedure} belongs to a shipped procedure; take another.',
    zh: '名称 {procedure} 属于内置程序，请另取名称。',
  },
  'procedure-version': {
    en: 'The next version is {expected}, found {found}.',
    zh: '下一版本应为 {expected}，现为 {found}。',
  },
};
