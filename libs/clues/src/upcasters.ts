import type { Data, Upcaster } from '@cluetrail/event-sourcing';
import type { ClueSplit, GoneInto, SplitOff } from './clue/joined.js';
import type { MergedIn } from './clue/merged-in.js';
import { ofThese } from './clue/subjects.js';

/** How events of old shapes are read today: for each type and each `schemaVersion` that is no longer written, one step. */
export const UPCASTERS: readonly Upcaster[] = [
  // A part told who is in the others, too, and so did what came of it. The type names say the shapes.
  { type: 'ClueSplitOff', from: 1, upcast: (data) => owned(data as unknown as SplitOff) },
  { type: 'ClueMergedAway', from: 1, upcast: (data) => owned(data as unknown as GoneInto) },
  { type: 'ClueMarkedDuplicate', from: 1, upcast: (data) => owned(data as unknown as GoneInto) },
  {
    type: 'ClueSplit',
    from: 1,
    upcast: (data) => {
      const { children, managedBy } = data as unknown as ClueSplit;
      const subjects = children.flatMap((child) => child.subjects);
      return { ...data, managedBy: ofThese(subjects, managedBy) };
    },
  },
  {
    type: 'ClueMergedIn',
    from: 1,
    upcast: (data) => {
      const merged = data as unknown as MergedIn;
      return 'passes' in merged ? { ...data, passes: owned(merged.passes) } : owned(merged);
    },
  },
];

function owned(told: Pick<GoneInto, 'subjects' | 'managedBy'>): Data {
  return { ...told, managedBy: ofThese(told.subjects, told.managedBy) };
}
