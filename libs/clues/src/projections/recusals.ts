import { derived, idOf, type Effective, type Matter } from '@cluetrail/event-sourcing';
import { isEnded, stateOf } from '@cluetrail/workflow';
import { caseWork } from '../case/case.js';
import { clue } from '../clue/clue.js';
import { foldedClue, type FoldedClue } from './known.js';

export type RecusalRow = {
  readonly clue: string;
  readonly ordinal: number;
  readonly officer: string;
  readonly ground: string;
  readonly askedAt: string;
  readonly askedBy: string;
  /** asked · granted · refused · lapsed: the clue went up sealed before it was decided on. */
  readonly outcome: string;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  /** 1 = the officer is still one of its officers or its team, or works on its case. */
  readonly assigned: number;
  /** 1 = the clue is not settled yet. */
  readonly open: number;
};

/** Every recusal that was asked for, with its ground and who decided on it. */
export const recusals = derived<RecusalRow>({
  name: 'recusals',
  version: 4,
  columns: {
    clue: 'text',
    ordinal: 'integer',
    officer: 'text',
    ground: 'text',
    askedAt: 'text',
    askedBy: 'text',
    outcome: 'text',
    decidedAt: 'text?',
    decidedBy: 'text?',
    assigned: 'integer',
    open: 'integer',
  },
  indexes: [['clue'], ['askedAt', 'clue'], ['outcome', 'open', 'clue']],
  of(matter) {
    const folded = foldedClue(matter);
    const rows = (folded?.events ?? []).reduce<RecusalRow[]>(next, []);
    if (!folded || rows.length === 0) return rows;
    const working = assignedTo(folded, matter);
    const open = isEnded(clue, folded.state.state) ? 0 : 1;
    return rows.map((row) => ({ ...row, assigned: working.includes(row.officer) ? 1 : 0, open }));
  },
});

function next(rows: RecusalRow[], { type, data, stream, actor, effectiveAt }: Effective) {
  if (type === 'RecusalRequested')
    return [
      ...rows,
      {
        clue: idOf(stream),
        ordinal: rows.length + 1,
        officer: String(data.officer),
        ground: String(data.ground),
        askedAt: effectiveAt,
        askedBy: actor.personId,
        ...{ outcome: 'asked', decidedAt: null, decidedBy: null, assigned: 0, open: 1 },
      },
    ];
  if (type === 'ClueReferredUpSealed')
    return rows.map((row) => (row.outcome === 'asked' ? { ...row, outcome: 'lapsed' } : row));
  if (type !== 'RecusalDecided') return rows;
  const waits = rows.findLast(
    ({ officer, outcome }) => officer === data.officer && outcome === 'asked',
  );
  const decided = {
    outcome: data.granted === true ? 'granted' : 'refused',
    decidedAt: effectiveAt,
    decidedBy: actor.personId,
  };
  return rows.map((row) => (row === waits ? { ...row, ...decided } : row));
}

function assignedTo({ state: { officers, team } }: FoldedClue, { linked }: Matter) {
  const cases = linked
    .filter(({ stream, events }) => stream.startsWith('case-') && events.length > 0)
    .map(({ events }) => stateOf(caseWork, events));
  return [...officers, ...team, ...cases.flatMap((one) => [...one.officers, ...one.panel])];
}
