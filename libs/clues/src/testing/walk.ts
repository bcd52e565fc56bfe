import type { Event, HappenedAt } from '@cluetrail/event-sourcing';
import {
  type Capacity,
  decide,
  open,
  type Procedure,
  readInput,
  type Situation,
  type Workflow,
} from '@cluetrail/workflow';
import type { Clue } from '../clue/state.js';
import { situationOf } from './decider.js';
import { SUBJECT, ZONE } from './office.js';
import { played } from './played.js';
import type { Command } from './said.js';
import { DIGEST, idOfClue, stampedAs } from './told.js';
import { saidBefore } from './said-before.js';

/** One attempt: who, what, with which input, how many days after the last one, recorded how many days late. */
export interface Step {
  readonly person: number;
  readonly pick: number;
  readonly variant: number;
  readonly days: number;
  readonly late: number;
}

/** Where a clue stands already, and what is then tried with it. */
export interface Walk {
  readonly from: string;
  readonly steps: readonly Step[];
}

export interface World<S extends object = Clue> {
  readonly workflow: Workflow<S>;
  readonly procedure: Procedure;
  /** Where a walk may begin, and the lawful way there. */
  readonly lawful: {
    readonly workflow: Workflow<S>;
    readonly procedure: Procedure;
    readonly situations: { readonly [situation: string]: readonly Command[] };
  };
  readonly inputFor: (command: string, tried: Tried) => object;
  readonly people: typeof PEOPLE;
  readonly stream?: string;
}

/** A small house, in which everybody is several things: whatever the rules keep apart may meet here. */
export const PEOPLE: { readonly [personId: string]: readonly string[] } = {
  li: ['case-officer', 'leader'],
  wang: ['case-officer', 'unit-head', 'leader'],
  gao: ['leader', 'case-officer', 'clue-admin'],
  du: ['unit-head', 'clue-admin', 'intake'],
  hu: ['leader', 'unit-head', 'case-officer'],
  chen: ['clue-admin', 'leader'],
  zhao: ['case-officer', 'leader'],
};
export const NAMES = Object.keys(PEOPLE);

/** The whole procedure has more offices, and processes that act. */
export const MORE_PEOPLE: typeof PEOPLE = {
  ...PEOPLE,
  li: [...PEOPLE['li'], 'adjudicator'],
  du: [...PEOPLE['du'], 'supervisor', 'leader'],
  chen: [...PEOPLE['chen'], 'adjudicator', 'intake'],
  hu: [...PEOPLE['hu'], 'adjudicator', 'supervisor'],
  'system:process': ['system'],
};

/** What stands in the log after these attempts, and every situation that somebody found himself in. */
export function walked<S extends object>(world: World<S>, { from, steps }: Walk) {
  const { lawful, stream } = world;
  // The way to the start is lawful; only then the world may lack a rule.
  let events: readonly Event[] = played({ ...lawful, stream }, lawful.situations[from]);
  const last = events.at(-1)?.happenedAt.at ?? '2021-09-01T01:00:00.000Z';
  let now = Date.parse(last);
  const situations: Situation<S>[] = [];
  for (const step of steps) {
    now += step.days * DAY + 3_600_000;
    const situation = inHouse(
      world.people,
      situationOf(
        { ...world, events, linked: [] },
        { capacities: officesOf(world.people, step.person), ...timesOf(now, step.late) },
      ),
    );
    situations.push(situation);
    const next = attempted(world, situation, { ...step, events });
    if (!next) continue;
    const recorded = new Date(now).toISOString();
    events = [
      ...events,
      stampedAs(events.length + 1, { ...next, recorded, ...(stream && { stream }) }),
    ];
  }
  return { events, situations };
}

/** What a person might well send in this situation: right in form, by no means always in substance. */
export function inputFor(command: string, { variant, events }: Tried): object {
  const pairs = [pair(variant), pair(variant + 1), ['li', 'wang']];
  const people = pairs[variant % pairs.length];
  const obligation = ['verify', 'verify', 'dispose', 'invest'][variant % 4];
  const inputs: { readonly [command: string]: object } = {
    discover: { source: 'audit', subjects: [{ personId: 'zhao' }], summary: 'text' },
    transfer: { to: variant % 2 ? 'nayong' : 'bijie', direction: 'down' },
    assignOfficers: { officers: people },
    proposeDisposal: { way: variant % 5 ? 'verify' : 'hold' },
    startVerification: { team: people },
    recordVerificationStep: { kind: 'talk', officers: people },
    signVerificationReport: { digest: variant % 4 ? DIGEST : '4c'.repeat(32) },
    submitVerificationReport: {
      digest: DIGEST,
      findings: [{ matter: 'subsidy', result: 'partly' }],
      proposal: 'file',
    },
    concludeVerification: { outcome: variant % 3 ? 'file' : 'close' },
    startInvestigation: { officers: people },
    recordInvestigationConcluded: { caseId: idOfClue },
    close: { ground: 'other' },
    settle: { outcome: 'clarified' },
    requestExtension: { obligation },
    grantExtension: { obligation },
    refuseExtension: { obligation, ground: 'no-need' },
    suspendClock: { obligation, ground: 'hearing' },
    resumeClock: { obligation },
    correctFact: correction(variant, events),
  };
  return inputs[command] ?? {};
}

