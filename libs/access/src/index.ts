export { commandDigest } from './personal/command-digest.js';
export { Directory } from './directory/directory.js';
export {
  type AppointmentEnded,
  type AppointmentMade,
  type DelegationEnded,
  type DelegationGranted,
  type KeyDestroyedData,
  type KeyDestructionRequested,
  type LeaveEnded,
  type LeaveRecorded,
  type OrganChanged,
  type OrganEstablished,
  type OrganisationEvents,
  type OrganMerged,
  type PersonChanged,
  type PersonRegistered,
  isOfTier,
  type Tier,
  TIERS,
  type TokenIssued,
  type TokenRevoked,
} from './directory/events.js';
export {
  type Appointment,
  covers,
  dayBefore,
  type Delegation,
  type Organ,
  organOf,
  type Person,
  type Term,
} from './directory/folds.js';
export { type FileError } from './directory/organisation-file.js';
export {
  type Count,
  type Ended,
  type OrganisationPlan,
  type Planned,
  type PersonTexts,
  type PlannedEvent,
  type PlanOptions,
} from './directory/plan.js';
export { type Objection } from './directory/plan-check.js';
export { planOrganisation } from './directory/plan-organisation.js';
export { type Leave, type Loan, planDelegation, planLeave } from './directory/plan-terms.js';
export { issueToken, tokenHash } from './directory/token.js';
export { ID_PATTERN, IsCode, IsOrganId, isOrganId, IsPersonId, isPersonId } from './ids.js';
export {
  KeyDestroyed,
  KeyMissing,
  type Keys,
  KeysRefused,
  type KeysRefusal,
  KeysUnavailable,
  type OwnedKey,
} from './keys/keys.js';
export { checkMasterKey, isInside, refuseInside } from './keys/key-file.js';
export {
  type KeysPlace,
  type KeysRead,
  logToldBeside,
  memoryKeys,
  openKeys,
  readKeys,
} from './keys/open-keys.js';
export {
  type InputClass,
  Personal,
  type PersonalField,
  personalFields,
  type PersonalOptions,
  personalPaths,
} from './personal/personal.js';
export { checkKey, isSealedText, lacksKey } from './personal/key-stands.js';
export {
  SealBroken,
  sealData,
  type SealingPlace,
  sealText,
  unsealing,
} from './personal/sealing.js';
export { type FileFault, FilesFull, SealedFiles, type WrittenFile } from './files/sealed-files.js';
export { allows, masked } from './policy/allows.js';
export {
  type AccessRow,
  type Action,
  isOrganPath,
  mayEverSee,
  maySeeUnadjudicated,
  personList,
  placeList,
  POLICY,
  readsContent,
  type Right,
  type Role,
  ROLES,
  type RowKind,
  type Scope,
} from './policy/policy.js';
export {
  higher,
  isLevel,
  type Level,
  LEVELS,
  levelsUpTo,
  SETUP,
  type Standing,
  type Subject,
} from './policy/subject.js';
export { visibleSql } from './policy/visible-sql.js';
