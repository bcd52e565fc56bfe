import { derivedId, type Event } from '@cluetrail/event-sourcing';
import { ROLES } from '@cluetrail/access';
import type { Workflow } from '@cluetrail/workflow';
import { caseWork } from './case/case.js';
import { clue } from './clue/clue.js';
import { person } from './person/person.js';
import { deciderOf } from './testing/decider.js';
import { CN } from './testing/office.js';
import { deviations, readOutcomes, unknownNames, type Tried } from './testing/outcome-table.js';
import { played } from './testing/played.js';
import { command, type Command } from './testing/said.js';
import { CLUE_SITUATIONS } from './testing/situations.js';
import { CASE_STREAM, DIGEST, filed, idOfClue, idOfEvent, stamped } from './testing/told.js';

/** In every role somebody who may act in either organ, took part where his role takes part, and approves nothing of his own. */
const ACTORS: { readonly [role: string]: string } = {
  intake: 'an',
  'clue-admin': 'chen',
  'case-officer': 'li',
  'unit-head': 'du',
  leader: 'hu',
  system: 'system:investigation',
};

const CLUE_INPUTS: { readonly [command: string]: object } = {
  discover: {
    source: 'audit',
    subjects: [{ personId: 'qian' }],
    summary: 'accounts do not add up',
  },
  transfer: { to: 'qianxi', direction: 'across' },
  acceptTransfer: {},
  refuseTransfer: {},
  assignOfficers: { officers: ['li', 'fang'] },
  proposeDisposal: { way: 'verify' },
  approveDisposal: {},
  startVerification: { team: ['li', 'wang'] },
  recordVerificationStep: { kind: 'query', officers: ['li', 'wang'] },
  signVerificationReport: { digest: DIGEST },
  submitVerificationReport: {
    digest: DIGEST,
    findings: [{ matter: 'subsidy', result: 'partly' }],
    proposal: 'file',
  },
  concludeVerification: { outcome: 'file' },
  startInvestigation: { officers: ['li', 'fang'] },
  recordInvestigationConcluded: { caseId: derivedId(idOfClue, 'case') },
  close: { ground: 'unverifiable' },
  settle: { outcome: 'sanctioned' },
  correctFact: { targetEventId: idOfEvent(1), field: 'source', old: 'report', new: 'other' },
};

/** Of the clocks the one that a situation is about. */
function clueInput(name: string, situation: string): object {
  const obligation = situation.startsWith('withUnit')
    ? 'dispose'
    : situation === 'investigating'
      ? 'invest'
      : 'verify';
  switch (name) {
    case 'requestExtension':
    case 'grantExtension':
    case 'resumeClock':
      return { obligation };
    case 'refuseExtension':
      return { obligation, ground: 'no-need' };
    case 'suspendClock':
      return { obligation, ground: 'hearing' };
    default:
      return CLUE_INPUTS[name];
  }
}

describe('the outcome of every command in every situation by every role is the one written down', () => {
  it('for a clue', () => {
    const linked = stamped([filed()]);
    expect(
      compared('clue', clue, {
        situations: CLUE_SITUATIONS,
        inputOf: clueInput,
        linkedTo: (situation) => (situation === 'investigating' ? linked : []),
      }),
    ).toEqual([]);
  });

  it('for a case', () => {
    const file = {
      ...{ clueIds: [idOfClue], officers: ['li', 'fang'], subjects: ['zhao'] },
      ...{ organ: 'nayong', level: 'L1' },
    };
    const opened = command('fileCase', file).bySystem().on('2021-11-15');
    const conclude = { finding: 'crime' };
    const reported = command('concludeInvestigation', conclude).by('li').on('2021-12-20');
    const situations = { none: [], underInvestigation: [opened], reported: [opened, reported] };
    const inputOf = (name: string) => (name === 'fileCase' ? file : conclude);
    expect(compared('case', caseWork, { situations, inputOf, stream: CASE_STREAM })).toEqual([]);
  });

  it('for a person', () => {
    const register = { name: '赵某' };
    const known = command('registerPerson', register).by('an').on('2021-09-01');
    expect(
      compared('person', person, {
        situations: { none: [], known: [known] },
        inputOf: () => register,
        stream: 'person-zhao',
      }),
    ).toEqual([]);
  });
});

