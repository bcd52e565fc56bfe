import {
  canonical,
  type Effective,
  type Event,
  FACT_CORRECTED,
  inEffect,
} from '@cluetrail/event-sourcing';
import { initial, stateOf, evolve } from '@cluetrail/workflow';
import { clue } from '../clue/clue.js';
import type { ClueState } from '../clue/state.js';

/** What no row and no procedure may ever let happen, said of a clue's events alone. Undefined = it holds. */
export const INVARIANTS: {
  readonly [says: string]: (events: readonly Event[]) => string | undefined;
} = {
  'who proposes a disposal does not approve it': (events) =>
    sameActor(events, 'DisposalProposed', 'DisposalApproved'),
  'who submits a report does not conclude on it': (events) =>
    sameActor(events, 'VerificationReportSubmitted', 'VerificationConcluded'),
  'who verified neither concludes nor closes': (events) =>
    firstOf(
      ofType(events, 'VerificationConcluded', 'ClueClosed').filter(({ event, before }) =>
        before.team.includes(event.actor.personId),
      ),
    ),
  'who asks for an extension does not answer it': (events) =>
    firstOf(
      ofType(events, 'ExtensionGranted', 'ExtensionRefused').filter(
        ({ event, before }) =>
          before.asked[String(event.data.obligation)]?.by === event.actor.personId,
      ),
    ),
  'a report is submitted when all of the team have signed it': (events) =>
    firstOf(
      ofType(events, 'VerificationReportSubmitted').filter(
        ({ event, before }) =>
          before.team.length < 2 ||
          before.team.some((member) => before.signatures[member]?.digest !== event.data.digest),
      ),
    ),
  'two officers are assigned before a disposal is proposed': (events) =>
    firstOf(
      ofType(events, 'DisposalProposed').filter(
        ({ event, before }) =>
          before.officers.length < 2 || !before.officers.includes(event.actor.personId),
      ),
    ),
  'a verification starts when its disposal is approved': (events) =>
    firstOf(
      ofType(events, 'VerificationStarted').filter(
        ({ before }) => !before.disposal?.approved || before.disposal.way !== 'verify',
      ),
    ),
  'an investigation starts when a filing was approved': (events) =>
    firstOf(
      ofType(events, 'InvestigationStarted').filter(({ before }) => before.outcome !== 'file'),
    ),
  'nobody works on a clue about himself': (events) => {
    const { subjects, officers, team } = stateOf(clue, events);
    return [...officers, ...team].find((person) => subjects.includes(person));
  },
  'an extension is granted once at most': (events) =>
    Object.entries(stateOf(clue, events).extended)
      .filter(([, times]) => times > 1)
      .map(([code]) => code)[0],
  'state changes chain, from none on': (events) => {
    const changes = inEffect(events).filter(({ change }) => change);
    const broken = changes.find(
      ({ change }, index) =>
        change?.from !== (index === 0 ? 'none' : changes[index - 1].change?.to),
    );
    return broken?.type;
  },
  'state changes take effect in the order in which they were recorded': (events) => {
    const changes = inEffect(events).filter(({ change }) => change);
    return changes.find(({ version }, index) => version < (changes[index - 1]?.version ?? 0))?.type;
  },
  'nothing that was accepted is lost, whenever it happened': (events) => {
    if (events.some(({ type }) => type === FACT_CORRECTED)) return undefined;
    const asRecorded = events.reduce<ClueState>(
      (before, event) => evolve(clue, before, event),
      initial(clue),
    );
    const [one, other] = [asRecorded, stateOf(clue, events)].map(known);
    return canonical(one) === canonical(other)
      ? undefined
      : `${canonical(one)} ${canonical(other)}`;
  },
  'nothing happens after it was recorded': (events) =>
    inEffect(events).find(
      ({ effectiveAt, recordedAt }) => effectiveAt > `${recordedAt.slice(0, 23)}Z`,
    )?.type,
};

/** What a state knows beside times and who acted last. */
function known({ actsAt: _, acts: __, done: ___, lastChange: ____, ...state }: ClueState): unknown {
  return JSON.parse(JSON.stringify(state));
}

interface Taken {
  readonly event: Effective;
  readonly before: ClueState;
}

/** Every event with the state that it met. */
function steps(events: readonly Event[]): Taken[] {
  let state: ClueState = initial(clue);
  return inEffect(events).map((event) => {
    const before = state;
    state = evolve(clue, state, event);
    return { event, before };
  });
}

function ofType(events: readonly Event[], ...types: readonly string[]): Taken[] {
  return steps(events).filter(({ event }) => types.includes(event.type));
}

function firstOf([first]: readonly Taken[]): string | undefined {
  return first && `${first.event.type} by ${first.event.actor.personId}`;
}

function sameActor(events: readonly Event[], one: string, other: string): string | undefined {
  const [first] = ofType(events, one).slice(-1);
  const [second] = ofType(events, other).slice(-1);
  return first && second && first.event.actor.personId === second.event.actor.personId
    ? first.event.actor.personId
    : undefined;
}
