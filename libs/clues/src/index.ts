export { type ClueFeature, FEATURES } from './features.js';
export { type Case, type CaseState, caseWork } from './case/case.js';
export { clue, PHASES, type Phase } from './clue/clue.js';
export { type ActivityImported, type DeadlineImposed } from './clue/imported.js';
export { type Clue, type ClueState } from './clue/state.js';
export { person } from './person/person.js';
export {
  DEFAULT_PROCEDURE,
  pinnedProcedure,
  procedureBytes,
  readProcedure,
  shippedProcedures,
  WORKFLOWS,
} from './procedures.js';
export { investigation } from './processes/investigation.js';
export { clues, type ClueRow } from './projections/clues.js';
export { clueSpells, type ClueSpellRow } from './projections/clue-spells.js';
export { fourEyesBreaches, type BreachRow } from './projections/four-eyes-breaches.js';
export { accessOf, type KnownClue, knownClue, linksOf, placesIn } from './projections/known.js';
export { obligationSpells, type ObligationSpellRow } from './projections/obligation-spells.js';
export { organs, type OrganRow } from './projections/organs.js';
export { people, type PersonRow } from './projections/people.js';
export { search, type SearchRow } from './projections/search.js';
export { transfers, type TransferRow } from './projections/transfers.js';
export { questionWords, searchWords } from './words/search-words.js';
