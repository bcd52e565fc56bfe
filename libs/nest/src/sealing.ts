import type { Draft, Refusal } from '@cluetrail/event-sourcing';
import { KeyDestroyed, KeyMissing } from '@cluetrail/access';

/** A draft seals its personal texts when it is made: refused where the key of its stream was destroyed, or is not here. */
export function sealing(
  make: () => Draft,
): { readonly draft: Draft } | { readonly refused: Refusal } {
  try {
    return { draft: make() };
  } catch (error) {
    if (error instanceof KeyDestroyed) return { refused: { code: 'key-destroyed' } };
    if (error instanceof KeyMissing) return { refused: { code: 'key-missing' } };
    throw error;
  }
}
