import {
  canonical,
  type Effective,
  type Event,
  FACT_CORRECTED,
  inEffect,
} from '@cluetrail/event-sourcing';
import { doersOf, initial, stateOf, evolve, type Workflow } from '@cluetrail/workflow';
import type { CaseState } from '../case/state.js';
import { caseWork } from '../case/case.js';
import { feedbackOwed } from '../clue/answered.js';
import { clue } from '../clue/clue.js';
import type { ClueState } from '../clue/state.js';

export interface Invariants {
  readonly [says: string]: (events: readonly Event[]) => string | undefined;
}

/** What no row and no procedure may ever let happen, said of a clue's events alone. Undefined = it holds. */
export const INVARIANTS: Invariants = {
  'who proposes a disposal does not approve it': (events) =>
    sameActor(events, 'proposeDisposal', 'DisposalApproved'),
  'who submits a report does not conclude on it': (events) =>
    sameActor(events, 'submitVerificationReport', 'VerificationConcluded'),
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

/** Of the first procedure alone. */
export const OF_THE_FIRST: Invariants = {
  'an extension is granted once at most': (events) =>
    Object.entries(stateOf(clue, events).extended)
      .filter(([, times]) => times > 1)
      .map(([code]) => code)[0],
};

/** Of the whole procedure alone. */
export const OF_THE_WHOLE: Invariants = {
  'who proposes an allocation does not decide it': (events) =>
    sameActor(events, 'proposeAllocation', 'AllocationApproved') ??
    firstOf(
      ofType(events, 'AllocationRejected').filter(
        ({ event, before }) => before.acts['proposeAllocation'] === event.actor.personId,
      ),
    ),
  'who was recused acts no more': (events) =>
    recorded(clue, events).find(({ event, before }) =>
      before.recused.includes(event.actor.personId),
    )?.event.type,
  'who was recused is not assigned again': (events) => {
    const { recused, officers, team } = stateOf(clue, events);
    return [...officers, ...team].find((person) => recused.includes(person));
  },
  'the sender stays responsible until the receiver signs, or an organ above decides': (events) =>
    firstOf(
      steps(events).filter(
        ({ event, before }) =>
          before.state !== 'none' &&
          event.organ !== before.organ &&
          !(event.type === 'TransferAccepted'
            ? event.organ === before.receiver
            : FROM_ABOVE.includes(event.type)),
      ),
    ),
  'what is handed on was approved': (events) =>
    firstOf(
      asMet(events, 'ClueTransferred').filter(
        ({ event, before }) =>
          before.allocation?.to !== event.data.to ||
          !before.done.some((one) => APPROVALS.includes(one)),
      ),
    ),
  'a disposal is deliberated before it is approved': (events) =>
    firstOf(
      asMet(events, 'DisposalApproved').filter(({ before }) => !before.done.includes('deliberate')),
    ),
  'who talked with a subject does not conclude on it': (events) =>
    sameActor(events, 'conductTalk', 'TalkConcluded'),
  'who answers a notice does not lift it': (events) =>
    sameActor(events, 'answerNotice', 'SupervisionNoticeLifted'),
  'nothing is archived while somebody waits to be told': (events) =>
    firstOf(ofType(events, 'ClueArchived').filter(({ before }) => feedbackOwed(before).length > 0)),
  'the second extension at most, and that one from above': (events) =>
    firstOf(
      ofType(events, 'ExtensionGranted').filter(
        ({ event, before }) =>
          Number(event.data.ordinal) > 2 ||
          (event.data.ordinal === 2) === (event.actor.organId === before.organ),
      ),
    ),
};

const FROM_ABOVE = ['JurisdictionDetermined', 'JurisdictionDesignated', 'ClueRaised'];

/** Of a case. */
export const OF_A_CASE: Invariants = {
  'who investigates neither adjudicates nor decides': (events) => {
    const ever = new Set<string>();
    for (const { event, after } of caseSteps(events)) {
      if (JUDGING.includes(event.type) && ever.has(event.actor.personId)) return event.type;
      for (const officer of after.officers) ever.add(officer);
      const judge = after.panel.find((one) => ever.has(one));
      if (judge !== undefined) return judge;
    }
    return undefined;
  },
  'a case is returned for a supplement twice at most': (events) =>
    events.filter(({ type }) => type === 'ReturnedForSupplement').length > 2
      ? 'a third'
      : undefined,
  'who was recused acts no more': (events) =>
    recorded(caseWork, events).find(({ event, before }) =>
      before.recused.includes(event.actor.personId),
    )?.event.type,
  'a report is submitted when all who investigate have signed it': (events) =>
    caseSteps(events).find(
      ({ event, before }) =>
        event.type === 'InvestigationReportSubmitted' &&
        before.officers.some((one) => before.signatures[one]?.digest !== event.data.digest),
    )?.event.type,
  'something is decided about everybody': (events) =>
    caseSteps(events).find(
      ({ event, before }) =>
        event.type === 'DecisionMade' &&
        before.subjects.some((one) => !JSON.stringify(event.data.decisions).includes(`"${one}"`)),
    )?.event.type,
  'nobody investigates himself': (events) => {
    const { officers, subjects } = stateOf(caseWork, events);
    return officers.find((one) => subjects.includes(one));
  },
  'what is executed is all that was decided': (events) =>
    stateOf(caseWork, events).state === 'executed' && stateOf(caseWork, events).toExecute.length > 0
      ? 'something is left'
      : undefined,
};

const JUDGING = [
  'AdjudicationAccepted',
  'ReturnedForReinvestigation',
  'ReturnedForSupplement',
  'DecisionMade',
  'CaseWithdrawn',
];

/** Events of this type with the state that was known when each was recorded. */
function asMet(events: readonly Event[], type: string) {
  return events
    .filter((event) => event.type === type)
    .map((event) => {
      const before = stateOf(
        clue,
        events.filter(({ version }) => version < event.version),
      );
      return { event, before };
    });
}

const APPROVALS = ['approveAllocation', 'approveTransfer'];

/** Every event with what was known when it was recorded: nobody is bound by what is decided after him. */
function recorded<S extends object>(workflow: Workflow<S>, events: readonly Event[]) {
  let after = initial(workflow);
  return events.map((event) => {
    const before = after;
    after = evolve(workflow, before, event);
    return { event, before };
  });
}

function caseSteps(events: readonly Event[]) {
  let after: CaseState = initial(caseWork);
  return inEffect(events).map((event) => {
    const before = after;
    after = evolve(caseWork, before, event);
    return { event, before, after };
  });
}

/** What a state knows beside times and who acted last. Its lists are sets. */
function known(all: ClueState): unknown {
  const {
    actsAt: _,
    acts,
    actsFor: __,
    actsBefore = {},
    done: ___,
    lastChange: ____,
    ...state
  } = all;
  const given = Object.keys({ ...acts, ...actsBefore }).sort();
  const doers = given.map((command) => [command, doersOf(all, command)]);
  return JSON.parse(JSON.stringify({ ...state, doers }, (_, value: unknown) => sorted(value)));
}

function sorted(value: unknown): unknown {
  return Array.isArray(value)
    ? value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    : value;
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

function firstOf([first]: readonly { readonly event: Event }[]): string | undefined {
  return first && `${first.event.type} by ${first.event.actor.personId}`;
}

/** A person who gave the first command is the one who did the other. */
function sameActor(events: readonly Event[], command: string, ...types: readonly string[]) {
  return firstOf(
    ofType(events, ...types).filter(({ event, before }) =>
      doersOf(before, command).some(({ personId }) => personId === event.actor.personId),
    ),
  );
}
