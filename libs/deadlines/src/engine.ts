import type { Effective } from '@cluetrail/event-sourcing';
import type { Obligation } from './obligation.js';
import { type History, Run } from './run.js';

/** `obligations` hold from `from` (inclusive) to `to` (exclusive, null = open). */
export interface ObligationSpell {
  readonly from: string;
  readonly to: string | null;
  readonly obligations: readonly Obligation[];
}

/** All obligations that have begun by `asOf` (inclusive; omitted = all events), in the order of their start. */
export function obligations({
  asOf,
  ...history
}: History & { readonly asOf?: string }): readonly Obligation[] {
  const [opening] = history.events;
  if (!opening || (asOf !== undefined && opening.effectiveAt > asOf)) return [];
  const run = new Run(history);
  for (const event of history.events)
    if (asOf === undefined || event.effectiveAt <= asOf) run.apply(event);
  return run.obligations();
}

/**
 * The same for every instant, in one pass: `obligations` as of T are those of the spell that contains T; none before
 * the first spell.
 */
export function timeline(history: History): readonly ObligationSpell[] {
  const { events } = history;
  const run = new Run(history);
  const spells: { from: string; obligations: readonly Obligation[] }[] = [];
  let changed = false;
  events.forEach((event, index) => {
    changed = run.apply(event) || changed;
    const from = laterOf(event, events[0]);
    const next = events[index + 1];
    if (!changed || (next && laterOf(next, events[0]) === from)) return;
    spells.push({ from, obligations: run.obligations() });
    changed = false;
  });
  return spells.map((spell, index) => ({ ...spell, to: spells[index + 1]?.from ?? null }));
}

// The opening event folds first even where imported history has earlier ones: nothing holds before it.
function laterOf(event: Effective, opening: Effective): string {
  return event.effectiveAt > opening.effectiveAt ? event.effectiveAt : opening.effectiveAt;
}
