import { breachList } from './breaches.js';
import { capacities } from './capacities.js';
import { clueList } from './clue-list.js';
import { desk } from './desk.js';
import { genericReadModels } from './generic.js';
import { me, organList, procedureList } from './house.js';
import { dueSoon, overdue } from './overdue.js';
import type { ReadModel } from './read-model.js';
import { reportList } from './report-list.js';
import { totals } from './totals.js';
import { transferList } from './transfers.js';

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
  organList,
  procedureList,
  me,
  capacities,
  ...genericReadModels(),
] as unknown as readonly ReadModel[]; // each is only ever given its own parameters
