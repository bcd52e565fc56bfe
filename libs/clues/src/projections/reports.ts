import { derived, idOf, OPEN } from '@cluetrail/event-sourcing';
import { isEnded } from '@cluetrail/workflow';
import { report } from '../report/report.js';
import { clocksNow } from './clocks-row.js';
import { accessOfReport, knownReport } from './known-report.js';
import { aroundIn } from './known.js';

export type ReportRow = {
  readonly report: string;
  readonly procedure: string;
  readonly procedureVersion: number;
  /** Version of the stream: the ETag. */
  readonly revision: number;
  readonly state: string;
  /** 1 = it is not decided yet what it comes to, or something is still owed. */
  readonly open: number;
  readonly organ: string;
  readonly channel: string;
  readonly realName: number;
  readonly higher: number;
  /** Who sent it; shown to nobody by a list. */
  readonly reporter: string | null;
  readonly receivedAt: string;
  /** The earliest due of what runs, `~` = nothing does: above every instant, so that it sorts last. */
  readonly nextDue: string;
  readonly blueAt: string;
  readonly yellowAt: string;
  readonly redAt: string;
  readonly organPath: string;
  readonly receiverPath: string | null;
  readonly level: string;
  readonly assigned: string;
  readonly excluded: string;
};

/** Every report as it stands now, and the row that rights on it are decided on. */
export const reports = derived<ReportRow>({
  name: 'reports',
  version: 3,
  columns: {
    report: 'text',
    procedure: 'text',
    procedureVersion: 'integer',
    revision: 'integer',
    state: 'text',
    open: 'integer',
    organ: 'text',
    channel: 'text',
    realName: 'integer',
    higher: 'integer',
    reporter: 'text?',
    receivedAt: 'text',
    nextDue: 'text',
    blueAt: 'text',
    yellowAt: 'text',
    redAt: 'text',
    organPath: 'text',
    receiverPath: 'text?',
    level: 'text',
    assigned: 'text',
    excluded: 'text',
  },
  indexes: [
    ['report'],
    ['reporter'],
    ['organPath'],
    ['receivedAt', 'report'],
    ['nextDue', 'report'],
    ['open', 'organPath', 'nextDue'],
  ],
  of(matter, references) {
    const known = knownReport(matter, references);
    if (!known) return [];
    const { events, state } = known;
    const [opening] = events;
    const { next } = clocksNow(known, references);
    const access = accessOfReport(state, aroundIn(references));
    const { organPath, receiverPath, level, assigned, excluded } = access;
    return [
      {
        report: idOf(matter.stream),
        procedure: state.procedure.name,
        procedureVersion: state.procedure.version,
        revision: matter.events.length,
        state: state.state,
        open: isEnded(report, state.state) && next.nextDue === OPEN ? 0 : 1,
        organ: state.organ,
        channel: typeof opening.data.channel === 'string' ? opening.data.channel : '',
        realName: state.realName ? 1 : 0,
        higher: state.higher ? 1 : 0,
        reporter: state.reporterId ?? null,
        receivedAt: opening.effectiveAt,
        ...next,
        ...{ organPath, receiverPath, level, assigned, excluded },
      },
    ];
  },
});
