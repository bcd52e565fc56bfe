import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { Personal } from '@cluetrail/access';
import { transition } from '@cluetrail/workflow';
import { ACKNOWLEDGING, type Report, WAIVERS } from './state.js';

export class Acknowledge {
  @IsIn(ACKNOWLEDGING) method!: (typeof ACKNOWLEDGING)[number];
}

export class WaiveAcknowledgement {
  @IsIn(WAIVERS) ground!: (typeof WAIVERS)[number];
}

export class Inform {
  @IsIn(ACKNOWLEDGING) method!: (typeof ACKNOWLEDGING)[number];
  @Personal({ of: 'report' }) @IsOptional() @IsString() @Length(1, 20_000) feedback?: string;
}

const row = transition<Report>();

/** 告知受理: what the reporter is told of his report. */
export const answeredTo = {
  acknowledge: row({
    title: { en: 'Tell the reporter that it is accepted', zh: '告知受理' },
    input: Acknowledge,
    event: 'ReportAcknowledged',
    regardless: true,
    blocked: ({ realName, answered }) =>
      (!realName && 'nobody-to-tell') || (answered && 'already-answered'),
    evolve: (report) => ({ ...report, answered: 'acknowledged' }),
  }),
  waiveAcknowledgement: row({
    title: { en: 'Record why the reporter is not told', zh: '登记不告知' },
    input: WaiveAcknowledgement,
    event: 'AcknowledgementWaived',
    regardless: true,
    blocked: ({ answered }) => answered && 'already-answered',
    unless: ({ realName }, { ground }) => (ground === 'anonymous') === realName && 'wrong-ground',
    evolve: (report) => ({ ...report, answered: 'waived' }),
  }),
  /** What was done about it, told on the report itself: where the limit counts from the report, not from the result. */
  inform: row({
    title: { en: 'Tell the reporter what was done', zh: '向反映人反馈处理情况' },
    input: Inform,
    event: 'ReporterInformed',
    regardless: true,
    blocked: ({ realName }) => !realName && 'nobody-to-tell',
    evolve: (report) => report,
  }),
};
