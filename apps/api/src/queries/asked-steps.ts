import { WORKFLOWS } from '@cluetrail/clues';
import { type Edge, mayBeAwaited } from '@cluetrail/workflow';
import { once } from './once.js';
import type { Reading } from './read-model.js';

/**
 * 提级, 指定管辖: an organ above may take a clue up, or give it to another one, at any time and need not. It is waited for
 * where nobody is left who could take the next step, since those who could are recused, or it is about them.
 */
export const WAYS_UP: readonly string[] = ['raise', 'designate'];

/** 撤案 beside them: whoever may withdraw a case that nobody can adjudicate sees to it that somebody is appointed. */
export const LAST_RESORTS: readonly string[] = [...WAYS_UP, 'withdrawCase'];

/** Who may grant more time is waited for where it was asked for: others at most refuse it. */
export const GRANTS = 'grantExtension';

/** The commands that answer a request for more time. */
export const ANSWERS: readonly string[] = [GRANTS, 'refuseExtension'];

export const DECIDES_RECUSAL = 'decideRecusal';

/** Who handles clues and cases. */
export const OFFICER = 'case-officer';

/** 更换承办人: what leads on where those who are to work on a clue left, or are away. */
export const REPLACES = 'replaceOfficer';

/** What names who works on a clue. */
export const NAMING: readonly string[] = ['assignOfficers', REPLACES];

/** Those of which few wait are found by what they wait for. */
export const APART: readonly string[] = [
  ...ANSWERS,
  ...['assignOfficers', REPLACES, DECIDES_RECUSAL],
];

/** 退回: by these alone a case comes before another panel. */
export const RETURNS: readonly string[] = ['returnForReinvestigation', 'returnForSupplement'];

/** 受理: there alone nobody is named who works on a case. */
export const ACCEPTS = 'acceptForAdjudication';

export interface Asked extends Pick<Edge, 'at' | 'from' | 'by'> {
  readonly command: string;
  readonly procedure: string;
  readonly version: number;
  /** The offices of those from whose commands four eyes part it. */
  readonly apartFrom: readonly string[];
}

/** What somebody may be waited for, by any procedure: each from where it leads on, or is needed for what does. */
export function askedSteps(reading: Reading, kind: 'clue' | 'case'): readonly Asked[] {
  return once(reading, `steps ${kind}`, () => stepsOf(reading, kind));
}

function stepsOf({ installation }: Reading, kind: 'clue' | 'case'): readonly Asked[] {
  const { transitions } = WORKFLOWS[kind];
  return installation.references
    .all()
    .flatMap(({ name: procedure, version, workflows, fourEyes }) => {
      const edges = workflows[kind] ?? {};
      return Object.entries(edges)
        .filter(
          ([command]) =>
            LAST_RESORTS.includes(command) ||
            mayBeAwaited(transitions[command as keyof typeof transitions], { command, edges }), // a procedure names none but these
        )
        .map(([command, { at, by }]) => ({
          ...{ command, at, from: awaitedFrom(command, edges), by },
          ...{ procedure, version },
          apartFrom: fourEyes
            .filter(([, later]) => later === command)
            .flatMap(([earlier]) => edges[earlier]?.by ?? []),
        }));
    });
}

type Edges = Readonly<Record<string, Edge>>;

/** What another command needs is waited for where that one is open, and nowhere else. */
function awaitedFrom(command: string, edges: Edges): readonly string[] {
  const { from } = edges[command];
  const needing = Object.values(edges).filter(({ needs = [] }) => needs.flat().includes(command));
  if (needing.length === 0 || edges[command].to !== undefined) return from;
  return from.filter((state) => needing.some((edge) => edge.from.includes(state)));
}

/**
 * What leads people on in a clue or a case, by any procedure. Of those who handle a case its clue tells, where others may
 * take their places.
 */
export function stepsOn(reading: Reading, kind: 'clue' | 'case'): readonly Asked[] {
  return once(reading, `leading ${kind}`, () =>
    askedSteps(reading, kind).filter(
      (step) =>
        !NO_WAY_ON.includes(step.command) &&
        step.by.some((role) => role !== 'system') &&
        (kind === 'clue' || !isOfOfficers(step) || isOfNobodyElse(reading, step)),
    ),
  );
}

/** Steps back, which those who cannot go on may take, and what is decided beside the matter. */
const NO_WAY_ON: readonly string[] = [
  ...LAST_RESORTS,
  ...APART.filter((command) => !NAMING.includes(command)),
  ...['deferAdjudication', 'refuseAdjudication', 'returnDisposal'],
  ...RETURNS,
];

/** Those alone may take it who handle the matter. */
function isOfOfficers({ by }: Pick<Asked, 'by'>): boolean {
  return by.every((role) => ['system', OFFICER].includes(role));
}

/** Nor does the procedure provide for anybody in their places. */
export function isOfNobodyElse(reading: Reading, step: Asked): boolean {
  const isNamed = ({ command, procedure, version, from }: Asked) =>
    procedure === step.procedure &&
    version === step.version &&
    (command === REPLACES ||
      (NAMING.includes(command) && step.from.every((one) => from.includes(one))));
  return isOfOfficers(step) && !askedSteps(reading, 'clue').some(isNamed);
}
