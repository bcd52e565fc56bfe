import { idOf, localDate, type Event } from '@cluetrail/event-sourcing';
import type { FollowUp, ProcessManager } from '@cluetrail/workflow';

/** The line of a register of numbers. */
export const NUMBER_RESERVED = 'NumberReserved';

const NUMBER = { kind: 'clue', command: 'assignNumber', anywhere: true, entered: true } as const;

/**
 * Gives a clue its number when an organ first takes it on: the next one of that organ and year, once and for ever,
 * whoever handles it later and whatever becomes of it.
 */
export const numbering: ProcessManager = {
  name: 'numbering',
  gives: {
    AllocationApproved: [NUMBER],
    TransferAccepted: [NUMBER],
    TransferTakenBack: [NUMBER],
    JurisdictionDetermined: [NUMBER],
    JurisdictionDesignated: [NUMBER],
    ClueRaised: [NUMBER],
    ClueSplitOff: [NUMBER],
    OfficersAssigned: [NUMBER],
  },
  on: {
    AllocationApproved: number,
    TransferAccepted: number,
    TransferTakenBack: number,
    JurisdictionDetermined: number,
    JurisdictionDesignated: number,
    ClueRaised: number,
    ClueSplitOff: number,
    // Where a procedure has no allocation, it is taken on with its first officers.
    OfficersAssigned: number,
  },
};

function number(event: Event, earlier: readonly Event[] = []): FollowUp[] {
  if (!isTakenOn(event) || earlier.some((one) => isTakenOn(one) || hasNumber(one))) return [];
  const { organ = '', happenedAt, stream } = event;
  const year = Number(localDate(happenedAt.at, happenedAt.zone).slice(0, 4));
  const entry = {
    stream: `numbers-${organ}-${year}`,
    type: NUMBER_RESERVED,
    data: { clue: idOf(stream) },
    field: 'ordinal',
  };
  const target = { kind: 'clue', stream, command: 'assignNumber', input: { organ, year } };
  return [{ step: 'number', ...target, entry }];
}

/** Somebody is to handle it: it is neither only registered nor on its way. */
function isTakenOn({ type, data, change }: Event): boolean {
  if (type === 'OfficersAssigned') return change?.from === 'registered';
  if (type === 'AllocationApproved') return data.mode === 'self' || data.mode === 'joint';
  if (type === 'ClueSplitOff') return data.stage === 'withUnit';
  return type in numbering.on;
}

/** It came with one, as from a ledger. */
function hasNumber({ data }: Event): boolean {
  return typeof data.number === 'string';
}
