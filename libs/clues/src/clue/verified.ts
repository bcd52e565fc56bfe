import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';
import { IsPersonId, Personal } from '@cluetrail/access';
import { transition, type Circumstances, type Objection } from '@cluetrail/workflow';
import { lacksSignature, signedTooEarly } from '../signing.js';
import {
  VERIFICATION_OUTCOMES,
  verifiersOf,
  type Clue,
  type ClueState,
  type VerificationOutcome,
} from './state.js';
import {
  approverAmong,
  countingAsOne,
  decidesOnOwn,
  judgeAmong,
  mayHandle,
  noCaseOfficer,
  notToBeEntrusted,
  streamsOfCases,
  tooFew,
} from './entrusting.js';

export const STEP_KINDS = ['talk', 'retrieval', 'query', 'appraisal', 'site-examination'] as const;
export const FINDINGS = ['substantiated', 'partly', 'unsubstantiated', 'unverifiable'] as const;

export class StartVerification {
  @IsPersonId({ each: true }) @ArrayUnique() @ArrayMinSize(2) @ArrayMaxSize(20) team!: string[];
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 20_000) plan?: string;
}

export class RecordVerificationStep {
  @IsIn(STEP_KINDS) kind!: (typeof STEP_KINDS)[number];
  @IsPersonId({ each: true }) @ArrayUnique() @ArrayMinSize(2) @ArrayMaxSize(20) officers!: string[];
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 20_000) note?: string;
}

export class SignVerificationReport {
  /** SHA-256 of the report that is signed, 64 hex digits. */
  @Matches(/^[0-9a-f]{64}$/) digest!: string;
}

export class Finding {
  @Personal({ of: 'clue' }) @IsString() @Length(1, 200) matter!: string;
  @IsIn(FINDINGS) result!: (typeof FINDINGS)[number];
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 20_000) note?: string;
}

export class SubmitVerificationReport {
  @Matches(/^[0-9a-f]{64}$/) digest!: string;
  @ValidateNested({ each: true })
  @Type(() => Finding)
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  findings!: Finding[];
  @IsIn(VERIFICATION_OUTCOMES) proposal!: VerificationOutcome;
}

export class ConcludeVerification {
  @IsIn(VERIFICATION_OUTCOMES) outcome!: VerificationOutcome;
}

const row = transition<Clue>();

export const verified = {
  startVerification: row({
    title: { en: 'Start the verification', zh: '启动初步核实' },
    input: StartVerification,
    event: 'VerificationStarted',
    together: () => [['approveDisposal', 'concludeTalk', 'takeOver']],
    after: ['approveDisposal'],
    reads: (_, clue) => streamsOfCases(clue),
    blocked: (clue) =>
      !(clue.disposal?.approved && clue.disposal.way === 'verify') && 'disposal-not-approved',
    unless: (clue, { team }, circumstances) =>
      notToBeEntrusted(clue, team, circumstances) ||
      judgeAmong(clue, team, circumstances) ||
      approverAmong(clue, team, circumstances) ||
      countingAsOne(team, 2, circumstances) ||
      noCaseOfficer(clue, team, circumstances),
    evolve: ({ outcome: _, ...clue }, { team }) => ({
      ...clue,
      ...{ team, formerTeam: [], signatures: {} },
    }),
  }),
  recordVerificationStep: row({
    title: { en: 'Record a verification step', zh: '记录核实步骤' },
    input: RecordVerificationStep,
    event: 'VerificationStepRecorded',
    blocked: outsideTeam,
    unless: (clue, { officers }) =>
      officers.some((one) => !clue.team.includes(one)) && 'officer-outside-team',
    evolve: (clue) => clue,
  }),
  signVerificationReport: row({
    title: { en: 'Sign the verification report', zh: '签署初核报告' },
    input: SignVerificationReport,
    event: 'VerificationReportSigned',
    renewed: true,
    blocked: (clue, circumstances) => concluded(clue) || outsideTeam(clue, circumstances),
    unless: (clue, _, circumstances) => signedTooEarly(clue, circumstances),
    evolve: (clue, { digest }, { actor, happenedAt }) => ({
      ...clue,
      signatures: { ...clue.signatures, [actor.personId]: { digest, happenedAt } },
    }),
  }),
  submitVerificationReport: row({
    title: { en: 'Submit the verification report', zh: '提交初核报告' },
    input: SubmitVerificationReport,
    event: 'VerificationReportSubmitted',
    together: () => ['signVerificationReport'],
    after: ['signVerificationReport'],
    blocked: (clue, circumstances) =>
      concluded(clue) ||
      outsideTeam(clue, circumstances) ||
      tooFew(clue.team) ||
      unsigned(clue, circumstances),
    unless: (clue, { digest }) =>
      clue.team.some((member) => clue.signatures[member]?.digest !== digest) && 'not-signed-by-all',
    evolve: (clue) => clue,
  }),
  concludeVerification: row({
    title: { en: 'Conclude the verification', zh: '批准初核了结意见' },
    input: ConcludeVerification,
    event: 'VerificationConcluded',
    blocked: (clue, circumstances) =>
      concluded(clue) || decidesOnOwn(circumstances, verifiersOf(clue)),
    evolve: (clue, { outcome }) => ({ ...clue, outcome }),
  }),
};

/** A report that came later would be the last on file, and approved by nobody. */
function concluded({ outcome }: Clue): 'already-concluded' | false {
  return outcome !== undefined && 'already-concluded';
}

/** What all are to sign is handed in by nobody before the place of one who can no more is taken. */
function unsigned(clue: ClueState, circumstances: Circumstances): Objection {
  const { team, signatures } = clue;
  const signs = (member: string) => mayHandle(clue, member, circumstances);
  return lacksSignature(team, signatures, signs) && 'not-signed-by-all';
}

function outsideTeam(clue: Clue, { who }: Circumstances): 'not-in-team' | false {
  return !clue.team.includes(who.personId) && 'not-in-team';
}
