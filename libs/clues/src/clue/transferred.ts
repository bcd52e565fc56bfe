import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsOptional,
  IsString,
  Length,
} from 'class-validator';
import { IsOrganId, IsPersonId, Personal } from '@cluetrail/access';
import { typeOf } from '@cluetrail/deadlines';
import { transition, type Circumstances, type Objection } from '@cluetrail/workflow';
import { running, unexplained } from '../extending.js';
import { inDispute } from './disputed.js';
import { notByProposer } from './proposer.js';
import { notThatWay, notToBeSent } from './hierarchy.js';
import { ownHead, toOwnHead } from './own-head.js';
import { DISPOSAL_WAYS, withOfficers, type Clue, type DisposalWay } from './state.js';
import { PRESUPPOSING_NOTHING } from './states.js';
import {
  countingAsOne,
  ENTRUSTING,
  judgeAmong,
  mayHandle,
  noCaseOfficer,
  notToBeEntrusted,
  streamsOfCases,
  tooFew,
} from './entrusting.js';

export const DIRECTIONS = ['up', 'down', 'across', 'designated', 'raised'] as const;

export const TRANSFER_MODES = ['forward', 'assign', 'supervise'] as const;

export class Transfer {
  @IsOrganId() to!: string;
  @IsIn(DIRECTIONS) direction!: (typeof DIRECTIONS)[number];
  /** 转办 passed on · 交办 assigned, to be reported back · 督办 the same, watched. */
  @IsOptional() @IsIn(TRANSFER_MODES) mode?: (typeof TRANSFER_MODES)[number];
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 4000) note?: string;
}

export class ApproveTransfer {
  @IsOrganId() to!: string;
  @IsIn(TRANSFER_MODES) mode!: (typeof TRANSFER_MODES)[number];
}

export class NoInput {}

export class AssignOfficers {
  @IsPersonId({ each: true }) @ArrayUnique() @ArrayMinSize(2) @ArrayMaxSize(20) officers!: string[];
}

export class ProposeDisposal {
  @IsIn(DISPOSAL_WAYS) way!: DisposalWay;
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 20_000) plan?: string;
}

const row = transition<Clue>();

export const transferred = {
  /** What is handled already, or was sent back, goes on as the head decides. */
  approveTransfer: row({
    title: { en: 'Approve a transfer', zh: '批准移送' },
    input: ApproveTransfer,
    event: 'TransferApproved',
    optional: true,
    after: ['approveTransfer'],
    blocked: inDispute,
    unless: (clue, { to }, circumstances) =>
      notToBeSent(clue, to, circumstances) || toOwnHead(clue, to, circumstances),
    evolve: (clue, { to, mode }) => ({ ...clue, allocation: { mode, to } }),
  }),
  transfer: row({
    title: { en: 'Transfer', zh: '移送' },
    input: Transfer,
    event: 'ClueTransferred',
    // What its unit has may be sent on, and need not, unless that was approved.
    awaited: ({ state, allocation }) => state !== 'withUnit' || allocation?.to !== undefined,
    blocked: inDispute,
    unless: (clue, { to, mode, direction }, circumstances) =>
      notToBeSent(clue, to, circumstances) ||
      (clue.allocation && to !== clue.allocation.to && 'not-as-approved') ||
      (clue.allocation &&
        mode !== undefined &&
        mode !== clue.allocation.mode &&
        'not-as-approved') ||
      notThatWay({ direction, organ: clue.organ, to }, circumstances),
    data: ({ allocation }, input) => ({ ...input, ...(allocation && { mode: allocation.mode }) }),
    evolve: ({ refusedBy: _, disputed: __, allocation: ___, ...clue }, { to }) => ({
      ...clue,
      receiver: to,
    }),
  }),
  acceptTransfer: row({
    title: { en: 'Sign for the transfer', zh: '签收' },
    input: NoInput,
    event: 'TransferAccepted',
    places: ['receiver'],
    into: PRESUPPOSING_NOTHING,
    organ: (clue) => clue.receiver ?? clue.organ,
    // What was proposed or approved where it was is nothing to act on here.
    evolve: ({ receiver: _, disposal: __, ...clue }) => ({
      ...clue,
      ...withOfficers(clue, []),
    }),
  }),
  refuseTransfer: row({
    title: { en: 'Refuse the transfer', zh: '退回' },
    input: NoInput,
    event: 'TransferRefused',
    places: ['receiver'],
    unless: (_, __, circumstances) => refusedLate(circumstances),
    evolve: ({ receiver, ...clue }) => ({ ...clue, ...(receiver && { refusedBy: receiver }) }),
  }),
  assignOfficers: row({
    title: { en: 'Assign officers', zh: '确定承办人' },
    input: AssignOfficers,
    event: 'OfficersAssigned',
    // Where the procedure replaces nobody here, whoever may work on it no more is named anew.
    awaited: (clue, around) =>
      Boolean(
        tooFew(
          around.statesFor('replaceOfficer').includes(clue.state)
            ? clue.officers
            : clue.officers.filter((one) => mayHandle(clue, one, around)),
        ),
      ),
    after: ENTRUSTING,
    reads: (_, clue) => streamsOfCases(clue),
    blocked: ownHead,
    unless: (clue, { officers }, circumstances) =>
      notToBeEntrusted(clue, officers, circumstances) ||
      judgeAmong(clue, officers, circumstances) ||
      countingAsOne(officers, 2, circumstances) ||
      noCaseOfficer(clue, officers, circumstances),
    evolve: (clue, { officers }) => ({ ...clue, ...withOfficers(clue, officers) }),
  }),
  proposeDisposal: row({
    title: { en: 'Propose a disposal', zh: '提出处置意见' },
    input: ProposeDisposal,
    event: 'DisposalProposed',
    // Also where it leads nowhere: released or reopened, it is proposed anew.
    awaited: ({ disposal }) => !disposal,
    together: () => [['assignOfficers', 'takeOver', 'startInvestigation']],
    after: ['assignOfficers'],
    blocked: (clue, circumstances) =>
      (clue.state === 'disposalPending' && clue.disposal && 'already-proposed') ||
      tooFew(clue.officers) ||
      (!clue.officers.includes(circumstances.who.personId) && 'not-assigned') ||
      ownHead(clue, circumstances),
    evolve: (clue, { way }) => ({ ...clue, disposal: { way, approved: false } }),
  }),
  approveDisposal: row({
    title: { en: 'Approve the disposal', zh: '批准处置意见' },
    input: NoInput,
    event: 'DisposalApproved',
    awaited: () => true,
    says: { way: DISPOSAL_WAYS },
    together: () => [['proposeDisposal', 'takeOver']],
    blocked: (clue, { who }) =>
      (!clue.disposal && 'nothing-proposed') ||
      (clue.disposal?.approved && 'already-approved') ||
      notByProposer(clue, who),
    data: (clue) => ({ way: clue.disposal?.way }),
    evolve: (clue) => ({
      ...clue,
      disposal: clue.disposal && { ...clue.disposal, approved: true },
    }),
  }),
};

/** Of the clock that the refusal meets. */
function refusedLate(circumstances: Circumstances): Objection {
  const meeting = circumstances.rules
    .filter(({ meets }) => meets.some((one) => typeOf(one) === 'TransferRefused'))
    .flatMap(({ code }) => running(code, circumstances) ?? []);
  const late = meeting.find((clock) => unexplained(clock, circumstances));
  return unexplained(late, circumstances);
}
