import type { Refusal } from '@cluetrail/event-sourcing';
import type { Giver } from './feature.js';
import { subjectOf, type EngineOptions } from './situation.js';

/**
 * Why he may not: where an office of his would be the right one and does not see the matter, that is the reason, and not
 * that it is for another office.
 */
export function reasonFor(
  refusal: Refusal,
  options: EngineOptions,
  { by, command }: { readonly by: Giver; readonly command: string },
): Refusal {
  const expected: unknown = refusal.detail?.['expected'];
  if (refusal.code !== 'wrong-role' || 'process' in by || !Array.isArray(expected)) return refusal;
  const blind = subjectOf(options, by.personId)
    .appointments.filter(
      ({ role, commands }) => expected.includes(role) && (commands?.includes(command) ?? true),
    )
    .map(({ role }) => role);
  return blind.length === 0
    ? refusal
    : { code: 'office-sees-not', detail: { expected, found: [...new Set(blind)] } };
}