describe('a table of outcomes', () => {
  const all: Tried[] = [
    { command: 'knock', state: 'open', role: 'guest', found: 'Knocked' },
    { command: 'knock', state: 'shut', role: 'guest', found: 'wrong-state' },
    { command: 'knock', state: 'shut', role: 'owner', found: 'wrong-role' },
  ];
  const row = (state: string, role: string, outcome: string) => {
    return { command: 'knock', state, role, outcome };
  };
  const right = [
    row('open', 'guest', 'Knocked'),
    row('!open', 'guest', 'wrong-state'),
    row('*', '!guest', 'wrong-role'),
  ];

  it('deviates in nothing when every combination meets one row that says what happened', () => {
    expect(deviations(right, all)).toEqual([]);
  });

  it('deviates where another thing happens', () => {
    expect(deviations([row('open', 'guest', 'Entered'), ...right.slice(1)], all)).toEqual([
      'knock in open by guest: expected Entered, found Knocked',
    ]);
  });

  it('deviates where a combination meets no row, or two', () => {
    expect(deviations(right.slice(1), all)).toEqual([
      'knock in open by guest: expected one row, found 0',
    ]);
    expect(deviations([...right, row('shut', 'guest|owner', 'wrong-state')], all)).toEqual([
      'knock in shut by guest: expected one row, found 2',
      'knock in shut by owner: expected one row, found 2',
    ]);
  });

  it('deviates where nothing meets a row', () => {
    expect(deviations([...right, row('ajar', 'guest', 'Knocked')], all)).toEqual([
      'knock,ajar,guest,Knocked: meets nothing',
    ]);
  });

  it('names what nobody can try: a misspelt exception would be none', () => {
    expect(unknownNames(right, all)).toEqual([]);
    expect(unknownNames([row('!opne', 'guest|geust', 'Knocked')], all)).toEqual(['opne', 'geust']);
  });
});

interface Trial {
  readonly situations: { readonly [situation: string]: readonly Command[] };
  readonly inputOf: (command: string, situation: string) => object;
  readonly linkedTo?: (situation: string) => readonly Event[];
  readonly stream?: string;
}

function compared<S extends object>(kind: string, workflow: Workflow<S>, trial: Trial): string[] {
  const rows = readOutcomes(`cn-2019-example.v1.${kind}`);
  const all = triedOf(workflow, trial);
  const states = new Set(all.map(({ state }) => state.split('+')[0]));
  const unseen = Object.keys(workflow.states).filter((state) => !states.has(state));
  return [...unseen, ...unknownNames(rows, all), ...deviations(rows, all)];
}

function triedOf<S extends object>(
  workflow: Workflow<S>,
  { situations, inputOf, linkedTo = () => [], stream }: Trial,
): Tried[] {
  return Object.entries(situations).flatMap(([state, commands]) => {
    const events = played({ workflow, procedure: CN, stream }, commands);
    const decider = deciderOf({ workflow, procedure: CN, linked: linkedTo(state) });
    const when = new Date(Date.parse(events.at(-1)?.happenedAt.at ?? '2021-09-01') + 3_600_000);
    return Object.keys(CN.workflows[workflow.kind]).flatMap((name) =>
      [...ROLES, 'system'].map((role) => {
        const answer = decider.decide(events, {
          name,
          input: inputOf(name, state),
          capacities: officesOf(role),
          when: when.toISOString(),
          reason: 'the rules ask for one',
        });
        const found = 'refused' in answer ? answer.refused.code : answer.events[0].type;
        return { command: name, state, role, found };
      }),
    );
  });
}

function officesOf(role: string) {
  const personId = ACTORS[role] ?? `some-${role}`;
  if (role === 'system') return [{ personId, role }];
  return ['bijie', 'nayong'].map((organId) => ({ personId, role, organId }));
}
