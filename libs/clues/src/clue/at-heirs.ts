import type { Circumstances } from '@cluetrail/workflow';
import type { ClueState } from './state.js';

/** Every organ that a clue names, beside the one that handles it, as that which handles its matters now. */
export function atHeirs(clue: ClueState, heir: Circumstances['heir']): ClueState {
  const { receiver, refusedBy, allocation, managedBy, noticesFrom, cameFrom } = clue;
  return {
    ...clue,
    ...(receiver !== undefined && { receiver: heir(receiver) }),
    ...(refusedBy !== undefined && { refusedBy: heir(refusedBy) }),
    ...(allocation?.to !== undefined && { allocation: { ...allocation, to: heir(allocation.to) } }),
    ...(cameFrom && { cameFrom: cameFrom.map(heir) }),
    managedBy: each(managedBy, heir),
    noticesFrom: each(noticesFrom, heir),
  };
}

function each(organs: { readonly [id: string]: string }, heir: Circumstances['heir']) {
  return Object.fromEntries(Object.entries(organs).map(([id, organ]) => [id, heir(organ)]));
}
