export { type ClueFeature, FEATURES } from './features.js';
export { type Case, type CaseState, caseWork } from './case/case.js';
export { clue, PHASES, type Phase } from './clue/clue.js';
export { type ActivityImported, type DeadlineImposed } from './clue/imported.js';
export { WORKED_ON } from './clue/recused.js';
export { type Clue, type ClueState, goesOnIn } from './clue/state.js';
export { isWithCase } from './clue/states.js';
export { person } from './person/person.js';
export {
  DEFAULT_PROCEDURE,
  pinnedProcedure,
  procedureBytes,
  procedureHash,
  publication,
  readOwnProcedure,
  readProcedure,
  shippedProcedures,
  WORKFLOWS,
} from './procedures.js';
export { UPCASTERS } from './upcasters.js';
export { PROCESSES } from './processes.js';
export { type CaseRow } from './projections/cases.js';
export { type ClueRow } from './projections/clues.js';
export { type ClueSpellRow } from './projections/clue-spells.js';
export { type FourEyesRow } from './projections/four-eyes.js';
export { type InvolvedRow } from './projections/involved.js';
export { type KnownClue, knownClue, linksOf, placesIn } from './projections/known.js';
export { type ObligationSpellRow } from './projections/obligation-spells.js';
export { type OrganRow } from './projections/organs.js';
export { type PersonRow } from './projections/people.js';
export { type ReportObligationSpellRow } from './projections/report-obligation-spells.js';
export { type ReportRow } from './projections/reports.js';
export { report } from './report/report.js';
export { type ReportState } from './report/state.js';
export { type SearchRow } from './projections/search.js';
export { type TransferRow } from './projections/transfers.js';
export { eventSummary } from './words/event-summary.js';
export { questionWords, searchWords } from './words/search-words.js';
export { type ClueTables, PROJECTIONS } from './projections.js';
export { COMMAND_REFUSED } from './projections/refused-commands.js';
export { refusals, type Sentence } from './words/refusals.js';
export { type ImportedCase, ImportedCases, type RowFault } from './import/imported-cases.js';
export { csvRecords } from './import/csv-records.js';
export { type ImportedEvent, importedEvents, type Importing } from './import/imported-events.js';
export { ledgerTemplate } from './import/ledger/columns.js';
export {
  type CellFault,
  type Ledger,
  type LedgerMatter,
  readLedger,
} from './import/ledger/ledger.js';
export { readSheet } from './import/ledger/read-sheet.js';
export { MOST_BYTES as MOST_LEDGER_BYTES, UnreadableSheet } from './import/ledger/sheet.js';
export { type Mapping, type ObligationsOf, readMapping, shippedMapping } from './import/mapping.js';
export { DEMO_PERSONS, demoOrganisation } from './demo/organisation.js';
export { type DemoOptions, demoScript } from './demo/script.js';
export { type DemoCommand } from './demo/teller.js';
export { workingTime } from './demo/working-time.js';
