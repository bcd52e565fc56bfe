import { WORKFLOWS } from '@cluetrail/clues';
import { type Edge, mayBeAwaited } from '@cluetrail/workflow';
import type { Reading } from './read-model.js';

/**
 * 提级, 指定管辖: an organ above may take a clue up, or give it to another one, at any time and need not. It is waited for
 * where nobody is left who could take the next step, since those who could are recused, or it is about them.
 */
export const WAYS_UP: readonly string[] = ['raise', 'designate'];

/** 撤案 beside them: whoever may withdraw a case that nobody can adjudicate sees to it that somebody is appointed. */
export const LAST_RESORTS: readonly string[] = [...WAYS_UP, 'withdrawCase'];

export interface Asked extends Pick<Edge, 'at' | 'from' | 'by'> {
  readonly command: string;
}

/** What somebody may be waited for, by any procedure. */
export function askedSteps({ installation }: Reading, kind: 'clue' | 'case'): readonly Asked[] {
  const { transitions } = WORKFLOWS[kind];
  return installation.references.all().flatMap(({ workflows }) => {
    const edges = workflows[kind] ?? {};
    return Object.entries(edges)
      .filter(
        ([command]) =>
          LAST_RESORTS.includes(command) ||
          mayBeAwaited(transitions[command as keyof typeof transitions], { command, edges }), // a procedure names none but these
      )
      .map(([command, { at, from, by }]) => ({ command, at, from, by }));
  });
}
