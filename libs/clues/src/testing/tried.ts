import type { Event } from '@cluetrail/event-sourcing';
import { ROLES } from '@cluetrail/access';
import type { Procedure, Workflow } from '@cluetrail/workflow';
import { deciderOf } from './decider.js';
import { deviations, readOutcomes, unknownNames, type Tried } from './outcome-table.js';
import { played } from './played.js';
import type { Command } from './said.js';

export interface Trial<S extends object> {
  readonly workflow: Workflow<S>;
  readonly procedure: Procedure;
  readonly situations: { readonly [situation: string]: readonly Command[] };
  readonly inputOf: (command: string, situation: string) => object;
  readonly linkedTo?: (situation: string) => readonly Event[];
  readonly stream?: string;
  /** The version whose table it is, where that holds for this one too, but for what its own adds. */
  readonly asIn?: number;
}

/** Everything in which the table of a procedure and the engine differ, and the states that nothing brings about. */
export function compared<S extends object>(trial: Trial<S>): string[] {
  const { procedure, workflow } = trial;
  const { kind } = workflow;
  const versions = new Set([trial.asIn ?? procedure.version, procedure.version]);
  const rows = [...versions].flatMap((one) => readOutcomes(`${procedure.name}.v${one}.${kind}`));
  const all = triedOf(trial);
  const states = new Set(all.map(({ state }) => state.split('+')[0]));
  const unseen = statesOf(procedure, kind).filter((state) => !states.has(state));
  return [...unseen, ...unknownNames(rows, all), ...deviations(rows, all)];
}

/** The states that a procedure speaks of. */
export function statesOf({ workflows }: Procedure, kind: string): string[] {
  const named = Object.values(workflows[kind]).flatMap(({ from, to }) => [
    ...from,
    ...(to === undefined ? [] : typeof to === 'string' ? [to] : Object.values(to.cases)),
  ]);
  return [...new Set(named)].sort();
}

function triedOf<S extends object>(trial: Trial<S>): Tried[] {
  const { workflow, procedure, situations, inputOf, linkedTo = () => [], stream } = trial;
  return Object.entries(situations).flatMap(([state, commands]) => {
    const events = played({ workflow, procedure, stream }, commands);
    const decider = deciderOf({ workflow, procedure, linked: linkedTo(state) });
    const when = new Date(Date.parse(events.at(-1)?.happenedAt.at ?? '2021-09-01') + 3_600_000);
    return Object.keys(procedure.workflows[workflow.kind]).flatMap((name) =>
      [...ROLES, 'system'].map((role) => {
        const answer = decider.decide(events, {
          name,
          input: inputOf(name, state),
          capacities: officesOf(role),
          when: when.toISOString(),
          reason: 'the rules ask for one',
          attachments: [],
        });
        const found = 'refused' in answer ? answer.refused.code : answer.events[0].type;
        return { command: name, state, role, found };
      }),
    );
  });
}

/** In every role somebody who may act in every organ, took part where his role takes part, and approves nothing of his own. */
const ACTORS: { readonly [role: string]: string } = {
  intake: 'an',
  'clue-admin': 'chen',
  'case-officer': 'li',
  'unit-head': 'du',
  leader: 'hu',
  adjudicator: 'shi',
  supervisor: 'mei',
  system: 'system:investigation',
};

function officesOf(role: string) {
  const personId = ACTORS[role] ?? `some-${role}`;
  if (role === 'system') return [{ personId, role }];
  return ['nayong', 'bijie', 'guizhou'].map((organId) => ({ personId, role, organId }));
}
