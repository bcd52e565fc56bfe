import type { Event } from '@cluetrail/event-sourcing';
import type { ClueState } from './state.js';

/** What a row of a foreign log said; it changes no state. `kind` is absent where the mapping names none. */
export interface ActivityImported {
  readonly activity: string;
  readonly kind?: string;
  /** A person id made from the foreign resource. */
  readonly by: string;
  readonly rowId: string;
}

/** A deadline from outside: of an imported log, of a court, of a higher organ. `at` = RFC 3339 UTC. */
export interface DeadlineImposed {
  readonly obligation: string;
  readonly at: string;
}

/** Events on a clue that no command of its table leaves. They change nothing that a decision depends on. */
export const IMPORTED: { readonly [type: string]: (clue: ClueState, event: Event) => ClueState } = {
  ActivityImported: (clue) => clue,
  DeadlineImposed: (clue) => clue,
};
