import type { Effective } from '@cluetrail/event-sourcing';

/** A clue in which another one goes on. */
export interface Heir {
  readonly id: string;
  /** What it was opened for, or took in. */
  readonly came: string;
}

/** What is told of it for the sake of what came: from when that did. */
interface Since {
  readonly known: readonly Effective[];
  /** What came goes on in this one instead: it passed through. */
  readonly passedTo?: Heir;
}

/** Nothing where nobody told it yet. */
export function since(known: readonly Effective[], { id, came }: Heir): Since {
  const at = known.findLastIndex(
    ({ type, stream, data }) =>
      stream === `clue-${id}` &&
      ((type === 'ClueSplitOff' && data['parent'] === came) ||
        (type === 'ClueMergedIn' && data['clueId'] === came)),
  );
  if (at < 0) return { known: [] };
  const { survivor } = known[at].data;
  if (survivor === undefined) return { known: known.slice(at) };
  return { known: [known[at]], passedTo: { id: String(survivor), came } };
}
