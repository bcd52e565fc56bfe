import { breachList } from './breaches.js';
import { capacities } from './capacities.js';
import { clueList } from './clue-list.js';
import { desk } from './desk.js';
import { duplicateCandidates } from './duplicate-candidates.js';
import { duplicateList } from './duplicate-list.js';
import { extensionCounts } from './extension-counts.js';
import { extensionList } from './extension-list.js';
import { genericReadModels } from './generic.js';
import { held } from './held.js';
import { me, organList, procedureList } from './house.js';
import { interferenceList } from './interference-list.js';
import { noticeList } from './notice-list.js';
import { dueSoon, overdue } from './overdue.js';
import { pingPongList } from './ping-pong-list.js';
import type { ReadModel } from './read-model.js';
import { recusalList } from './recusal-list.js';
import { refusedList } from './refused-list.js';
import { repeats } from './repeats.js';
import { reportList } from './report-list.js';
import { signTimes } from './sign-times.js';
import { stalled } from './stalled.js';
import { suspensionList } from './suspension-list.js';
import { totals } from './totals.js';
import { transferList } from './transfers.js';
import { uncleared } from './uncleared.js';
import { unsignedList } from './unsigned-list.js';
import { workload } from './workload.js';

/** Every question with a name. */
export const READ_MODELS: readonly ReadModel[] = [
  clueList,
  desk,
  overdue,
  dueSoon,
  totals,
  transferList,
  reportList,
  breachList,
  recusalList,
  interferenceList,
  extensionList,
  extensionCounts,
  suspensionList,
  stalled,
  held,
  unsignedList,
  pingPongList,
  signTimes,
  noticeList,
  workload,
  duplicateList,
  duplicateCandidates,
  repeats,
  refusedList,
  uncleared,
  organList,
  procedureList,
  me,
  capacities,
  ...genericReadModels(),
] as unknown as readonly ReadModel[]; // each is only ever given its own parameters
