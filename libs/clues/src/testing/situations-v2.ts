import { derivedId } from '@cluetrail/event-sourcing';
import {
  accept,
  allocate,
  allow,
  approve,
  archive,
  askRecusal,
  assign,
  check,
  classify,
  close,
  conclude,
  declareVoid,
  deliberate,
  discover,
  discoverAbove,
  dispute,
  duplicate,
  grant,
  hold,
  inquire,
  investigate,
  letGo,
  merge,
  notify,
  ofCase,
  propose,
  recall,
  recuse,
  refuse,
  release,
  reply,
  request,
  sealUp,
  settle,
  signs,
  split,
  start,
  submit,
  suspend,
  tell,
  transfer,
} from './handled.js';
import { command, type Command } from './said.js';
import { idOfClue } from './told.js';

/** The case of a clue, by its own rule. */
export const ITS_CASE = derivedId(idOfClue, 'case');
/** The notice of a clue, by its own rule. */
export const ITS_NOTICE = derivedId(idOfClue, 'notice');

const again = command('approveTransfer', { to: 'qianxi', mode: 'forward' })
  .by('kong')
  .on('2021-09-09');
const ready = [discover, check, classify];
const pending = [...ready, allocate];
const allowed = [...pending, allow];
const inTransit = [...allowed, transfer];
const returned = [...inTransit, refuse];
const withUnit = [...inTransit, accept];
const officers = [...withUnit, assign];
const notice = [...officers, notify];
const proposed = (way: string) => [...officers, propose(way)];
const approved = (way: string) => [...proposed(way), deliberate, approve];
const inquired = [...approved('talkInquiry'), inquire];
const held = [...approved('hold'), hold];
const verifying = [...approved('verify'), start];
const signed = [...verifying, ...signs];
const verified = [...signed, submit];
const investigating = [...verified, conclude('file'), investigate];
const adjudicating = [...investigating, ofCase('recordAdjudication', ITS_CASE).on('2021-12-27')];
const closing = [...approved('close'), close];
const settled = [...closing, settle];
const told = [...settled, tell];
const answerNotice = command('answerNotice', { noticeId: ITS_NOTICE, answer: 'at once' })
  .by('du')
  .on('2021-09-14');

/** What a clue can be in under the whole procedure, and the commands that brought it there. */
export const SITUATIONS = {
  none: [],
  registered: [discover],
  'registered+checked': [discover, check],
  'registered+ready': ready,
  pendingAllocation: pending,
  'pendingAllocation+approved': allowed,
  inTransit,
  returned,
  'returned+recalled': [...inTransit, recall],
  'returned+approved': [...returned, again],
  'returned+disputed': [...returned, dispute],
  withUnit,
  'withUnit+officers': officers,
  'withUnit+approved': [...withUnit, letGo('qianxi')],
  'withUnit+asked': [...officers, askRecusal],
  'withUnit+recused': [...officers, askRecusal, recuse],
  'withUnit+notice': notice,
  'withUnit+answered': [...notice, answerNotice],
  disposalPending: proposed('verify'),
  'disposalPending+deliberated': [...proposed('verify'), deliberate],
  'disposalPending+verify': approved('verify'),
  'disposalPending+talk': approved('talkInquiry'),
  'disposalPending+hold': approved('hold'),
  'disposalPending+close': approved('close'),
  'disposalPending+released': [...held, release],
  talkInquiry: inquired,
  'talkInquiry+heard': [...inquired, reply],
  held,
  verifying,
  'verifying+signed': signed,
  'verifying+asked': [...verifying, request],
  'verifying+extended': [...verifying, request, grant],
  'verifying+suspended': [...verifying, suspend],
  verified,
  'verified+file': [...verified, conclude('file')],
  'verified+hold': [...verified, conclude('hold')],
  investigating,
  adjudicating,
  decided: [...adjudicating, ofCase('recordDecision', ITS_CASE).on('2022-01-10')],
  closing,
  settled,
  'settled+told': told,
  archived: [...told, archive],
  duplicate: [discover, duplicate],
  sealedUp: [discoverAbove, sealUp],
  void: [discover, declareVoid],
  splitParent: [...officers, split],
  mergedAway: [...officers, merge],
} satisfies { readonly [situation: string]: readonly Command[] };
export type SituationName = keyof typeof SITUATIONS;
