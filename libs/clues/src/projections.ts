import type { Current, Projection, SpellColumns, Temporal } from '@cluetrail/event-sourcing';
import { adjudications } from './projections/adjudications.js';
import { assignments } from './projections/assignments.js';
import { cases } from './projections/cases.js';
import { clueSpells } from './projections/clue-spells.js';
import { clues } from './projections/clues.js';
import { extensions } from './projections/extensions.js';
import { fourEyes } from './projections/four-eyes.js';
import { holds } from './projections/holds.js';
import { interference } from './projections/interference.js';
import { involved } from './projections/involved.js';
import { kinships } from './projections/kinships.js';
import { lateEntries } from './projections/late-entries.js';
import { likenesses } from './projections/likenesses.js';
import { notices } from './projections/notices.js';
import { obligationSpells } from './projections/obligation-spells.js';
import { organs } from './projections/organs.js';
import { people } from './projections/people.js';
import { pingPong } from './projections/ping-pong.js';
import { recusals } from './projections/recusals.js';
import { refusedCommands } from './projections/refused-commands.js';
import { reportObligationSpells } from './projections/report-obligation-spells.js';
import { reportSubjects } from './projections/report-subjects.js';
import { reports } from './projections/reports.js';
import { search } from './projections/search.js';
import { silences } from './projections/silences.js';
import { suspensions } from './projections/suspensions.js';
import { toErase } from './projections/to-erase.js';
import { transfers } from './projections/transfers.js';
import { unsigned } from './projections/unsigned.js';

/** Every read model of clue work. A new one is its file, its spec and one word here. */
export const PROJECTIONS = {
  clues,
  cases,
  clueSpells,
  obligationSpells,
  transfers,
  reports,
  reportObligationSpells,
  toErase,
  search,
  people,
  organs,
  fourEyes,
  adjudications,
  involved,
  recusals,
  interference,
  extensions,
  suspensions,
  silences,
  holds,
  unsigned,
  notices,
  assignments,
  pingPong,
  kinships,
  likenesses,
  lateEntries,
  reportSubjects,
  refusedCommands,
} as const;

/** Their tables as queries name them. */
export type ClueTables = {
  readonly [Name in keyof typeof PROJECTIONS]: TableOf<(typeof PROJECTIONS)[Name]>;
};

type TableOf<P> =
  P extends Temporal<infer R>
    ? R & SpellColumns
    : P extends Current<infer R> | Projection<infer R>
      ? R
      : never;
