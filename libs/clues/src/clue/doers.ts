import {
  doersOf,
  peopleOf,
  type Circumstances,
  type Doer,
  type Standing,
} from '@cluetrail/workflow';
import { APPROVING } from './entrusting.js';
import type { Clue } from './state.js';

/** By command, who gave it: of the commands alone that part him from others. */
export type Doers = { readonly [command: string]: readonly Doer[] };

/** Whom the rules themselves part from others, whatever the procedure does. */
const PARTING = [...APPROVING, 'proposeDisposal'];

/** They go on where the clue does: what one person may not do twice he does not do there either. */
export function doersIn(
  clue: Pick<Standing, 'acts' | 'actsFor' | 'actsBefore'> & Pick<Clue, 'disposal'>,
  { apartFrom }: Pick<Circumstances, 'apartFrom'>,
): Doers {
  const given = new Set([...Object.keys(clue.acts), ...Object.keys(clue.actsBefore ?? {})]);
  const doers = Object.fromEntries(
    [...given]
      .filter((command) => apartFrom(command).length > 0 || PARTING.includes(command))
      .sort()
      .map((command) => [command, doersOf(clue, command)]),
  );
  const { proposers = [] } = clue.disposal ?? {};
  if (proposers.length === 0) return doers;
  return allDoers(doers, { proposeDisposal: proposers.map((personId) => ({ personId })) });
}

/** Each of them once. */
export function allDoers(some: Doers, others: Doers): Doers {
  const commands = [...new Set([...Object.keys(some), ...Object.keys(others)])];
  return Object.fromEntries(
    commands.map((command) => {
      const all = [...(some[command] ?? []), ...(others[command] ?? [])];
      return [command, [...new Map(all.map((one) => [peopleOf(one).join(' '), one])).values()]];
    }),
  );
}
