import { derived, idOf, kindOf, type References } from '@cluetrail/event-sourcing';
import { personList } from '@cluetrail/access';
import { isEnded, phaseOf } from '@cluetrail/workflow';
import { clue } from '../clue/clue.js';
import { lacksOfficers } from '../clue/recused.js';
import { goesOnIn } from '../clue/state.js';
import { waitsForAny } from '../extending.js';
import { report } from '../report/report.js';
import { clocksNow } from './clocks-row.js';
import { deciderOf, superiorOf } from './decider.js';
import { accessOf, aroundIn, discoveredAtOf, fileOf, knownClue, type KnownClue } from './known.js';

export type ClueRow = {
  readonly clue: string;
  /** What people call it; null until an organ takes it on. */
  readonly number: string | null;
  readonly procedure: string;
  readonly procedureVersion: number;
  /** Version of the stream: the ETag. */
  readonly revision: number;
  readonly state: string;
  readonly phase: string;
  /** 1 = not settled yet. */
  readonly open: number;
  readonly organ: string;
  readonly receiver: string | null;
  readonly source: string;
  readonly field: string;
  /** `|id|id|` */
  readonly subjects: string;
  /** Of those whom it is about, where they are known: `|division-head|`, or empty. */
  readonly ranks: string;
  readonly imported: number;
  readonly discoveredAt: string;
  /** When the last event happened. */
  readonly lastEventAt: string;
  /** The earliest due of what runs, `~` = nothing does: above every instant, so that it sorts last. */
  readonly nextDue: string;
  /** From when the clue shows a colour: the earliest among what runs, `~` = never. */
  readonly blueAt: string;
  readonly yellowAt: string;
  readonly redAt: string;
  /** 1 = an extension was asked for and is not answered. */
  readonly extensionAsked: number;
  readonly organPath: string;
  /** Of the organ that decides on it by rank, where that is one above, whoever of its subjects decides himself: `/gx/nn/`. */
  readonly deciderPath: string | null;
  /** Of the organ that determines a disputed refusal, the nearest above both sides. */
  readonly superiorPath: string | null;
  readonly receiverPath: string | null;
  readonly level: string;
  /** `|id|id|`: with the team. */
  readonly officers: string;
  /** 1 = who left has to be replaced, whoever holds which office. */
  readonly lacksOfficers: number;
  /** Who reads it as one who handles it: these, and those who handle what it went on in. */
  readonly assigned: string;
  readonly excluded: string;
  /** Before whose adjudicators its case has come: `|/gx/nn/|` */
  readonly adjudicated: string;
};

/** Every clue as it stands now; the row that rights are decided on, whatever is asked about it. */
export const clues = derived<ClueRow>({
  name: 'clues',
  version: 17,
  columns: {
    clue: 'text',
    number: 'text?',
    procedure: 'text',
    procedureVersion: 'integer',
    revision: 'integer',
    state: 'text',
    phase: 'text',
    open: 'integer',
    organ: 'text',
    receiver: 'text?',
    source: 'text',
    field: 'text',
    subjects: 'text',
    ranks: 'text',
    imported: 'integer',
    discoveredAt: 'text',
    lastEventAt: 'text',
    nextDue: 'text',
    blueAt: 'text',
    yellowAt: 'text',
    redAt: 'text',
    extensionAsked: 'integer',
    organPath: 'text',
    deciderPath: 'text?',
    superiorPath: 'text?',
    receiverPath: 'text?',
    level: 'text',
    officers: 'text',
    lacksOfficers: 'integer',
    assigned: 'text',
    excluded: 'text',
    adjudicated: 'text',
  },
  indexes: [
    ['clue'],
    ['number'],
    ['organPath'],
    ['receiverPath'],
    ['deciderPath'],
    ['superiorPath'],
    ['discoveredAt', 'clue'],
    ['lastEventAt', 'clue'],
    ['nextDue', 'clue'],
    ['state', 'organPath'],
    ['open', 'organPath', 'nextDue'],
  ],
  of(matter, references) {
    const known = knownClue(matter, references);
    if (!known) return [];
    const { events, state } = known;
    const [opening] = events;
    return [
      {
        clue: idOf(matter.stream),
        number: state.number ?? null,
        procedure: state.procedure.name,
        procedureVersion: state.procedure.version,
        revision: matter.events.length,
        state: state.state,
        phase: phaseOf(clue, state.state),
        open: isEnded(clue, state.state) ? 0 : 1,
        organ: state.organ,
        receiver: state.receiver ?? null,
        source: textOf(opening.data.source),
        field: textOf(opening.data.field),
        subjects: personList(state.subjects),
        ranks: listOf(Object.values(state.ranks).flat()),
        imported: opening.imported ? 1 : 0,
        discoveredAt: discoveredAtOf(opening),
        lastEventAt: events[events.length - 1].effectiveAt,
        ...clocksOf(known, references),
        adjudicated: '',
        deciderPath: deciderOf(state, known.procedure, references),
        superiorPath: superiorOf(state, references),
        ...accessOf(state, aroundIn(references)),
        officers: personList([...state.officers, ...state.team]),
        lacksOfficers: lacksOfficers(state, { file: fileOf(state, references), ...EVERYBODY })
          ? 1
          : 0,
      },
    ];
  },
});

// Who holds which office, no event of the matter says.
const EVERYBODY = { isHere: () => true, isSigned: false, works: () => true };

function clocksOf({ all, procedure, state }: KnownClue, references: References) {
  // What its reports owe is told of the clues in which it went on.
  const events =
    goesOnIn(state).length === 0 ? all : all.filter(({ stream }) => kindOf(stream) !== report.kind);
  const { clocks, acts, next } = clocksNow({ events, procedure }, references);
  const self = events[0].stream;
  const isAsked = waitsForAny(state, { self, clocks: () => clocks, clockActs: acts });
  return { ...next, extensionAsked: isAsked ? 1 : 0 };
}

function listOf(codes: readonly string[]): string {
  return codes.length === 0 ? '' : `|${[...new Set(codes)].sort().join('|')}|`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
