import type { Event } from '@cluetrail/event-sourcing';
import type { AccessRow } from '@cluetrail/access';
import type { Standing, Workflow } from '@cluetrail/workflow';
import { caseWork, type Case } from './case/case.js';
import { streamsOfClues } from './case/its-clues.js';
import { clue } from './clue/clue.js';
import type { Clue } from './clue/state.js';
import { person, type Person } from './person/person.js';
import { report } from './report/report.js';
import type { Report } from './report/state.js';
import { accessOf, linksOf, type Around } from './projections/known.js';
import { accessOfCase } from './projections/known-case.js';
import { accessOfReport } from './projections/known-report.js';

/** A kind of work as the product offers it: its table, its place under `/api`, and who may see an instance. */
export interface ClueFeature<S extends object> {
  readonly workflow: Workflow<S>;
  readonly path: string;
  accessOf(state: S & Standing, around: Around): AccessRow;
  links?(event: Event): readonly string[];
  linkedBy?(state: S & Standing): readonly string[];
}

const clues: ClueFeature<Clue> = { workflow: clue, path: 'clues', accessOf, links: linksOf };

const cases: ClueFeature<Case> = {
  workflow: caseWork,
  path: 'cases',
  accessOf: accessOfCase,
  linkedBy: streamsOfClues,
};

const reports: ClueFeature<Report> = {
  workflow: report,
  path: 'reports',
  accessOf: accessOfReport,
};

/** A person's record is read through `people` alone; as an instance it belongs to the organ that registered it. */
const people: ClueFeature<Person> = {
  workflow: person,
  path: 'people',
  accessOf: ({ organ, level }, { pathOf }) => ({
    organPath: pathOf(organ),
    receiverPath: null,
    level,
    assigned: '',
    excluded: '',
  }),
};

export const FEATURES = { clues, cases, reports, people } as const;
