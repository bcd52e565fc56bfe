import type { Data, Event } from '@cluetrail/event-sourcing';
import { IsOrganId } from '@cluetrail/access';
import {
  aboveBoth,
  doerOf,
  isOne,
  transition,
  type Circumstances,
  type Objection,
} from '@cluetrail/workflow';
import { inDispute, nobodyAbove } from './disputed.js';
import { unreadAt } from './hierarchy.js';
import { ownHead } from './own-head.js';
import { withOfficers, type Clue, type ClueState } from './state.js';
import { NoInput } from './transferred.js';

export class Determine {
  @IsOrganId() organ!: string;
}

const row = transition<Clue>();

/** 管辖: who handles a clue where sender and receiver do not agree, or an organ above decides. */
export const jurisdiction = {
  recallTransfer: row({
    title: { en: 'Recall the transfer', zh: '撤回移送' },
    input: NoInput,
    event: 'TransferRecalled',
    optional: true,
    places: ['responsible', 'responsible-or-above', 'above'],
    evolve: ({ receiver: _, ...clue }) => clue,
  }),
  takeBack: row({
    title: { en: 'Take back into the own unit', zh: '收回自办' },
    input: NoInput,
    event: 'TransferTakenBack',
    blocked: inDispute,
    evolve: (clue) => settled(clue),
  }),
  disputeTransfer: row({
    title: { en: 'Dispute the refusal', zh: '提请管辖争议' },
    input: NoInput,
    event: 'JurisdictionDisputed',
    together: () => [['determineJurisdiction', 'designate', 'raise']],
    after: ['refuseTransfer'],
    blocked: (clue, circumstances) =>
      (clue.refusedBy === undefined && 'not-refused') ||
      (clue.disputed && 'disputed') ||
      nobodyAbove(clue, circumstances),
    evolve: (clue) => ({ ...clue, disputed: true }),
  }),
  determineJurisdiction: row({
    title: { en: 'Determine the jurisdiction', zh: '决定管辖' },
    input: Determine,
    event: 'JurisdictionDetermined',
    says: { mode: ['assign'] },
    after: ['disputeTransfer'],
    blocked: (clue, circumstances) =>
      (!clue.disputed && 'not-disputed') || sideHimself(clue, circumstances),
    unless: ({ organ: own, refusedBy }, { organ }) =>
      organ !== own && organ !== refusedBy && 'not-a-party',
    // What was assigned there, and refused, is assigned again.
    data: (_, { organ }, { heir, history }) => {
      const { to, mode } = lastOf('ClueTransferred', history()) ?? {};
      return { organ, ...(heir(String(to)) === organ && mode === 'assign' && { mode }) };
    },
    organ: (_, { organ }) => organ,
    evolve: begunAnew,
  }),
  /** 指定管辖 */
  designate: row({
    title: { en: 'Designate an organ', zh: '指定管辖' },
    input: Determine,
    event: 'JurisdictionDesignated',
    blocked: bySide,
    unless: ({ organ: own, subjects, level }, { organ }, circumstances) =>
      (!circumstances.knowsOrgan(organ) && 'no-such-organ') ||
      (organ === own && 'transfer-to-itself') ||
      notOwnOrBelow(organ, circumstances) ||
      unreadAt(organ, level, circumstances) ||
      ownHead({ subjects, organ }, circumstances),
    organ: (_, { organ }) => organ,
    evolve: begunAnew,
  }),
  /** 提级办理 */
  raise: row({
    title: { en: 'Take up to the own organ', zh: '提级办理' },
    input: NoInput,
    event: 'ClueRaised',
    blocked: bySide,
    organ: ({ organ }, _, { who }) => who.organId ?? organ,
    evolve: begunAnew,
  }),
};

function notOwnOrBelow(organ: string, { above, who }: Circumstances): Objection {
  return organ !== who.organId && !above(organ).includes(who.organId ?? '') && 'not-below';
}

/** No side of a dispute ends it: whoever else is above one of them is above both. */
function bySide(clue: ClueState, circumstances: Circumstances): Objection {
  const { organ, refusedBy = '' } = clue;
  const organs = aboveBoth(organ, refusedBy, circumstances);
  if (!inDispute(clue, circumstances)) return false;
  return organs.includes(circumstances.who.organId ?? '')
    ? sideHimself(clue, circumstances)
    : { code: 'wrong-organ', detail: { expected: organs.join(', ') } };
}

/** Nor does anybody end it who refused the transfer, or disputes that, in another office. */
function sideHimself(clue: ClueState, { who }: Circumstances): Objection {
  const sides = ['refuseTransfer', 'disputeTransfer'];
  return sides.some((one) => isOne(who, doerOf(clue, one))) && 'four-eyes';
}

/** Nobody waits for it, and nobody disputes it any more. */
function settled({
  receiver: _,
  refusedBy: __,
  disputed: ___,
  allocation: ____,
  ...clue
}: ClueState): ClueState {
  return clue;
}

/** Whoever handles it now entrusts it anew, and decides anew how. */
function begunAnew(clue: ClueState): ClueState {
  const { disposal: _, ...kept } = settled(clue);
  return { ...kept, ...withOfficers(clue, []) };
}

function lastOf(type: string, events: readonly Event[]): Data | undefined {
  return events.findLast((event) => event.type === type)?.data;
}
