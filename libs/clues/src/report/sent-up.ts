import { typeOf } from '@cluetrail/deadlines';
import type { Circumstances, Objection } from '@cluetrail/workflow';
import { streamOf } from '../clue/state.js';
import { owed } from '../extending.js';
import type { ReportState } from './state.js';

/**
 * 径送上级 destroys the text and who sent it. What a clue is about is not this report's alone: whoever reported it
 * handles none of it, is told of its result, and it may be taken up again.
 */
export function notToBeSentUp(report: ReportState, circumstances: Circumstances): Objection {
  return (
    (isNeeded(report.clueIds, circumstances) && 'report-of-a-clue') ||
    notForAbove(report, circumstances) ||
    notAnswered(report, circumstances)
  );
}

/** By a clue that goes on here: one that was registered by mistake, or went up itself, needs no report. */
export function isNeeded(
  clueIds: readonly string[],
  { known }: Pick<Circumstances, 'known'>,
): boolean {
  return clueIds.some((id) => !['void', 'sealedUp'].includes(known(streamOf(id))?.state ?? ''));
}

/**
 * Who manages its subjects is told by a clue alone; who of them decides, here or above, is known without one. What was
 * received as belonging above names nobody. And of what went up with a clue that one has told it.
 */
function notForAbove(
  { subjects, organ, wentUp }: ReportState,
  { above, holdsOffice, rolesFor }: Circumstances,
): Objection {
  const roles = rolesFor('approveDisposal', 'clue');
  // Also of one who is the highest: his deputies there take it.
  const decides = (one: string) =>
    [organ, ...above(organ)].some((organId) => holdsOffice(one, { roles, organId }));
  const isForAbove = wentUp === true || subjects.length === 0 || subjects.some(decides);
  return !isForAbove && { code: 'not-managed-above', detail: { organ } };
}

/** Nobody could tell him any more: who he is goes with it. Of what was not opened nobody knows who sent it. */
function notAnswered({ reporterId }: ReportState, circumstances: Circumstances): Objection {
  const { rules, rolesFor } = circumstances;
  if (reporterId === undefined || rolesFor('acknowledge').length === 0) return false;
  const answering = rules.filter(({ meets }) => meets.map(typeOf).includes('ReportAcknowledged'));
  const found = owed(circumstances).filter((one) => answering.some(({ code }) => code === one));
  return found.length > 0 && { code: 'owed-to-reporter', detail: { found } };
}
