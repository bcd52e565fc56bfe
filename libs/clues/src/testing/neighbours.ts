import { initial, type Procedure, type Standing, type Workflow } from '@cluetrail/workflow';
import { clue } from '../clue/clue.js';
import { happened } from './told.js';

/** Other instances that the actors of the tests see, by what they are good for. */
export const TWIN = '5e3b9a58-2021-5011-9a58-0d6f7b525c0f';
export const ELSEWHERE = '5e3b9a58-2021-5012-9a58-0d6f7b525c0f';
export const SETTLED = '5e3b9a58-2021-5013-9a58-0d6f7b525c0f';
export const JUDGED = '5e3b9a58-2021-5016-9a58-0d6f7b525c0f';
export const OTHER_RULES = '5e3b9a58-2021-5017-9a58-0d6f7b525c0f';
export const EARLIER_RULES = '5e3b9a58-2021-5018-9a58-0d6f7b525c0f';
export const AT_BIJIE = '5e3b9a58-2021-5014-9a58-0d6f7b525c0f';
/** Received under another procedure; and under the first version of the asking clue's. */
export const UNDER_EU = '5e3b9a58-2021-5028-9a58-0d6f7b525c0f';
export const UNDER_FIRST = '5e3b9a58-2021-5029-9a58-0d6f7b525c0f';
export const UNSEEN = '5e3b9a58-2021-5015-9a58-0d6f7b525c0f';
/** At Nayong, under these versions of the whole procedure. */
export const OF_VERSION: { readonly [version: number]: string } = {
  2: '5e3b9a58-2021-5041-9a58-0d6f7b525c0f',
  3: '5e3b9a58-2021-5042-9a58-0d6f7b525c0f',
  4: '5e3b9a58-2021-5043-9a58-0d6f7b525c0f',
};
export const VOIDED = '5e3b9a58-2021-5019-9a58-0d6f7b525c0f';
export const NAMED = '5e3b9a58-2021-5021-9a58-0d6f7b525c0f';
export const ANONYMOUS = '5e3b9a58-2021-5022-9a58-0d6f7b525c0f';
/** Of which Li is the reporter. */
export const BY_LI = '5e3b9a58-2021-5027-9a58-0d6f7b525c0f';
export const TAKEN_BY_WANG = '5e3b9a58-2021-5024-9a58-0d6f7b525c0f';
/** Sent up sealed; with one clue while another kept it here; and part of nothing but what is void. */
export const ONCE_UP = '5e3b9a58-2021-5030-9a58-0d6f7b525c0f';
export const GONE_UP = '5e3b9a58-2021-5025-9a58-0d6f7b525c0f';
export const OF_VOID = '5e3b9a58-2021-5026-9a58-0d6f7b525c0f';
/** Of which Qian is the reporter, by what became of it. */
export const BY_QIAN: { readonly [state: string]: string } = {
  received: '5e3b9a58-2021-5051-9a58-0d6f7b525c0f',
  attached: '5e3b9a58-2021-5052-9a58-0d6f7b525c0f',
  keptForReference: '5e3b9a58-2021-5053-9a58-0d6f7b525c0f',
  notAccepted: '5e3b9a58-2021-5054-9a58-0d6f7b525c0f',
  sealedUp: '5e3b9a58-2021-5055-9a58-0d6f7b525c0f',
};
export const LATE = '5e3b9a58-2021-5023-9a58-0d6f7b525c0f';
/** Attached as late, of a sender who gave no name. */
export const UNSIGNED = '5e3b9a58-2021-5064-9a58-0d6f7b525c0f';
/** Of which is known when it was received: on 1 September 2021; the second is seen by nobody who handles clues. */
export const TIMED = '5e3b9a58-2021-5061-9a58-0d6f7b525c0f';
export const HIDDEN = '5e3b9a58-2021-5062-9a58-0d6f7b525c0f';
/** A clue that was discovered on the day after. */
export const FOUND = '5e3b9a58-2021-5063-9a58-0d6f7b525c0f';