export interface Tried {
  readonly variant: number;
  readonly events: readonly Event[];
}

const DAY = 86_400_000;

/** Clocks may be asked about and facts corrected for ever; these bring a clue forward. */
const ONWARD = new Set([
  'transfer',
  'acceptTransfer',
  'refuseTransfer',
  'assignOfficers',
  'proposeDisposal',
  'approveDisposal',
  'startVerification',
  'signVerificationReport',
  'submitVerificationReport',
  'concludeVerification',
  'startInvestigation',
  'close',
  'settle',
  'requestExtension',
  'grantExtension',
  'resumeClock',
  'refuseExtension',
  'checkDuplicates',
  'classify',
  'proposeAllocation',
  'approveAllocation',
  'rejectAllocation',
  'approveTransfer',
  'takeBack',
  'disputeTransfer',
  'determineJurisdiction',
  'requestRecusal',
  'decideRecusal',
  'replaceOfficer',
  'deliberate',
  'issueInquiry',
  'recordReply',
  'conductTalk',
  'concludeTalk',
  'hold',
  'release',
  'recordAdjudication',
  'recordDecision',
  'recordInvestigationConcluded',
  'giveFeedback',
  'reopen',
  'issueNotice',
  'answerNotice',
  'liftNotice',
  'addCasePerson',
  'signInvestigationReport',
  'concludeInvestigation',
  'acceptForAdjudication',
  'returnForSupplement',
  'decide',
  'executeDecision',
  'changeCaseOfficers',
]);

/** Comes when the merger does that it answers, which nobody can know here. */
const ANSWER = 'giveBack';

function attempted<S extends object>(
  { inputFor: said }: World<S>,
  situation: Situation<S>,
  step: Step & { readonly events: readonly Event[] },
) {
  const { workflow, circumstances } = situation;
  const known = open(situation).filter(({ command }) => command !== ANSWER);
  const offered = known.filter(({ refused }) => !refused);
  const onward = offered.filter(({ command }) => ONWARD.has(command));
  const commands = onward.length > 0 && step.pick % 3 > 0 ? onward : known;
  const { command } = commands[Math.floor(step.pick / 3) % commands.length];
  const read = readInput<object>(workflow.transitions[command].input, said(command, step));
  if ('faults' in read) throw new Error(`${command}: ${JSON.stringify(read.faults)}`);
  const beside = { reason: 'as the rules ask', attachments: [] };
  const answer = decide(situation, command, { ...read.input, ...beside });
  if ('refused' in answer) return undefined;
  saidBefore(workflow, answer.decided);
  const { who, article: _, schemaVersion: __, change, ...decided } = answer.decided;
  return { ...decided, ...(change && { change }), by: who, on: circumstances.happenedAt };
}

/** Everybody is what he is in this house, and not in that of the other tests. */
function inHouse<S extends object>(
  people: typeof PEOPLE,
  { circumstances, ...situation }: Situation<S>,
): Situation<S> {
  const holdsOffice: typeof circumstances.holdsOffice = (personId, { roles }) =>
    // A clue about one of those who decide would go up, and nothing be tried on it.
    personId !== SUBJECT && (people[personId]?.some((one) => roles.includes(one)) ?? false);
  return { ...situation, circumstances: { ...circumstances, holdsOffice } };
}

function officesOf(people: typeof PEOPLE, person: number): readonly Capacity[] {
  const [personId, roles] = Object.entries(people)[person % Object.keys(people).length];
  return roles.flatMap((role) =>
    ['bijie', 'nayong', 'guizhou'].map((organId) => ({ personId, role, organId })),
  );
}

/** Late ones happened whole days ago, at another hour. */
function timesOf(now: number, late: number): { happenedAt: HappenedAt; now: string } {
  const at = new Date(now - late * DAY + (late > 0 ? 1_800_000 : 0)).toISOString();
  return { happenedAt: { at, zone: ZONE, precision: 'ms' }, now: new Date(now).toISOString() };
}

export function pair(variant: number): string[] {
  const first = variant % NAMES.length;
  const second = (first + 1 + (variant % (NAMES.length - 1))) % NAMES.length;
  return [NAMES[first], NAMES[second]];
}

/** Of some event: now its time, now something else that stands there. */
function correction(variant: number, events: readonly Event[]): object {
  const target = events[variant % Math.max(events.length, 1)];
  if (!target) return { targetEventId: idOfClue, field: 'source', old: 'audit', new: 'other' };
  const fields = Object.entries(target.data);
  const [field, old] = fields[variant % Math.max(fields.length, 1)] ?? ['happenedAt', ''];
  const changed = Array.isArray(old) ? old.slice(1) : 'other';
  if (variant % 2 && field !== 'happenedAt')
    return { targetEventId: target.eventId, field, old, new: changed };
  const moved = Date.parse(target.happenedAt.at) - (variant % 7) * DAY + 3_600_000;
  return {
    targetEventId: target.eventId,
    field: 'happenedAt',
    old: target.happenedAt.at,
    new: new Date(moved).toISOString(),
  };
}
