import type { StateOf } from '@cluetrail/workflow';

/** Source: domain.md §3.4. The five phases are the words of the lifecycle. */
export const CLUE_STATES = {
  registered: { phase: 'discovered', title: { en: 'Registered', zh: '已登记' } },
  pendingAllocation: { phase: 'discovered', title: { en: 'Pending allocation', zh: '待批办' } },
  duplicate: { phase: 'discovered', title: { en: 'Duplicate', zh: '重复件' }, ended: true },
  sealedUp: { phase: 'discovered', title: { en: 'Sent up sealed', zh: '径送上级' }, ended: true },
  void: { phase: 'discovered', title: { en: 'Void', zh: '作废' }, ended: true },
  inTransit: { phase: 'transferred', title: { en: 'In transit', zh: '移送中' } },
  returned: { phase: 'transferred', title: { en: 'Returned', zh: '已退回' } },
  withUnit: { phase: 'transferred', title: { en: 'With the unit', zh: '承办部门' } },
  disposalPending: { phase: 'transferred', title: { en: 'Disposal pending', zh: '待处置' } },
  talkInquiry: { phase: 'verified', title: { en: 'Talk or inquiry', zh: '谈话函询' } },
  verifying: { phase: 'verified', title: { en: 'Verifying', zh: '初步核实' } },
  held: { phase: 'verified', title: { en: 'Held', zh: '暂存待查' } },
  verified: { phase: 'verified', title: { en: 'Verified', zh: '已核实' } },
  investigating: { phase: 'investigated', title: { en: 'Investigating', zh: '审查调查' } },
  adjudicating: { phase: 'investigated', title: { en: 'Adjudicating', zh: '案件审理' } },
  decided: { phase: 'investigated', title: { en: 'Decided', zh: '已作处分决定' } },
  closing: { phase: 'settled', title: { en: 'Closing', zh: '了结中' } },
  settled: { phase: 'settled', title: { en: 'Settled', zh: '已办结' }, ended: true },
  archived: { phase: 'settled', title: { en: 'Archived', zh: '已归档' }, ended: true },
  splitParent: { phase: 'settled', title: { en: 'Split', zh: '已拆分' }, ended: true },
  mergedAway: { phase: 'settled', title: { en: 'Merged', zh: '已并案' }, ended: true },
} as const satisfies { readonly [state: string]: StateOf };

/** Nothing is left to do: neither handled nor to be taken in. */
export function isEndedClue(state: string): boolean {
  const found: StateOf | undefined = CLUE_STATES[state as keyof typeof CLUE_STATES]; // other texts find nothing
  return found?.ended === true;
}

export const WITH_CASE: readonly string[] = ['investigating', 'adjudicating', 'decided'];

/** Its case is not over. */
export function isWithCase(state: string): boolean {
  return WITH_CASE.includes(state);
}

/** In which all can be done without officers, a team, a report or a case that are there already. */
export const PRESUPPOSING_NOTHING: readonly string[] = [
  ...['registered', 'pendingAllocation', 'withUnit', 'disposalPending'],
];