const whole: Workflow = clue as Workflow; // what is asked of the other is asked of every instance
const CN = { name: 'cn-2019-example', version: 2 };
const EU = { name: 'eu-2019-1937-example', version: 2 };
const at = (organ: string, state: string, procedure = CN) => ({
  ...initial(whole),
  ...{ organ, state, procedure },
});
const received = (realName: boolean, clueIds: readonly string[] = [], more: object = {}) => ({
  ...at('bijie', 'received'),
  ...{ realName, clueIds, ...more },
});

/** By where they are: none of them looks into a clue that comes now. */
export const PAST: { readonly [how: string]: string } = {
  verified: '5e3b9a58-2021-5031-9a58-0d6f7b525c0f',
  investigating: '5e3b9a58-2021-5032-9a58-0d6f7b525c0f',
  closing: '5e3b9a58-2021-5033-9a58-0d6f7b525c0f',
  approved: '5e3b9a58-2021-5034-9a58-0d6f7b525c0f',
  deliberated: '5e3b9a58-2021-5035-9a58-0d6f7b525c0f',
};

/** Those under the whole procedure are under the later ones where the asking clue is; reports under whatever it is under. */
export function neighbourOf(stream: string, { name, version }: Procedure) {
  const found = NEIGHBOURS[stream];
  return found?.procedure === CN && (version > CN.version || stream.startsWith('report-'))
    ? { ...found, procedure: { name, version } }
    : found;
}

const NEIGHBOURS: { readonly [stream: string]: (object & Standing) | undefined } = {
  [`clue-${TWIN}`]: at('nayong', 'verifying'),
  [`clue-${AT_BIJIE}`]: at('bijie', 'registered'),
  [`clue-${ELSEWHERE}`]: at('qianxi', 'withUnit'),
  [`clue-${SETTLED}`]: at('nayong', 'settled'),
  [`clue-${JUDGED}`]: at('nayong', 'adjudicating'),
  ...Object.fromEntries(
    ['verified', 'investigating', 'closing'].map((how) => [`clue-${PAST[how]}`, at('nayong', how)]),
  ),
  [`clue-${PAST.approved}`]: {
    ...at('nayong', 'disposalPending'),
    ...{ disposal: { way: 'close', approved: true } },
  },
  [`clue-${PAST.deliberated}`]: {
    ...at('nayong', 'disposalPending'),
    ...{ disposal: { way: 'close', approved: false }, done: ['deliberate'] },
  },
  [`clue-${OTHER_RULES}`]: at('nayong', 'withUnit', { ...CN, name: 'eu-2019-1937-example' }),
  [`clue-${EARLIER_RULES}`]: at('nayong', 'withUnit', { ...CN, version: 1 }),
  ...Object.fromEntries(
    Object.entries(OF_VERSION).map(([version, id]) => [
      `clue-${id}`,
      at('nayong', 'withUnit', { ...CN, version: Number(version) }),
    ]),
  ),
  [`clue-${VOIDED}`]: at('bijie', 'void'),
  [`clue-${FOUND}`]: {
    ...at('bijie', 'registered'),
    ...{ actsAt: { discover: happened('2021-09-02') } },
  },
  [`report-${GONE_UP}`]: { ...received(true), state: 'sealedUp' },
  [`report-${ONCE_UP}`]: received(true, [VOIDED], { wentUp: true }),
  [`report-${OF_VOID}`]: received(true, [VOIDED]),
  [`report-${NAMED}`]: received(true, [TWIN]),
  [`report-${ANONYMOUS}`]: received(false),
  [`report-${UNDER_EU}`]: received(true, [], { procedure: EU }),
  [`report-${UNDER_FIRST}`]: received(true, [], { procedure: { ...CN, version: 1 } }),
  [`report-${LATE}`]: received(true),
  [`report-${UNSIGNED}`]: received(false),
  [`report-${TIMED}`]: received(true, [], { actsAt: { receiveReport: happened('2021-09-01') } }),
  [`report-${HIDDEN}`]: received(true, [], { actsAt: { receiveReport: happened('2021-09-01') } }),
  [`report-${BY_LI}`]: received(true, [], { reporterId: 'li' }),
  ...Object.fromEntries(
    Object.entries(BY_QIAN).map(([state, id]) => [
      `report-${id}`,
      { ...received(true, [], { reporterId: 'qian' }), state },
    ]),
  ),
  [`report-${TAKEN_BY_WANG}`]: { ...received(true), acts: { receiveReport: 'wang' } },
};
