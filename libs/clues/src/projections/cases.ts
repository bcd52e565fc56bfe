import { derived, idOf } from '@cluetrail/event-sourcing';
import { isEnded } from '@cluetrail/workflow';
import { caseWork } from '../case/case.js';
import { ranksOfClues } from '../case/its-clues.js';
import { pinnedProcedure } from '../procedures.js';
import { clocksNow } from './clocks-row.js';
import { deciderOf } from './decider.js';
import { aroundIn, clueIn } from './known.js';
import { accessOfCase, knownCase } from './known-case.js';

export type CaseRow = {
  readonly caseId: string;
  /** The clue for which it was filed. */
  readonly clue: string;
  readonly state: string;
  /** 1 = neither executed nor withdrawn yet. */
  readonly open: number;
  readonly organ: string;
  /** The earliest due of its own clocks, `~` = none runs: above every instant, so that it sorts last. */
  readonly nextDue: string;
  /** Of the organ that decides on it by rank, where that is one above: `/gx/nn/`. */
  readonly deciderPath: string | null;
  readonly organPath: string;
  readonly receiverPath: string | null;
  readonly level: string;
  /** Officers and panel: `|li|shi|`. */
  readonly assigned: string;
  readonly excluded: string;
  /** Before whose adjudicators it has come: `|/gx/nn/|` */
  readonly adjudicated: string;
};

/** Every case as it stands now, and the row that rights on it are decided on. */
export const cases = derived<CaseRow>({
  name: 'cases',
  version: 1,
  columns: {
    caseId: 'text',
    clue: 'text',
    state: 'text',
    open: 'integer',
    organ: 'text',
    nextDue: 'text',
    deciderPath: 'text?',
    organPath: 'text',
    receiverPath: 'text?',
    level: 'text',
    assigned: 'text',
    excluded: 'text',
    adjudicated: 'text',
  },
  indexes: [['caseId'], ['clue'], ['deciderPath'], ['state', 'organPath'], ['nextDue', 'caseId']],
  of(matter, references) {
    const known = knownCase(matter);
    if (!known) return [];
    const { events, state } = known;
    const procedure = pinnedProcedure(state.procedure, references);
    const learnt = ranksOfClues.learnt(state, (stream) => clueIn(references, idOf(stream)));
    return [
      {
        caseId: idOf(matter.stream),
        clue: state.clueIds[0],
        state: state.state,
        open: isEnded(caseWork, state.state) ? 0 : 1,
        organ: state.organ,
        nextDue: clocksNow({ events, procedure }, references).next.nextDue,
        deciderPath: deciderOf(learnt, procedure, references),
        adjudicated: '',
        ...accessOfCase(state, aroundIn(references)),
      },
    ];
  },
});
