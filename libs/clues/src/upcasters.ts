import type { Upcaster } from '@cluetrail/event-sourcing';
import type { SplitOff } from './clue/joined.js';
import { ofThese } from './clue/subjects.js';

/** How events of old shapes are read today: for each type and each `schemaVersion` that is no longer written, one step. */
export const UPCASTERS: readonly Upcaster[] = [
  {
    type: 'ClueSplitOff',
    from: 1,
    // It told of each part who is in the others, too.
    upcast: (data) => {
      const { subjects, managedBy } = data as unknown as SplitOff; // the type name says the shape
      return { ...data, managedBy: ofThese(subjects, managedBy) };
    },
  },
];
