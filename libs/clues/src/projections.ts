import type { Current, Projection, SpellColumns, Temporal } from '@cluetrail/event-sourcing';
import { clues } from './projections/clues.js';
import { clueSpells } from './projections/clue-spells.js';
import { fourEyes } from './projections/four-eyes.js';
import { involved } from './projections/involved.js';
import { obligationSpells } from './projections/obligation-spells.js';
import { organs } from './projections/organs.js';
import { people } from './projections/people.js';
import { reportObligationSpells } from './projections/report-obligation-spells.js';
import { reports } from './projections/reports.js';
import { search } from './projections/search.js';
import { transfers } from './projections/transfers.js';

/** Every read model of clue work. A new one is its file, its spec and one word here. */
export const PROJECTIONS = {
  clues,
  clueSpells,
  obligationSpells,
  transfers,
  reports,
  reportObligationSpells,
  search,
  people,
  organs,
  fourEyes,
  involved,
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
