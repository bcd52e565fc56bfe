import { IsIn } from 'class-validator';
import { transition } from '@cluetrail/workflow';
import { ACKNOWLEDGING, type Report, WAIVERS } from './state.js';

export class Acknowledge {
  @IsIn(ACKNOWLEDGING) method!: (typeof ACKNOWLEDGING)[number];
}

export class WaiveAcknowledgement {
  @IsIn(WAIVERS) ground!: (typeof WAIVERS)[number];
}

const row = transition<Report>();

/** 告知受理: what the reporter is told of his report. */
export const answeredTo = {
  acknowledge: row({
    title: { en: 'Tell the reporter that it is accepted', zh: '告知受理' },
    input: Acknowledge,
    event: 'ReportAcknowledged',
    blocked: ({ realName, answered }) =>
      (!realName && 'nobody-to-tell') || (answered && 'already-answered'),
    evolve: (report) => ({ ...report, answered: 'acknowledged' }),
  }),
  waiveAcknowledgement: row({
    title: { en: 'Record why the reporter is not told', zh: '登记不告知' },
    input: WaiveAcknowledgement,
    event: 'AcknowledgementWaived',
    blocked: ({ answered }) => answered && 'already-answered',
    unless: ({ realName }, { ground }) => (ground === 'anonymous') === realName && 'wrong-ground',
    evolve: (report) => ({ ...report, answered: 'waived' }),
  }),
};
