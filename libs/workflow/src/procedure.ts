import type { Refusal } from '@cluetrail/event-sourcing';
import type { ObligationRule } from '@cluetrail/deadlines';
import { SYSTEM, type At, type Words } from './transition.js';

export interface LegalBasis {
  readonly source?: string;
  readonly article?: string;
  readonly confidence: 'quoted' | 'secondary' | 'memory' | 'unsure' | 'design';
}

/** `to` = one state, or by the value of a field of the event's data: `{ field: outcome, cases: { file: verified } }`. */
export type Target =
  string | { readonly field: string; readonly cases: { readonly [value: string]: string } };

export interface Edge {
  readonly by: readonly string[];
  readonly at: At;
  readonly from: readonly string[];
  /** Absent: the state stays as it is. */
  readonly to?: Target;
  /** Input fields (or `reason`) that this procedure asks for although the table leaves them open. */
  readonly requires: readonly string[];
  /** Commands that must have been given since the state changed last; of a list within the list, one of them. */
  readonly needs?: readonly (string | readonly string[])[];
  /** The obligation within whose time it must happen: once that is overdue, no more. */
  readonly within?: string;
  /** Values that this procedure allows for an input field. */
  readonly allows: { readonly [field: string]: readonly string[] };
  readonly basis: LegalBasis;
}

/** 管理权限: on a person of which rank an organ of which tier, or a higher one, decides. Other ranks there are none. */
export interface Ranks {
  readonly tiers: { readonly [rank: string]: string };
  readonly basis: LegalBasis;
}

/** 补录: what is told more days than these after it happened needs a reason, and another who countersigns it. */
export interface Backdating {
  readonly days: number;
  readonly basis: LegalBasis;
}

/** Data, published as events with its hash; a clue keeps the version that it was discovered under. */
export interface Procedure {
  readonly name: string;
  readonly version: number;
  readonly title: Words;
  readonly notice: Words;
  readonly zone: string;
  /** What its users call the states, by kind and state, where they have words of their own. */
  readonly labels?: { readonly [kind: string]: { readonly [state: string]: Words } };
  readonly workflows: { readonly [kind: string]: { readonly [command: string]: Edge } };
  readonly ranks?: Ranks;
  readonly backdating?: Backdating;
  /** Pairs of commands that one person may not both give on the same instance. */
  readonly fourEyes: readonly (readonly [string, string])[];
  readonly obligations: readonly ObligationRule[];
}

/** A fault in a file that people write. `line` counts from 1. */
export interface Fault {
  readonly line: number;
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** Whether people may give it. */
export function isOfPeople({ by }: Pick<Edge, 'by'>): boolean {
  return by.some((role) => role !== SYSTEM);
}

export function edgeOf(
  procedure: Pick<Procedure, 'workflows'>,
  kind: string,
  command: string,
): Edge | undefined {
  return procedure.workflows[kind]?.[command];
}

/** What rules may ask of a procedure about its commands; those of this kind, where they name no other one. */
export function commandsOf(procedure: Pick<Procedure, 'workflows'>, ofKind: string) {
  return {
    rolesFor: (command: string, kind = ofKind) => edgeOf(procedure, kind, command)?.by ?? [],
    statesFor: (command: string, kind = ofKind) => edgeOf(procedure, kind, command)?.from ?? [],
  };
}

/** What a state is called under a procedure; undefined for one that the kind does not have. */
export function stateTitle(
  procedure: Pick<Procedure, 'labels'> | undefined,
  {
    kind,
    states,
  }: {
    readonly kind: string;
    readonly states: { readonly [state: string]: { readonly title: Words } };
  },
  state: string,
): Words | undefined {
  return procedure?.labels?.[kind]?.[state] ?? states[state]?.title;
}

export function targetOf(
  edge: Edge,
  state: string,
  data: { readonly [field: string]: unknown },
): string | undefined {
  if (edge.to === undefined) return state;
  if (typeof edge.to === 'string') return edge.to;
  return edge.to.cases[String(data[edge.to.field])];
}

/** The data says what the procedure has no case for: a value that it does not know. */
export function leadsNowhere({ to }: Edge): Refusal {
  const { field, cases } = Object(to) as Exclude<Target, string>; // only a target by cases may lead nowhere
  return { code: 'not-allowed', detail: { field, expected: Object.keys(cases) } };
}
