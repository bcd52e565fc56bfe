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
import { clue } from '../clue/clue.js';
import { situationOf } from './decider.js';
import { CN, ZONE } from './office.js';
import { played } from './played.js';
import { CLUE_SITUATIONS } from './situations.js';
import { DIGEST, idOfClue, stampedAs } from './told.js';

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

export interface World {
  readonly workflow: Workflow<Clue>;
  readonly procedure: Procedure;
}

/** A small house, in which everybody is several things: whatever the rules keep apart may meet here. */
const PEOPLE: { readonly [personId: string]: readonly string[] } = {
  li: ['case-officer', 'leader'],
  wang: ['case-officer', 'unit-head', 'leader'],
  gao: ['leader', 'case-officer', 'clue-admin'],
  du: ['unit-head', 'clue-admin', 'intake'],
  hu: ['leader', 'unit-head', 'case-officer'],
  chen: ['clue-admin', 'leader'],
  zhao: ['case-officer', 'leader'],
};
export const NAMES = Object.keys(PEOPLE);

/** What stands in the log after these attempts, and every situation that somebody found himself in. */
export function walked(world: World, { from, steps }: Walk) {
  // The way to the start is lawful; only then the world may lack a rule.
  let events: readonly Event[] = played({ workflow: clue, procedure: CN }, CLUE_SITUATIONS[from]);
  const last = events.at(-1)?.happenedAt.at ?? '2021-09-01T01:00:00.000Z';
  let now = Date.parse(last);
  const situations: Situation<Clue>[] = [];
  for (const step of steps) {
    now += step.days * DAY + 3_600_000;
    const situation = situationOf(
      { ...world, events, linked: [] },
      { capacities: officesOf(NAMES[step.person]), ...timesOf(now, step.late) },
    );
    situations.push(situation);
    const next = attempted(situation, step, events);
    if (!next) continue;
    const recorded = new Date(now).toISOString();
    events = [...events, stampedAs(events.length + 1, { ...next, recorded })];
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

interface Tried {
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
]);

function attempted(situation: Situation<Clue>, step: Step, events: readonly Event[]) {
  const { workflow, circumstances } = situation;
  const offered = open(situation).filter(({ refused }) => !refused);
  const onward = offered.filter(({ command }) => ONWARD.has(command));
  const commands = onward.length > 0 && step.pick % 3 > 0 ? onward : open(situation);
  const { command } = commands[step.pick % commands.length];
  const read = readInput<object>(
    workflow.transitions[command].input,
    inputFor(command, { variant: step.variant, events }),
  );
  if ('faults' in read) throw new Error(`${command}: ${JSON.stringify(read.faults)}`);
  const answer = decide(situation, command, { ...read.input, reason: 'as the rules ask' });
  if ('refused' in answer) return undefined;
  const { who, article: _, schemaVersion: __, change, ...decided } = answer.decided;
  return { ...decided, ...(change && { change }), by: who, on: circumstances.happenedAt };
}

function officesOf(personId: string): readonly Capacity[] {
  return PEOPLE[personId].flatMap((role) =>
    ['bijie', 'nayong'].map((organId) => ({ personId, role, organId })),
  );
}

/** Late ones happened whole days ago, at another hour. */
function timesOf(now: number, late: number): { happenedAt: HappenedAt; now: string } {
  const at = new Date(now - late * DAY + (late > 0 ? 1_800_000 : 0)).toISOString();
  return { happenedAt: { at, zone: ZONE, precision: 'ms' }, now: new Date(now).toISOString() };
}

function pair(variant: number): string[] {
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
